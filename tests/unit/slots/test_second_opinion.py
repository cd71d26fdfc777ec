"""Whole answers of teams, groups, seats, reservations and limits agree with those of a second, simple engine."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from locum.slots.engine import find_slots
from locum.slots.question import BusyBooking, CountedBooking, Host, Kind, Limits, SlotQuestion
from locum.slots.windows import slot_span
from tests.unit.slots import naive_walk
from tests.unit.slots.strategies import full_hours, in_utc, questions, quick, thorough


def starts_of(question: SlotQuestion) -> list[int]:
    return [slot.start for slot in find_slots(question).slots]


@thorough
@given(questions())
def test_any_team_is_offered_what_the_simple_engine_finds(question: SlotQuestion) -> None:
    question = in_utc(question)
    span = slot_span(question)
    expected = [] if span.is_empty else list(naive_walk.offered(question, span.start, span.end))
    assert starts_of(question) == expected


@thorough
@given(questions())
def test_grids_of_hosts_who_take_turns_do_not_overlap(question: SlotQuestion) -> None:
    """Everybody's free time side by side, with little in the way (slots sheet, section 4.3, step 5)."""
    question = in_utc(question)
    hosts = tuple(replace(host, fixed=False, group=None, bookings=(), calendar=()) for host in question.hosts)
    settings = replace(question.settings, kind=Kind.ROUND_ROBIN)
    round_ = replace(question, settings=settings, hosts=hosts)
    span = slot_span(round_)
    expected = [] if span.is_empty else list(naive_walk.offered(round_, span.start, span.end))
    assert starts_of(round_) == expected


@st.composite
def seated(draw: st.DrawFn) -> SlotQuestion:
    """Event types with seats: some of the hosts' bookings are of their own kind and can be joined."""
    question = in_utc(draw(questions()))
    total = draw(st.sampled_from([1, 2, 5]))
    # Limits of the minutes of each host would count the same bookings twice in both engines.
    settings = replace(question.settings, seats=total, limits=Limits())
    hosts = tuple(_joined(draw, host, question.length) for host in question.hosts)
    counted = tuple(
        CountedBooking(one.start, one.end, host.user_id, one.uid, draw(st.integers(1, 5)))
        for host in hosts
        for one in host.bookings
        if one.same_type
    )
    at_bookings = st.sampled_from([one.start for one in counted] or [0])
    held = (*draw(st.lists(at_bookings, max_size=2)), *draw(st.lists(full_hours, max_size=12)))
    unique = {one.start: one for one in reversed(counted)}
    return replace(question, settings=settings, hosts=hosts, bookings=tuple(unique.values()), seat_reservations=held)


def _joined(draw: st.DrawFn, host: Host, length: int) -> Host:
    """Some of a host's bookings are of the asked kind, at full hours where slots may begin."""
    bookings: list[BusyBooking] = []
    for one in host.bookings:
        start, same = one.start - one.start % 60, draw(st.booleans())
        whole = one._replace(start=start, end=start + length, same_type=True) if same else one
        bookings.append(whole._replace(uid=f"{host.user_id}-{one.uid}"))
    return replace(host, bookings=tuple(bookings))


@thorough
@given(seated())
def test_seats_are_offered_as_the_simple_engine_finds(question: SlotQuestion) -> None:
    span = slot_span(question)
    expected = [] if span.is_empty else list(naive_walk.offered(question, span.start, span.end))
    assert starts_of(question) == expected


@quick
@given(seated())
def test_seats_never_go_below_nought_nor_beyond_all(question: SlotQuestion) -> None:
    for slot in find_slots(question).slots:
        assert slot.seats is not None
        assert 0 <= slot.seats.remaining <= slot.seats.total == question.settings.seats
        assert slot.seats.remaining == max(0, slot.seats.total - slot.seats.booked)
