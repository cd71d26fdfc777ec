"""Whole days and exact instants, one from the other: pure (bridge sheet, section 3)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from locum.absences.rules import Days
from locum.kit.zones import end_of_day, local_date, start_of_day

ALMOST = timedelta(seconds=60)
"""23:59:00 and 23:59:59 are meant as the end of the day (R3)."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """From one aware instant to another, half-open."""

    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        """Whether an instant lies in it."""
        return self.start <= at < self.end


def window_of(days: Days, zone: str) -> Window:
    """The instants of whole days: local midnight to the midnight after the last, each by the zone's rules (R1)."""
    return Window(start_of_day(days.first, zone), end_of_day(days.last, zone))


def covered_days(window: Window, zone: str) -> Days | None:
    """The whole local days that a window covers, None if it covers none (R3)."""
    first = local_date(window.start, zone)
    if start_of_day(first, zone) < window.start:
        first += timedelta(days=1)
    last = local_date(window.end, zone)
    if end_of_day(last, zone) - window.end > ALMOST:
        last -= timedelta(days=1)
    return Days(first, last) if first <= last else None


def touched_days(window: Window, zone: str) -> Days:
    """The local days of which a window has at least a part."""
    last: date = local_date(window.end - timedelta(microseconds=1), zone)
    return Days(local_date(window.start, zone), last)
