"""What an alarm of an absence means when it rings: pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from locum.absences.windows import Window
from locum.webhooks.ringing import TOO_LATE, Ringing

STARTED, ENDED = "OOO_STARTED", "OOO_ENDED"
_FARTHEST_MOVE = timedelta(hours=26)
"""Between the first and the last zone in which a date begins."""
_LOOK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Away:
    """An absence as it stands when its alarm rings. Whole days are those of the person's zone, which may change."""

    window: Window
    of_whole_days: bool
    has_begun: bool


def ring(away: Away, now: datetime) -> Ringing:
    """What is due. One that was moved away while it ran has ended, and begins at its new time."""
    start, end = away.window.start, away.window.end
    if away.has_begun:
        if end <= now:
            return Ringing((ENDED,))
        if start > now:
            return Ringing((ENDED,), wake(start, away.of_whole_days, now))
        return Ringing(again_at=wake(end, away.of_whole_days, now), has_begun=True)
    if start > now:
        return Ringing(again_at=wake(start, away.of_whole_days, now))
    if end > now:
        return Ringing((STARTED,), wake(end, away.of_whole_days, now), has_begun=True)
    return Ringing((STARTED, ENDED)) if now - end <= TOO_LATE else Ringing()


def wake(moment: datetime, of_whole_days: bool, now: datetime) -> datetime:
    """When to ring for a moment. Midnight moves with whoever travels, so that it is looked for in good time."""
    if not of_whole_days:
        return moment
    first = moment - _FARTHEST_MOVE
    return first if first > now else min(moment, now + _LOOK_AGAIN)
