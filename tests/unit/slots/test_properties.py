"""What holds of every answer, on random questions, and agreement with a second engine that counts minutes."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from locum.kit.zones import date_of_day, instant_at, minutes_in
from locum.slots.data_window import data_window
from locum.slots.engine import find_slots
from locum.slots.examine import examine
from locum.slots.question import BusyBooking, Host, Kind, SlotQuestion
from locum.slots.search import Search
from locum.slots.windows import slot_span
from tests.unit.slots import naive
from tests.unit.slots.strategies import (
    around_new_year,
    bookings,
    hosts,
    in_utc,
    limited,
    questions,
    quick,
    shifted,
    thorough,
)


def starts_of(question: SlotQuestion) -> list[int]:
    """Starts of the answer."""
    return [slot.start for slot in find_slots(question).slots]


def assert_free_is_what_counting_finds(question: SlotQuestion) -> None:
    """The free time of each host, minute by minute."""
    span = slot_span(question)
    free = Search(question, span).free
    for host in question.hosts:
        pieces = [] if span.is_empty else free.pieces(host)
        expected = naive.as_intervals(naive.free_minutes(question, host, span.start, span.end))
        assert [(start, end) for start, end, _ in pieces] == expected


@quick
@given(questions())
def test_free_time_is_what_counting_minutes_finds(question: SlotQuestion) -> None:
    assert_free_is_what_counting_finds(question)


@thorough
@given(limited())
def test_limits_of_any_period_close_what_counting_finds(question: SlotQuestion) -> None:
    """In whatever zone, over changes of clocks, and at the ends of months and years."""
    assert_free_is_what_counting_finds(question)


@thorough
@given(around_new_year())
def test_limits_of_years_close_what_counting_finds(question: SlotQuestion) -> None:
    """A year that is full closes to its last midnight, and opens anew after it."""
    assert_free_is_what_counting_finds(question)


@quick
@given(questions())
def test_slots_lie_in_the_window_and_in_free_time(question: SlotQuestion) -> None:
    """So never on a day off, on a closed day, outside hours, or over busy time."""
    span = slot_span(question)
    starts = starts_of(question)
    assert starts == sorted(set(starts))
    free = [naive.free_minutes(question, host, span.start, span.end) for host in question.hosts]
    for start in starts:
        assert span.start <= start
        assert start + question.length <= span.end
        assert naive.fits(question, free, start)


@quick
@given(questions())
def test_free_time_that_is_long_enough_gives_a_slot(question: SlotQuestion) -> None:
    """A run of free minutes with room for alignment, offset and length is never left without a slot."""
    if question.settings.kind is not Kind.ONE_HOST:
        question = replace(question, settings=replace(question.settings, kind=Kind.ONE_HOST), hosts=question.hosts[:1])
    question = replace(question, hosts=(replace(question.hosts[0], reservations=()),))
    span, starts = slot_span(question), starts_of(question)
    stride = question.step + question.settings.offset_start
    for lo, hi in naive.as_intervals(naive.free_minutes(question, question.hosts[0], span.start, span.end)):
        if hi - lo >= 60 + stride + question.settings.offset_start + question.length:
            assert any(lo <= start < hi for start in starts)


@quick
@given(questions())
def test_no_slot_touches_a_day_off(question: SlotQuestion) -> None:
    if question.settings.kind is Kind.ROUND_ROBIN:
        return
    for start in starts_of(question):
        for host in question.hosts:
            clock = minutes_in(host.schedule.zone)
            touched = {date_of_day(clock.local_day(edge)) for edge in (start, start + question.length - 1)}
            assert not any(off.first <= day <= off.last for off in host.absences for day in touched)


@quick
@given(questions())
def test_an_offered_slot_can_be_had(question: SlotQuestion) -> None:
    for start in starts_of(question)[:12]:
        verdict = examine(question, instant_at(start), instant_at(start + question.length))
        assert verdict.bookable
        assert verdict.reason is None


@quick
@given(questions())
def test_it_does_not_matter_what_takes_the_time(question: SlotQuestion) -> None:
    """Mere times with their buffers give the same slots as the bookings that they are of."""
    times = tuple(
        replace(
            host,
            bookings=(),
            busy=tuple((one.start - one.before, one.end + one.after) for one in host.bookings),
        )
        for host in question.hosts
    )
    assert starts_of(replace(question, hosts=times)) == starts_of(question)
    for start in starts_of(question)[:3]:
        assert examine(replace(question, hosts=times), instant_at(start), instant_at(start + question.length)).bookable


@quick
@given(questions(), st.integers(0, 50))
def test_a_booked_slot_is_not_offered_again(question: SlotQuestion, pick: int) -> None:
    starts = starts_of(question)
    if not starts:
        return
    start = starts[pick % len(starts)]
    taken = BusyBooking(start, start + question.length, uid="taken", same_type=True)
    booked = replace(question, hosts=tuple(replace(host, bookings=(*host.bookings, taken)) for host in question.hosts))
    length = question.length
    assert not any(start - length < other < start + length for other in starts_of(booked))
    assert not examine(booked, instant_at(start), instant_at(start + length)).bookable
    assert starts_of(replace(booked, reschedule_uid="taken")) == starts


@quick
@given(questions(), st.integers(-3, 60))
def test_whole_weeks_shift_the_answer(question: SlotQuestion, weeks: int) -> None:
    question = in_utc(question)
    assert starts_of(shifted(question, weeks)) == [start + weeks * 7 * 1440 for start in starts_of(question)]


@quick
@given(questions(), st.sampled_from(["UTC", "Asia/Kolkata", "America/New_York"]))
def test_the_booker_decides_about_nothing(question: SlotQuestion, zone: str) -> None:
    """Without a booking window every booker is offered the same instants."""
    assert starts_of(question) == starts_of(replace(question, booker_zone=zone))


@quick
@given(questions(), hosts(9))
def test_one_more_in_the_round_is_never_a_loss_of_free_time(question: SlotQuestion, more: Host) -> None:
    round_robin = replace(question, settings=replace(question.settings, kind=Kind.ROUND_ROBIN))
    open_to_all = tuple(replace(host, fixed=False, group=None) for host in (*question.hosts, more))
    grown = replace(round_robin, hosts=open_to_all)
    for start in starts_of(replace(round_robin, hosts=open_to_all[:-1])):
        assert examine(grown, instant_at(start), instant_at(start + question.length)).bookable


@quick
@given(questions(), st.lists(bookings, max_size=4))
def test_data_outside_the_data_window_does_not_matter(question: SlotQuestion, more: list[BusyBooking]) -> None:
    loaded = data_window(question)
    outside = tuple(
        one
        for one in more
        if instant_at(one.end + one.after) <= loaded.busy_from or instant_at(one.start - one.before) >= loaded.busy_to
    )
    fuller = replace(
        question, hosts=tuple(replace(host, bookings=(*host.bookings, *outside)) for host in question.hosts)
    )
    assert find_slots(fuller) == find_slots(question)
