"""The rest of the slow and simple engine: from each host's free minutes to the slots of an answer.

Written from the slots sheet, sections 4.3, 4.4, 9, 10 and 11, for questions in which every clock is on UTC: on other
clocks a piece of free time has to remember where it began.
"""

from collections.abc import Iterable, Iterator
from itertools import product

from locum.slots.question import Host, Kind, SlotQuestion
from tests.unit.slots import naive

Interval = tuple[int, int]
ALIGNMENTS = (60, 30, 20, 15, 10, 5)


def slots(question: SlotQuestion, first: int, last: int) -> list[int]:
    """Starts of the slots in a span of minutes, before booking windows."""
    free = {host.user_id: _free(question, host, first, last) for host in question.hosts}
    starts = _walk(_combined(question, free), question)
    if question.settings.kind is not Kind.ROUND_ROBIN:
        starts = [start for start in starts if not _is_reserved(question, start)]
    if question.settings.seats is not None:
        starts = [start for start in starts if _can_be_joined(question, start, free)]
    return starts


def _free(question: SlotQuestion, host: Host, first: int, last: int) -> list[Interval]:
    if question.settings.seats is None or question.settings.seats < 2:
        return naive.as_intervals(naive.free_minutes(question, host, first, last))
    # A booking that others can join leaves its own time free, and blocks with its buffers all the same.
    minutes = naive.open_minutes(host, first, last)
    before, after = question.settings.before_buffer, question.settings.after_buffer
    blocked: set[int] = set()
    for one in host.bookings:
        around = set(range(one.start - one.before - after, one.end + one.after + before))
        blocked |= around - set(range(one.start, one.end)) if one.same_type else around
    for busy in host.calendar:
        blocked |= set(range(busy.start - after, busy.end + before))
    if question.settings.kind is Kind.ROUND_ROBIN:
        for start, end in host.reservations:
            blocked |= set(range(start, end))
    return naive.as_intervals(minutes - blocked)


def _meet(pieces: Iterable[list[Interval]]) -> list[Interval]:
    """What all the lists hold, by trying everything with everything."""
    met = [(-(10**12), 10**12)]
    for intervals in pieces:
        met = [(max(a, c), min(b, d)) for a, b in met for c, d in intervals if max(a, c) < min(b, d)]
    return met


def _combined(question: SlotQuestion, free: dict[int, list[Interval]]) -> list[Interval]:
    hosts = question.hosts
    fixed = [free[host.user_id] for host in hosts if host.fixed or question.settings.kind is not Kind.ROUND_ROBIN]
    turns = [host for host in hosts if not host.fixed and question.settings.kind is Kind.ROUND_ROBIN]
    groups: dict[str | None, list[Interval]] = {}
    for host in turns:
        groups.setdefault(host.group, []).extend(free[host.user_id])
    found: set[Interval] = set()
    for chosen in product(*groups.values()):
        found |= set(_meet([*fixed, *([piece] for piece in chosen)]))
    if not groups:
        found = set(_meet(fixed)) if fixed else set()
    kept = [
        one for one in found if not any(other != one and other[0] <= one[0] and one[1] <= other[1] for other in found)
    ]
    return sorted(kept)


def _walk(pieces: list[Interval], question: SlotQuestion) -> list[int]:
    length, offset = question.length, question.settings.offset_start
    step = max(1, question.settings.slot_interval or length)
    align = next((one for one in ALIGNMENTS if step % one == 0), 1)
    starts: set[int] = set()
    for lo, hi in pieces:
        at = _aligned(lo, hi, align, question.settings.optimized) + offset
        earlier = [start for start in starts if start < at]
        if earlier and max(earlier) + step + offset > at:
            at = max(earlier) if max(earlier) >= lo else max(earlier) + step + offset
        while at + length <= hi:
            starts.add(at)
            at += step + offset
    return sorted(starts)


def _aligned(lo: int, hi: int, align: int, optimized: bool) -> int:
    past = lo % 60
    if past % align == 0:
        return lo
    if not optimized:
        return lo + align - past % align
    spare = (hi - lo) % align
    for minutes in (align, 15, 5):
        if spare >= minutes - past % minutes:
            return lo + minutes - past % minutes
    return lo


def _is_reserved(question: SlotQuestion, start: int) -> bool:
    end = start + question.length
    return any(lo < end and start < hi for host in question.hosts for lo, hi in host.reservations)


def _can_be_joined(question: SlotQuestion, start: int, free: dict[int, list[Interval]]) -> bool:
    """The only seat is not taken, and enough hosts do not sit in another meeting of the same kind then."""
    end, total = start + question.length, question.settings.seats or 0
    booked = next((one.seats_taken for one in question.bookings if one.start == start), 0)
    if total == 1 and booked + question.seat_reservations.count(start) > 0:
        return False
    if total == 1:
        return True
    able = [_fits(question, host, free[host.user_id], start, end) for host in question.hosts]
    return _is_met(question, able)


def _fits(question: SlotQuestion, host: Host, free: list[Interval], start: int, end: int) -> bool:
    elsewhere = any(
        one.same_type and one.start != start and one.start < end and start < one.end for one in host.bookings
    )
    return not elsewhere and any(lo <= start and end <= hi for lo, hi in free)


def _is_met(question: SlotQuestion, able: list[bool]) -> bool:
    if question.settings.kind is not Kind.ROUND_ROBIN:
        return all(able)
    groups: dict[str | None, list[bool]] = {}
    for host, one in zip(question.hosts, able, strict=True):
        if not host.fixed:
            groups.setdefault(host.group, []).append(one)
    fixed = all(one for host, one in zip(question.hosts, able, strict=True) if host.fixed)
    return fixed and all(any(group) for group in groups.values())


def offered(question: SlotQuestion, first: int, last: int) -> Iterator[int]:
    """The same, no longer than the window."""
    yield from (start for start in slots(question, first, last) if start + question.length <= last)
