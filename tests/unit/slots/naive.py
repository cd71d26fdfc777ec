"""A second slot engine, slow and simple: free time as a set of minutes, found minute by minute.

Written from the sheet alone. It shares the dataclasses of questions with the engine, and nothing else.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from locum.slots.question import CountedBooking, Host, Kind, SlotQuestion, Unit

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def open_minutes(host: Host, first: int, last: int) -> set[int]:
    """Minutes from `first` up to `last` at which the host's hours are open and he is not away."""
    zone = ZoneInfo(host.schedule.zone)
    found: set[int] = set()
    day = (EPOCH + first * MINUTE).date() - timedelta(days=2)
    while day <= (EPOCH + last * MINUTE).date() + timedelta(days=2):
        if not any(absence.first <= day <= absence.last for absence in host.absences):
            for start, end in hours_of(host, day):
                found.update(range(max(first, shown_at(day, start, zone)), min(last, shown_at(day, end, zone))))
        day += timedelta(days=1)
    return found


def hours_of(host: Host, day: date) -> list[tuple[int, int]]:
    """Minutes of the day; 23:59 as an end is the end of the day."""
    replaced = [(one.start, one.end) for one in host.schedule.overrides if one.day == day]
    usual = [(one.start, one.end) for one in host.schedule.rules if day.weekday() in one.days]
    replaces = any(one.day == day for one in host.schedule.overrides)
    return [(start, 1440 if end == 1439 else end) for start, end in (replaced if replaces else usual) if start < end]


def shown_at(day: date, minute: int, zone: ZoneInfo) -> int:
    """The minute at which clocks of the zone show this time for the first time."""
    wall = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minute)
    return (wall.astimezone(UTC) - EPOCH) // MINUTE


def blocked_minutes(question: SlotQuestion, host: Host) -> set[int]:
    """Minutes that bookings and calendars take, with their buffers."""
    before, after = question.settings.before_buffer, question.settings.after_buffer
    blocked: set[int] = set()
    for booking in host.bookings:
        if booking.uid != question.reschedule_uid:
            blocked.update(range(booking.start - booking.before - after, booking.end + booking.after + before))
    for busy in host.calendar:
        blocked.update(range(busy.start - after, busy.end + before))
    if question.settings.kind is Kind.ROUND_ROBIN:
        for start, end in host.reservations:
            blocked.update(range(start, end))
    return blocked


def period(day: date, unit: Unit) -> object:
    """What tells one period of a unit from the next; weeks begin on Sunday."""
    sunday = day - timedelta(days=(day.weekday() + 1) % 7)
    return {Unit.DAY: day, Unit.WEEK: sunday, Unit.MONTH: (day.year, day.month), Unit.YEAR: day.year}[unit]


def is_closed(question: SlotQuestion, host: Host, day: date) -> bool:
    """Whether limits of any period close a date of the period zone (section 6)."""
    zone = ZoneInfo(question.settings.zone or question.hosts[0].profile_zone)

    def on(minute: int) -> date:
        return (EPOCH + minute * MINUTE).astimezone(zone).date()

    def within(one: CountedBooking, unit: Unit) -> bool:
        return period(on(one.start), unit) == period(day, unit)

    length = question.duration or question.settings.length
    for unit, most in question.settings.limits.count.items():
        counted = [one for one in question.bookings if within(one, unit)]
        if unit is Unit.YEAR:
            counted = [one for one in counted if on(one.end - 1).year == day.year]
        if len(counted) >= most:
            return True
    for unit, most in question.settings.limits.duration.items():
        own = [one for one in question.bookings if unit is Unit.YEAR or one.organizer_id == host.user_id]
        if length + sum(one.end - one.start for one in own if within(one, unit)) > most:
            return True
    return False


def free_minutes(question: SlotQuestion, host: Host, first: int, last: int) -> set[int]:
    """Minutes at which the host is free."""
    free = open_minutes(host, first, last) - blocked_minutes(question, host)
    zone = ZoneInfo(question.settings.zone or question.hosts[0].profile_zone)
    dates = {minute: (EPOCH + minute * MINUTE).astimezone(zone).date() for minute in free}
    closed = {day for day in set(dates.values()) if is_closed(question, host, day)}
    return {minute for minute in free if dates[minute] not in closed}


def as_intervals(minutes: set[int]) -> list[tuple[int, int]]:
    """Runs of minutes as half-open intervals."""
    ordered = sorted(minutes)
    if not ordered:
        return []
    breaks = [(one, other) for one, other in pairwise(ordered) if other != one + 1]
    starts = [ordered[0], *(other for _, other in breaks)]
    ends = [*(one + 1 for one, _ in breaks), ordered[-1] + 1]
    return list(zip(starts, ends, strict=True))


def fits(question: SlotQuestion, free: list[set[int]], start: int) -> bool:
    """Whether enough hosts are free for all of a slot's minutes."""
    needed = set(range(start, start + (question.duration or question.settings.length)))
    able = [needed <= minutes for minutes in free]
    if question.settings.kind is not Kind.ROUND_ROBIN:
        return all(able)
    fixed = [one for host, one in zip(question.hosts, able, strict=True) if host.fixed]
    groups: dict[str | None, list[bool]] = {}
    for host, one in zip(question.hosts, able, strict=True):
        if not host.fixed:
            groups.setdefault(host.group, []).append(one)
    return all(fixed) and all(any(group) for group in groups.values())
