"""Between the table, where Sunday is 0, and the rules, where Monday is."""

from collections.abc import Sequence
from functools import lru_cache

from locum.schedules.models import ScheduleRule
from locum.schedules.rules import DateHours, WeeklyHours


def weekly_rows(weekly: Sequence[WeeklyHours]) -> list[ScheduleRule]:
    """Rows that keep the order given."""
    return [
        ScheduleRule(
            position=position,
            days=[(weekday + 1) % 7 for weekday in hours.weekdays],
            start_minute=hours.start,
            end_minute=hours.end,
        )
        for position, hours in enumerate(weekly)
    ]


def override_rows(overrides: Sequence[DateHours]) -> list[ScheduleRule]:
    """Rows that keep the order given."""
    return [
        ScheduleRule(position=position, days=[], on_date=hours.day, start_minute=hours.start, end_minute=hours.end)
        for position, hours in enumerate(overrides)
    ]


def weekly_hours(days: Sequence[int], start_minute: int, end_minute: int) -> WeeklyHours:
    """The columns of a weekly rule as the rules know them."""
    return WeeklyHours(_weekdays(tuple(days)), start_minute, end_minute)


@lru_cache(maxsize=1024)
def _weekdays(days: tuple[int, ...]) -> tuple[int, ...]:
    """A team has many schedules and few different weeks."""
    return tuple((day - 1) % 7 for day in days)
