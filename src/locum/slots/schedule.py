"""Opening hours as the slot engine wants them: wall-clock rules of one zone (availability sheet, section 2)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from locum.kit.zones import DAY

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
_LAST_MINUTE = DAY - 1


class WeeklyRule(NamedTuple):
    """Open on some weekdays (Monday is 0) from one wall time to another, both in minutes of the day."""

    days: tuple[int, ...]
    start: int
    end: int


class DateOverride(NamedTuple):
    """Replaces the weekly rules of one date. A start equal to the end closes the date."""

    day: date
    start: int
    end: int


class Travel(NamedTuple):
    """From `first` to `last`, both included, the rules are read in another zone."""

    first: date
    last: date
    zone: str


PUBLIC_HOLIDAY = 0
"""Stands for the id of an absence where a day is off because of a public holiday."""


class Absence(NamedTuple):
    """Whole days off, both ends included: calendar dates in the zone of the schedule in use."""

    id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """Opening hours of a host. `travel` is for the host's default schedule only (slots sheet, section 4.2)."""

    zone: str
    rules: tuple[WeeklyRule, ...] = ()
    overrides: tuple[DateOverride, ...] = ()
    travel: tuple[Travel, ...] = ()


def fallback_schedule(zone: str) -> Schedule:
    """The hours of a host who has no schedule at all, in his profile zone (slots sheet, section 4.2)."""
    return Schedule(zone, (WeeklyRule(MONDAY_TO_FRIDAY, 9 * 60, 17 * 60),))


def absence_between(absence_id: int, start: datetime, end: datetime) -> Absence:
    """The days off of an entry: the UTC dates of its aware ends (slots sheet, section 8)."""
    return Absence(absence_id, start.astimezone(UTC).date(), end.astimezone(UTC).date())


def minute_of_day(text: str) -> int:
    """A stored wall time `HH:MM` in minutes of the day."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def closing_minute(end: int) -> int:
    """Where a rule ends: 23:59 means the end of the day (slots sheet, section 4.2)."""
    return DAY if end == _LAST_MINUTE else end
