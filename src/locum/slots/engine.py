"""The slot engine: one question, one answer. Pure: the clock is an input, nothing is read or written.

Knows all kinds of event types; order of work as in the slots sheet, section 4.1. The dates of section 3, step 5 need no
filter here: slots lie inside the asked window, so their dates in any zone do too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from locum.kit.zones import minutes_in
from locum.slots.answer import AwaySlot, Slot, SlotAnswer
from locum.slots.future import Bounds, future_bounds
from locum.slots.openings import AwayHours, Openings
from locum.slots.question import Kind, SlotQuestion
from locum.slots.search import Search
from locum.slots.seats import seat_plan
from locum.slots.windows import slot_span


def find_slots(question: SlotQuestion) -> SlotAnswer:
    """Every slot that can be booked, and for one host what his days off take away."""
    span = slot_span(question)
    if span.is_empty or not question.hosts:
        return SlotAnswer()
    search = Search(question, span)
    bounds = future_bounds(question)
    starts = search.starts()
    if question.settings.first_slot_only:
        starts = _first_of_each_date(question, starts)
    slots = _slots(question, _within(bounds, starts))
    if question.settings.kind is not Kind.ONE_HOST or not question.hosts[0].absences:
        return SlotAnswer(slots)
    host = question.hosts[0]
    away_dates = search.free.openings.away_dates(host.schedule, host.absences)
    return SlotAnswer(slots, _away_slots(question, search, starts, bounds), away_dates)


def away_slots(question: SlotQuestion) -> tuple[AwaySlot, ...]:
    """Times that could be booked if nobody were away, each with an absence that is in the way. Of any kind."""
    if question.settings.kind is Kind.ONE_HOST:
        return find_slots(question).away_slots
    if not any(host.absences for host in question.hosts):
        return ()
    present = replace(question, hosts=tuple(replace(host, absences=()) for host in question.hosts))
    offered = {slot.start for slot in find_slots(question).slots}
    missed = [slot.start for slot in find_slots(present).slots if slot.start not in offered]
    openings = Openings(slot_span(question))
    hours = [
        (away, host.user_id)
        for host in question.hosts
        if host.absences
        for away in openings.away_hours(host.schedule, host.absences)
    ]
    return tuple(_blamed(missed, question.length, sorted(hours)))


def _blamed(missed: Iterable[int], length: int, hours: Sequence[tuple[AwayHours, int]]) -> Iterator[AwaySlot]:
    """Each missed time with the first of the hours, taken away by days off, that it lies in at least partly."""
    for start in missed:
        for away, user_id in hours:
            if away.start < start + length and start < away.end:
                yield AwaySlot(start, away.absence_id, user_id)
                break


def _slots(question: SlotQuestion, starts: Iterable[int]) -> tuple[Slot, ...]:
    plan = seat_plan(question)
    if plan is None:
        return tuple(map(Slot, starts))
    return tuple(Slot(start, plan.at(start)) for start in starts)


def _within(bounds: Bounds, starts: Iterable[int]) -> Iterable[int]:
    first, last = bounds
    return (start for start in starts if (first is None or start >= first) and (last is None or start < last))


def _first_of_each_date(question: SlotQuestion, starts: Iterable[int]) -> list[int]:
    zone = minutes_in(question.booker_zone)
    first: dict[int, int] = {}
    for start in starts:
        first.setdefault(zone.local_day(start), start)
    return list(first.values())


def _away_slots(question: SlotQuestion, search: Search, kept: list[int], bounds: Bounds) -> tuple[AwaySlot, ...]:
    host = question.hosts[0]
    missed = search.missed_starts()
    if question.settings.first_slot_only:
        zone = minutes_in(question.booker_zone)
        shown = {zone.local_day(start) for start in kept}
        missed = [at for at in _first_of_each_date(question, missed) if zone.local_day(at) not in shown]
    hours = search.free.openings.away_hours(host.schedule, host.absences)
    return tuple(AwaySlot(start, _absence_at(hours, start), host.user_id) for start in _within(bounds, missed))


def _absence_at(hours: list[AwayHours], start: int) -> int:
    return next(away.absence_id for away in hours if away.start <= start < away.end)
