"""When the occurrences of a series begin (bookings sheet, section 3.6)."""

from collections.abc import Sequence
from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from locum.bookings.rules.times import FARTHEST, OUT_OF_BOUNDS
from locum.event_types.rules.policies import Recurrence
from locum.kit.errors import BadRequest
from locum.kit.zones import wall_instant, zone

MOST_OCCURRENCES = 500
"""Whoever wants more has mistyped; all of them are written and told of at once."""


def count_of(rhythm: Recurrence, asked: int | None) -> int:
    """How many occurrences a series gets: what was asked for, else all. Raises BadRequest for too many."""
    count = rhythm.occurrences if asked is None else asked
    if count > MOST_OCCURRENCES:
        raise BadRequest(f"A series can have at most {MOST_OCCURRENCES} occurrences.")
    return count


def starts_of(first: datetime, rhythm: Recurrence, count: int, zone_name: str, now: datetime) -> Sequence[datetime]:
    """The aware instants at which `count` occurrences begin, `first` among them.

    Steps are taken on the booker's clock, so that it shows the same time after clocks have changed; what a month lacks
    falls on its last day. Raises BadRequest beyond all calendars.
    """
    local = first.astimezone(zone(zone_name))
    beyond_minute = first - first.replace(second=0, microsecond=0)
    days = [_day(local, rhythm, step, now) for step in range(1, count)]
    clock_time = local.hour * 60 + local.minute
    return [first, *(wall_instant(day, clock_time, zone_name) + beyond_minute for day in days)]


def _day(local: datetime, rhythm: Recurrence, number: int, now: datetime) -> date:
    try:
        day = (local + _step(rhythm, number)).date()
    except (ValueError, OverflowError) as error:
        raise BadRequest(OUT_OF_BOUNDS) from error
    if day - now.date() > FARTHEST:
        raise BadRequest(OUT_OF_BOUNDS)
    return day


def _step(rhythm: Recurrence, number: int) -> relativedelta:
    steps = number * rhythm.interval
    match rhythm.frequency:
        case "weekly":
            return relativedelta(weeks=steps)
        case "monthly":
            return relativedelta(months=steps)
        case "yearly":
            return relativedelta(years=steps)
