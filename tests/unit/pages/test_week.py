"""The hours of a week as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locum.pages.dashboard.week import MIDNIGHT, Fault, Span, Typed, alike, by_day, read, together, written
from locum.schedules.rules import USUAL_WEEK, WeeklyHours

MONDAY_FIRST = range(7)


def test_the_usual_week_day_by_day_and_back() -> None:
    days = by_day(USUAL_WEEK)
    assert days[0] == days[4] == [Span(540, 1020)]
    assert days[5] == days[6] == []
    assert together(days) == list(USUAL_WEEK)


def test_what_opens_nothing_or_twice_the_same_is_one() -> None:
    days = by_day([WeeklyHours((0,), 600, 600), WeeklyHours((1, 1), 540, 600), WeeklyHours((1,), 540, 600)])
    assert (days[0], days[1]) == ([], [Span(540, 600)])


def test_days_that_follow_each_other_alike_are_told_together() -> None:
    days = by_day([WeeklyHours((0, 1, 3), 540, 600)])
    assert alike(days, MONDAY_FIRST) == [([0, 1], [Span(540, 600)]), ([3], [Span(540, 600)])]
    assert alike(days, [3, 0, 1, 2, 4, 5, 6]) == [([3, 0, 1], [Span(540, 600)])]


def test_midnight_is_written_as_midnight() -> None:
    assert written([Span(1200, MIDNIGHT)]) == [Typed("20:00", "00:00")]
    assert read([Typed("20:00", "00:00")]) == [Span(1200, MIDNIGHT)]


def test_empty_spans_are_left_out_and_others_put_in_order() -> None:
    assert read([Typed("13:00", "17:00"), Typed(), Typed("09:00", "13:00")]) == [Span(540, 780), Span(780, 1020)]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ([Typed("09:00", "")], "hours.incomplete"),
        ([Typed("", "09:00")], "hours.incomplete"),
        ([Typed("9", "10")], "hours.incomplete"),
        ([Typed("10:00", "09:00")], "hours.not_in_order"),
        ([Typed("10:00", "10:00")], "hours.not_in_order"),
        ([Typed("09:00", "12:00"), Typed("11:00", "13:00")], "hours.overlap"),
    ],
)
def test_what_is_wrong(typed: list[Typed], key: str) -> None:
    with pytest.raises(Fault) as caught:
        read(typed)
    assert caught.value.key == key


SPANS = st.tuples(st.integers(0, 1438), st.integers(1, 1439)).filter(lambda pair: pair[0] < pair[1])


@given(st.lists(st.tuples(st.lists(st.integers(0, 6)), SPANS), max_size=8))
def test_a_week_written_day_by_day_says_the_same(rules: list[tuple[list[int], tuple[int, int]]]) -> None:
    weekly = [WeeklyHours(tuple(days), start, end) for days, (start, end) in rules]
    assert by_day(together(by_day(weekly))) == by_day(weekly)
