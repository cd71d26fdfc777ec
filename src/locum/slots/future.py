"""How far ahead an event type can be booked (slots sheet, section 7)."""

from datetime import UTC, timedelta

from locum.kit.zones import day_number, minute_ceil, minute_floor, minutes_in
from locum.slots.question import DateRange, DaysAhead, SlotQuestion
from locum.slots.search import Search
from locum.slots.windows import Span

LONGEST_LOOK = 61
"""Rolling windows look at today and at most so many days more."""

LONGEST_MEETING = 366 * 24 * 60
"""Minutes. Nothing longer can be booked, so nothing further ahead needs to be looked at."""

Bounds = tuple[int | None, int | None]
"""Slots begin at or after the first and before the second, in minutes; None is no bound."""

_FRIDAY = 4


def future_bounds(question: SlotQuestion) -> Bounds:
    """Where the booking window lets slots of the asked time begin. A rolling window searches the days before it."""
    match question.settings.booking_window:
        case None:
            return None, None
        case DateRange(first, last):
            zone = minutes_in(question.event_zone)
            return zone.wall(day_number(first), 0), zone.wall(day_number(last) + 1, 0)
        case DaysAhead() as ahead:
            last_day = _rolling_end(question, ahead) if ahead.rolling else _fixed_end(today(question), ahead)
            return None, None if last_day is None else minutes_in(question.booker_zone).wall(last_day + 1, 0)


def today(question: SlotQuestion) -> int:
    """The day number that the booker's clock shows now."""
    return minutes_in(question.booker_zone).local_day(minute_floor(question.now))


def _fixed_end(first: int, ahead: DaysAhead) -> int:
    if not ahead.business:
        return first + max(0, ahead.days)
    day = first
    for _ in range(ahead.days):
        day += 1
        while not _is_business_day(day):
            day += 1
    return day


def _is_business_day(day: int) -> bool:
    return (day + 3) % 7 <= _FRIDAY


def counting_span(question: SlotQuestion) -> Span:
    """Where a rolling window counts: from the earliest slot to the last one of the last date that matters."""
    zone = minutes_in(question.booker_zone)
    notice = question.settings.minimum_notice
    earliest = question.now.astimezone(UTC) + timedelta(minutes=max(notice, 1))
    end = zone.wall(_last_counted_day(question) + 1, 0) + min(question.length, LONGEST_MEETING)
    return Span(minute_ceil(earliest), end, minute_floor(earliest) if notice >= 1 else None)


def _last_counted_day(question: SlotQuestion) -> int:
    asked = minutes_in(question.booker_zone).local_day(minute_floor(question.end))
    return min(today(question) + LONGEST_LOOK, asked)


def _rolling_end(question: SlotQuestion, ahead: DaysAhead) -> int | None:
    """The last day number that counts; None when it lies beyond the asked time."""
    zone = minutes_in(question.booker_zone)
    last_day = _last_counted_day(question)
    days = sorted({zone.local_day(start) for start in Search(question, counting_span(question)).starts()})
    open_days = [day for day in days if day <= last_day and (not ahead.business or _is_business_day(day))]
    counted = open_days[: max(0, ahead.days)]
    if len(counted) < ahead.days and last_day < today(question) + LONGEST_LOOK:
        return None
    return counted[-1] if counted else today(question)
