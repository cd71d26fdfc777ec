"""The search for cycles of substitutes, against a plain search day by day (out-of-office sheet, section 4.2)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from locum.absences.circles import circling
from locum.absences.rules import Cover, Days, leads_back

FIRST = date(2050, 5, 1)


def span(first: int, last: int) -> Days:
    """Days counted from the first of May."""
    return Days(FIRST + timedelta(first), FIRST + timedelta(last))


people = st.integers(1, 5)
spans = st.builds(lambda first, length: span(first, first + length), st.integers(0, 7), st.integers(0, 5))
covers = st.builds(Cover, people, people, spans)


def cycle_on(day: date, start: int, covers: list[Cover]) -> bool:
    """Whether one comes back to `start` along the covers of one day, by a walk over plain edges."""
    edges = {(cover.user_id, cover.substitute_id) for cover in covers if cover.days.first <= day <= cover.days.last}
    reached: set[int] = set()
    front = {start}
    while front:
        front = {end for begin, end in edges if begin in front} - reached
        reached |= front
    return start in reached


@given(people, people, spans, st.lists(covers, max_size=14))
def test_a_cover_is_refused_exactly_if_it_closes_a_circle_on_some_day(
    user_id: int, substitute_id: int, days: Days, others: list[Cover]
) -> None:
    others = [cover for cover in others if cover.user_id != user_id]
    new = Cover(user_id, substitute_id, days)
    every_day = [days.first + timedelta(offset) for offset in range((days.last - days.first).days + 1)]
    expected = substitute_id != user_id and any(cycle_on(day, user_id, [*others, new]) for day in every_day)
    found = substitute_id != user_id and leads_back(user_id, substitute_id, days, others)
    assert found == expected


def test_a_circle_that_does_not_pass_the_absent_ends_the_search() -> None:
    round_and_round = [Cover(2, 3, span(0, 9)), Cover(3, 2, span(0, 9))]
    assert not leads_back(1, 2, span(0, 9), round_and_round)


def test_days_that_only_two_of_three_share_do_not_count() -> None:
    chain = [Cover(2, 3, span(0, 3)), Cover(3, 1, span(3, 5))]
    assert leads_back(1, 2, span(0, 9), chain)
    assert not leads_back(1, 2, span(0, 2), chain)
    assert not leads_back(1, 2, span(4, 9), chain)


@given(st.lists(covers, max_size=14))
def test_many_looked_at_together_are_those_that_lead_back_one_by_one(others: list[Cover]) -> None:
    assert circling(others) == {
        cover
        for cover in others
        if cover.user_id == cover.substitute_id or leads_back(cover.user_id, cover.substitute_id, cover.days, others)
    }


def test_a_thousand_in_a_row_lead_nowhere() -> None:
    chain = [Cover(person, person + 1, span(0, 3)) for person in range(1000)]
    assert not circling(chain)
    assert circling([*chain, Cover(1000, 0, span(3, 5))]) == {*chain, Cover(1000, 0, span(3, 5))}
