"""Opening hours turned into instants: rules, overrides, days off and clock changes (slots sheet, section 4.2).

Hosts with the same rules and zone share the work through one `Openings` per answer.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from locum.kit.intervals import Interval, clip, union
from locum.kit.zones import DAY, MinuteZone, date_of_day, day_number, minutes_in
from locum.slots.pieces import Piece
from locum.slots.schedule import Absence, Schedule, closing_minute
from locum.slots.windows import Span


class DayHours(NamedTuple):
    """What opens on one calendar date, in instants; unsorted, may overlap."""

    zone: MinuteZone
    hours: list[Interval]


class AwayHours(NamedTuple):
    """Opening hours that a day off takes away."""

    start: int
    end: int
    absence_id: int


class Openings:
    """Openings of any schedules inside one span. Its lists may be shared between hosts: do not change them."""

    def __init__(self, span: Span) -> None:
        self.span = span
        self._days: dict[Schedule, dict[int, DayHours]] = {}
        self._usual: dict[Schedule, list[Piece]] = {}

    def usual(self, schedule: Schedule) -> list[Piece]:
        """As if nobody were ever away."""
        if schedule not in self._usual:
            self._usual[schedule] = self._pieces(schedule, lambda day: True)
        return self._usual[schedule]

    def open(self, schedule: Schedule, absences: tuple[Absence, ...]) -> list[Piece]:
        """The usual hours of the days that are not off."""
        away = days_off(absences, self.span)
        return self._pieces(schedule, lambda day: day not in away) if away else self.usual(schedule)

    def taken_away(self, schedule: Schedule, absences: tuple[Absence, ...]) -> list[Piece]:
        """The usual hours of the days off."""
        return self._pieces(schedule, days_off(absences, self.span).__contains__)

    def away_hours(self, schedule: Schedule, absences: tuple[Absence, ...]) -> list[AwayHours]:
        """The same day by day, sorted, each with the absence that takes it away."""
        away = days_off(absences, self.span)
        days = self._day_hours(schedule)
        return sorted(AwayHours(*hours, away[day]) for day in away if day in days for hours in days[day].hours)

    def away_dates(self, schedule: Schedule, absences: tuple[Absence, ...]) -> dict[date, int]:
        """Days off that touch the span, with opening hours or not -> id of the absence."""
        return {
            date_of_day(day): absence_id
            for day, absence_id in sorted(days_off(absences, self.span).items())
            if self._touches(_zone_on(schedule, day), day)
        }

    def _touches(self, zone: MinuteZone, day: int) -> bool:
        return zone.wall(day, 0) < self.span.end and zone.wall(day + 1, 0) > self.span.start

    def _pieces(self, schedule: Schedule, keep: Callable[[int], bool]) -> list[Piece]:
        kept = [hours for day, hours in self._day_hours(schedule).items() if keep(day)]
        zones = {start: zone for zone, hours in kept for start, _ in hours}
        merged = union(interval for _, hours in kept for interval in hours)
        inside = ((start, end) for start, end in merged if start < self.span.end and end > self.span.start)
        return [_piece(self.span, zones[start], start, end) for start, end in inside]

    def _day_hours(self, schedule: Schedule) -> dict[int, DayHours]:
        if schedule not in self._days:
            self._days[schedule] = day_hours(schedule, self.span)
        return self._days[schedule]


def _piece(span: Span, zone: MinuteZone, start: int, end: int) -> Piece:
    """Clip to the span, and choose the clock on which the first slot is aligned (section 4.3, step 2)."""
    begin = max(start, span.start)
    by_notice = span.notice is not None and start <= span.notice
    return begin, min(end, span.end), 0 if by_notice else zone.offset_at(begin) % 60


def day_hours(schedule: Schedule, span: Span) -> dict[int, DayHours]:
    """By day number, every calendar date of the schedule's zone that touches the span and has hours.

    Overrides replace the weekly rules of their date. Days off are not yet taken away.
    """
    overrides = _overrides_by_day(schedule)
    weekly = _rules_by_weekday(schedule)
    home = minutes_in(schedule.zone)
    days: dict[int, DayHours] = {}
    for day in _days_touching(span):
        hours = overrides[day] if day in overrides else weekly[(day + 3) % 7]
        if hours:
            zone = _zone_on(schedule, day) if schedule.travel else home
            days[day] = DayHours(zone, [(zone.wall(day, start), zone.wall(day, end)) for start, end in hours])
    return days


def _days_touching(span: Span) -> range:
    """In whatever zone, so with a day more at both ends."""
    return range(span.start // DAY - 1, span.end // DAY + 2)


def _overrides_by_day(schedule: Schedule) -> dict[int, list[Interval]]:
    by_day: dict[int, list[Interval]] = defaultdict(list)
    for override in schedule.overrides:
        by_day[day_number(override.day)] += _hours(override.start, override.end)
    return by_day


def _rules_by_weekday(schedule: Schedule) -> list[list[Interval]]:
    """Monday first, as `date.weekday` has it; day number 0 was a Thursday."""
    by_weekday: list[list[Interval]] = [[] for _ in range(7)]
    for rule in schedule.rules:
        for weekday in rule.days:
            by_weekday[weekday] += _hours(rule.start, rule.end)
    return by_weekday


def _hours(start: int, end: int) -> list[Interval]:
    """A rule cannot cross midnight: one that ends before it starts opens nothing."""
    return clip([(start, closing_minute(end))], 0, DAY) if start < end else []


def _zone_on(schedule: Schedule, day: int) -> MinuteZone:
    shown = date_of_day(day)
    name = next((travel.zone for travel in schedule.travel if travel.first <= shown <= travel.last), schedule.zone)
    return minutes_in(name)


def days_off(absences: tuple[Absence, ...], span: Span) -> dict[int, int]:
    """Day numbers off that may touch the span -> id of the absence; of several on one day the first given counts."""
    near = _days_touching(span)
    away: dict[int, int] = {}
    for absence in absences:
        for day in range(max(day_number(absence.first), near.start), min(day_number(absence.last) + 1, near.stop)):
            away.setdefault(day, absence.id)
    return away
