"""Booking limits close whole days, weeks, months or years (slots sheet, section 6)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from locum.kit.intervals import Interval, union
from locum.kit.zones import MinuteZone, date_of_day, minutes_in
from locum.slots.question import CountedBooking, Limits, SlotQuestion, Unit
from locum.slots.windows import Span

Period = tuple[Unit, int, int]
"""A unit, and what tells one of its periods from the next."""


class ClosedPeriods:
    """Closed time of one question: the part that all hosts share, and what the minutes of each add to it."""

    def __init__(self, question: SlotQuestion, span: Span) -> None:
        self._question = question
        self._zone = minutes_in(question.period_zone)
        self._days = range(self._zone.local_day(span.start), self._zone.local_day(max(span.start, span.end - 1)) + 1)
        self._pools = _pools(question)
        self._shared: list[Interval] | None = None
        self._of_host: dict[int, list[Interval]] = {}

    def blocks(self, user_id: int) -> list[Interval]:
        """Merged closed time of a host."""
        if not self._pools:
            return []
        if self._shared is None:
            self._shared = self._closed_for_all()
        if user_id not in self._of_host:
            self._of_host[user_id] = union([*self._shared, *self._closed_for(user_id)])
        return self._of_host[user_id]

    def _closed_for_all(self) -> list[Interval]:
        closed: list[Interval] = []
        for limits, bookings in self._pools:
            counted = Counter(_counted_periods(self._zone, bookings))
            minutes = _minutes(self._zone, bookings, {Unit.YEAR})
            closed += self._intervals(limits.count, counted, 1)
            closed += self._intervals(_only(limits.duration, {Unit.YEAR}), minutes, self._question.length)
        return closed

    def _closed_for(self, user_id: int) -> list[Interval]:
        closed: list[Interval] = []
        for limits, bookings in self._pools:
            below_year = _only(limits.duration, {Unit.MONTH, Unit.WEEK, Unit.DAY})
            if below_year:
                own = [booking for booking in bookings if booking.organizer_id == user_id]
                closed += self._intervals(below_year, _minutes(self._zone, own, set(below_year)), self._question.length)
        return closed

    def _intervals(self, limits: Mapping[Unit, int], used: Mapping[Period, int], more: int) -> list[Interval]:
        """The days on which `more` on top of what is used would pass a limit."""
        full = [day for day in self._days if self._is_full(date_of_day(day), day, limits, used, more)]
        return union((self._zone.wall(day, 0), self._zone.wall(day + 1, 0)) for day in full)

    def _is_full(self, date: date, day: int, limits: Mapping[Unit, int], used: Mapping[Period, int], more: int) -> bool:
        return any(used.get(period_of(unit, date, day), 0) + more > limit for unit, limit in limits.items())


def _pools(question: SlotQuestion) -> list[tuple[Limits, list[CountedBooking]]]:
    settings = question.settings
    pools = ((settings.limits, question.bookings), (settings.team_limits, question.team_bookings))
    return [
        (limits, [booking for booking in bookings if not _is_moved(booking, question)])
        for limits, bookings in pools
        if limits.count or limits.duration
    ]


def _is_moved(booking: CountedBooking, question: SlotQuestion) -> bool:
    return question.reschedule_uid is not None and booking.uid == question.reschedule_uid


def _only(limits: Mapping[Unit, int], units: Iterable[Unit]) -> dict[Unit, int]:
    wanted = set(units)
    return {unit: limit for unit, limit in limits.items() if unit in wanted}


def period_of(unit: Unit, date: date, day: int) -> Period:
    """The period of a unit that a date belongs to; `day` is its day number. Weeks begin on Sunday."""
    match unit:
        case Unit.YEAR:
            return unit, date.year, 0
        case Unit.MONTH:
            return unit, date.year, date.month
        case Unit.WEEK:
            return unit, (day + 4) // 7, 0
        case Unit.DAY:
            return unit, day, 0


def _counted_periods(zone: MinuteZone, bookings: Iterable[CountedBooking]) -> Iterable[Period]:
    """A booking counts where it starts; for the year only if it ends in the same one."""
    for booking in bookings:
        day = zone.local_day(booking.start)
        date = date_of_day(day)
        if date_of_day(zone.local_day(max(booking.start, booking.end - 1))).year == date.year:
            yield period_of(Unit.YEAR, date, day)
        for unit in (Unit.MONTH, Unit.WEEK, Unit.DAY):
            yield period_of(unit, date, day)


def _minutes(zone: MinuteZone, bookings: Iterable[CountedBooking], units: Iterable[Unit]) -> Mapping[Period, int]:
    used: Counter[Period] = Counter()
    for booking in bookings:
        day = zone.local_day(booking.start)
        for unit in units:
            used[period_of(unit, date_of_day(day), day)] += booking.end - booking.start
    return used
