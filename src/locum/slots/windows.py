"""The asked window: its texts, its end-of-day rule, and the minutes in which slots may lie (slots sheet, section 3)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from locum.kit.zones import minute_ceil, minute_floor
from locum.slots.question import SlotQuestion

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII | re.IGNORECASE,
)
_LAST_YEAR = 9990


def parse_instant(text: str) -> datetime:
    """A strict ISO 8601 date or date-time as an aware UTC instant; without an offset it is UTC.

    Raises ValueError for anything else, for dates that do not exist, and for years that clocks cannot reach.
    """
    match = _ISO.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an ISO 8601 date or date-time")
    day, clock, seconds, fraction, offset = match.groups()
    micros = ((fraction or "") + "000000")[:6]
    shown = datetime.fromisoformat(f"{day}T{clock or '00:00'}:{seconds or '00'}.{micros}+00:00")
    if not is_reachable(shown):
        raise ValueError(f"{text!r} is out of range")
    return shown - _offset(offset)


def is_reachable(instant: datetime) -> bool:
    """Whether calendars have room around it for zones, buffers and whole periods."""
    return 1 < instant.year < _LAST_YEAR


def _offset(text: str | None) -> timedelta:
    if text is None or text in "Zz":
        return timedelta()
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:
        raise ValueError(f"{text!r} is not an offset")
    return timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1)


def asked_window(start: str, end: str) -> tuple[datetime, datetime]:
    """The window of 2024-09-04: an end that shows midnight in UTC is the end of that very date. Raises ValueError.

    The legacy version takes both ends as they are: `parse_instant` for each.
    """
    first, last = parse_instant(start), parse_instant(end)
    if _shows_midnight(first):
        first = first.replace(microsecond=0)
    if _shows_midnight(last):
        last = last.replace(hour=23, minute=59, second=59, microsecond=0)
    return first, last


def _shows_midnight(instant: datetime) -> bool:
    return (instant.hour, instant.minute, instant.second) == (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Span:
    """Slots lie inside [start, end), in whole minutes."""

    start: int
    end: int
    notice: int | None = None
    """The minute of the earliest start when the notice cuts the window there; the walk then reads the UTC clock."""

    @property
    def is_empty(self) -> bool:
        """Nothing fits into it."""
        return self.start >= self.end


def slot_span(question: SlotQuestion) -> Span:
    """Where slots of a question may lie: not before the notice is over (section 3, step 3). Seconds are rounded up."""
    earliest = question.now.astimezone(UTC) + timedelta(minutes=max(question.settings.minimum_notice, 1))
    start = max(question.start.astimezone(UTC), earliest)
    by_notice = question.settings.minimum_notice >= 1 and start == earliest
    return Span(minute_ceil(start), _last_minute(question.end), minute_floor(earliest) if by_notice else None)


def _last_minute(end: datetime) -> int:
    """An end in the last second of a minute counts as the following full minute (section 3)."""
    return minute_ceil(end) if end.second == 59 else minute_floor(end)
