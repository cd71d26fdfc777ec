"""What an alarm means when it rings: pure (webhooks sheet, section 2.3, table of triggers)."""

from dataclasses import dataclass, replace
from datetime import datetime

from locum.bookings.rules.status import Status
from locum.webhooks.ringing import TOO_LATE, Ringing

STARTED, ENDED = "MEETING_STARTED", "MEETING_ENDED"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A booking as it stands when its alarm rings. Times are aware instants."""

    status: str
    starts_at: datetime
    ends_at: datetime
    has_begun: bool


def ring(meeting: Meeting, now: datetime) -> Ringing:
    """What is due of a meeting. One that was cancelled is forgotten; one that was moved rings at its new time."""
    if meeting.status != Status.ACCEPTED:
        return Ringing()
    if meeting.has_begun:
        return _end(meeting, now)
    if meeting.starts_at > now:
        return Ringing(again_at=meeting.starts_at)
    rest = _end(meeting, now)
    return replace(rest, tell=(*_in_time(STARTED, meeting.starts_at, now), *rest.tell))


def _end(meeting: Meeting, now: datetime) -> Ringing:
    if meeting.ends_at > now:
        return Ringing(again_at=meeting.ends_at, has_begun=True)
    return Ringing(tell=_in_time(ENDED, meeting.ends_at, now))


def _in_time(trigger: str, at: datetime, now: datetime) -> tuple[str, ...]:
    return (trigger,) if now - at <= TOO_LATE else ()
