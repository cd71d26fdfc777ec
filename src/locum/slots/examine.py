"""Can exactly this time be had, by whom, and if not, why? For creating bookings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from locum.kit.intervals import overlaps
from locum.kit.zones import minute_ceil, minute_floor
from locum.slots.answer import HostVerdict, Obstacle, Reason, Verdict
from locum.slots.busy import shared_bookings, sourced_blocks
from locum.slots.combine import Assembly, assemble
from locum.slots.free import FreeTime
from locum.slots.future import future_bounds
from locum.slots.pieces import covers
from locum.slots.question import Host, SlotQuestion
from locum.slots.windows import Span


def examine(question: SlotQuestion, start: datetime, end: datetime) -> Verdict:
    """Whether [start, end), aware instants, is inside free time. It need not be aligned to slots.

    The question's own window and duration are not looked at. Reservations keep slots from being shown but nobody from
    booking (slots sheet, section 11).
    """
    span = Span(minute_floor(start), minute_ceil(end))
    question = replace(question, start=start, end=end, duration=span.end - span.start)
    free = FreeTime(question, span)
    hosts = tuple(HostVerdict(host.user_id, tuple(_host_obstacles(free, host, span))) for host in question.hosts)
    obstacles = tuple(_event_obstacles(question, start, span))
    assembly = assemble(question)
    enough = assembly.is_met([not host.obstacles for host in hosts])
    reason = next(iter((*obstacles, *_in_the_way(assembly, hosts))), None)
    return Verdict(enough and not obstacles, reason, obstacles, hosts)


def _event_obstacles(question: SlotQuestion, start: datetime, span: Span) -> Iterator[Obstacle]:
    if not question.hosts:
        yield Obstacle(Reason.NO_HOSTS)
    if start < question.now:
        yield Obstacle(Reason.PAST)
    elif start < question.now + timedelta(minutes=question.settings.minimum_notice):
        yield Obstacle(Reason.NOTICE)
    first, last = future_bounds(question)
    if (first is not None and span.start < first) or (last is not None and span.start >= last):
        yield Obstacle(Reason.WINDOW)


def _host_obstacles(free: FreeTime, host: Host, span: Span) -> Iterator[Obstacle]:
    if host.calendars_unreadable:
        yield Obstacle(Reason.CALENDAR_UNREADABLE)
    if not covers(free.openings.usual(host.schedule), span.start, span.end):
        yield Obstacle(Reason.OUTSIDE_HOURS)
    elif not covers(free.openings.open(host.schedule, host.absences), span.start, span.end):
        yield Obstacle(Reason.ABSENCE, absence_id=_absence_in(free, host, span))
    if overlaps(free.closed.blocks(host.user_id), span.start, span.end):
        yield Obstacle(Reason.LIMIT)
    yield from _busy_obstacles(free.question, host, span)


def _absence_in(free: FreeTime, host: Host, span: Span) -> int:
    hours = free.openings.away_hours(host.schedule, host.absences)
    return next(away.absence_id for away in hours if away.start < span.end and away.end > span.start)


def _busy_obstacles(question: SlotQuestion, host: Host, span: Span) -> Iterator[Obstacle]:
    """What is in the way, each booking once."""
    blocks = [block for block in sourced_blocks(question, host) if block[0] < block[1]]
    blocks += [
        (booking.start, booking.end, booking.uid)
        for booking in shared_bookings(question, host)
        if booking.start != span.start
    ]
    sources = dict.fromkeys(
        uid for start, end, uid in sorted(blocks, key=_start) if start < span.end and end > span.start
    )
    for uid in sources:
        yield Obstacle(Reason.BUSY, booking_uid=uid or None)


def _start(block: tuple[int, int, str | None]) -> int:
    return block[0]


def _in_the_way(assembly: Assembly, hosts: tuple[HostVerdict, ...]) -> Iterator[Obstacle]:
    """Obstacles of fixed hosts, then of groups of which nobody is free."""
    for position in assembly.fixed:
        yield from hosts[position].obstacles
    for group in assembly.groups:
        if all(hosts[position].obstacles for position in group):
            yield from (obstacle for position in group for obstacle in hosts[position].obstacles)
