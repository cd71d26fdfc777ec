"""What a schedule says, apart from its table (availability sheet, sections 2 and 3).

Weekdays count from Monday, which is 0; wall times are minutes of the day in the schedule's zone, and 1439 as an end
means midnight. Nothing is checked between them: a rule that ends before it starts opens nothing.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple, get_args

from locum.kit.wire_types import Weekday

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

ZONE_SHOWN_WITHOUT_ONE = "Europe/London"
"""What a schedule without a zone answers."""

_WALL_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?", re.ASCII)


class WeeklyHours(NamedTuple):
    """Open on some weekdays, in the order given, from one wall time to another."""

    weekdays: tuple[int, ...]
    start: int
    end: int


class DateHours(NamedTuple):
    """What replaces the weekly hours of one date."""

    day: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ScheduleInUse:
    """The hours that count for somebody. `schedule_id` is None when he has no schedule and the usual hours hold."""

    schedule_id: int | None
    zone: str
    weekly: tuple[WeeklyHours, ...]
    overrides: tuple[DateHours, ...] = ()
    is_default: bool = False
    """Whether it is his default schedule: travel changes the zone of no other (slots sheet, section 4.2)."""


USUAL_NAME = "Working Hours"
"""Of the first schedule of a person."""
USUAL_WEEK = (WeeklyHours((0, 1, 2, 3, 4), 9 * 60, 17 * 60),)
"""Monday to Friday, 09:00 to 17:00: for schedules made without hours, and for people without a schedule."""


def parse_wall_time(text: str) -> int:
    """The minute of the day of `HH:MM`, two digits each. Raises ValueError."""
    found = _WALL_TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a time HH:MM")
    return int(found[1]) * 60 + int(found[2])


def format_wall_time(minute: int) -> str:
    """A minute of the day as `HH:MM`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def parse_date(text: str) -> date:
    """An ISO 8601 date; with a time part, its UTC date (a time without an offset is UTC). Raises ValueError."""
    if not _DATE.fullmatch(text):
        raise ValueError(f"{text!r} is not an ISO 8601 date")
    instant = datetime.fromisoformat(text)
    try:
        return (instant if instant.tzinfo is None else instant.astimezone(UTC)).date()
    except OverflowError as error:
        raise ValueError(f"{text!r} is before the first or after the last day of the calendar") from error
