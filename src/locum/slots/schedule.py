"""Opening hours as the slot engine wants them: wall-clock rules of one zone (availability sheet, section 2)."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from locum.kit.zones import DAY

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


def closing_minute(end: int) -> int:
    """Where a rule ends: 23:59 means the end of the day (slots sheet, section 4.2)."""
    return DAY if end == _LAST_MINUTE else end
