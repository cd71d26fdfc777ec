"""Which bookings, calendars and absences the engine needs to see for a question (slots sheet, sections 5 to 7)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from locum.kit.zones import instant_at
from locum.slots.future import counting_span
from locum.slots.question import DaysAhead, EventSettings, SlotQuestion, Unit
from locum.slots.windows import Span, slot_span

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DataWindow:
    """What to load. Instants are aware UTC; what overlaps a half-open window is needed."""

    busy_from: datetime
    busy_to: datetime
    """Bookings, with the buffers of their own event types, calendars and reservations of the hosts."""
    counted_from: datetime
    counted_to: datetime
    """Accepted bookings of the event type (and of its team) for limits and seats: whole periods."""
    first_absent: date
    last_absent: date
    """Absences that touch these dates, both included."""


def data_window(question: SlotQuestion) -> DataWindow:
    """The data for `find_slots`; for `examine`, of a question whose window is the examined time.

    Only the settings, the window, the present and the booker's zone are looked at: hosts may still be missing.
    """
    span = _searched(question)
    start, end = instant_at(span.start), instant_at(span.end)
    reach = timedelta(minutes=question.settings.before_buffer + question.settings.after_buffer)
    counted_from, counted_to = _whole_periods(_limited_units(question.settings), start, end)
    return DataWindow(start - reach, end + reach, counted_from, counted_to, (start - _DAY).date(), (end + _DAY).date())


def _searched(question: SlotQuestion) -> Span:
    span = slot_span(question)
    start, end = span.start, max(span.start, span.end)
    window = question.settings.booking_window
    if isinstance(window, DaysAhead) and window.rolling:
        counted = counting_span(question)
        return Span(min(start, counted.start), max(end, counted.end))
    return Span(start, end)


def _limited_units(settings: EventSettings) -> set[Unit]:
    pools = settings.limits, settings.team_limits
    return {unit for limits in pools for unit in (*limits.count, *limits.duration)}


def _whole_periods(units: set[Unit], start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """The periods around a time in any zone, so with a day more at both ends."""
    first, last = (start - _DAY).date(), (end + _DAY).date()
    firsts = [_first_date(unit, first) for unit in units]
    lasts = [_last_date(unit, last) for unit in units]
    return _midnight(min([first, *firsts]) - _DAY), _midnight(max([last, *lasts]) + 2 * _DAY)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _first_date(unit: Unit, day: date) -> date:
    match unit:
        case Unit.YEAR:
            return day.replace(month=1, day=1)
        case Unit.MONTH:
            return day.replace(day=1)
        case Unit.WEEK:
            return day - timedelta(days=day.isoweekday() % 7)
        case Unit.DAY:
            return day


def _last_date(unit: Unit, day: date) -> date:
    match unit:
        case Unit.YEAR:
            return day.replace(month=12, day=31)
        case Unit.MONTH:
            return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - _DAY
        case Unit.WEEK:
            return _first_date(unit, day) + timedelta(days=6)
        case Unit.DAY:
            return day
