"""The algebra of intervals, held against sets of whole numbers."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from locum.kit.intervals import Interval, clip, overlaps, union

quick = settings(derandomize=True, max_examples=150, database=None)
points = st.integers(0, 40)
loose = st.lists(st.tuples(points, points), max_size=8)
tidy = loose.map(union)


def members(intervals: list[Interval]) -> set[int]:
    """The whole numbers that the intervals hold."""
    return {point for start, end in intervals for point in range(start, end)}


def is_tidy(intervals: list[Interval]) -> bool:
    """Sorted, not empty, apart from one another."""
    apart = all(first[1] < second[0] for first, second in pairwise(intervals))
    return apart and all(start < end for start, end in intervals)


def test_union_joins_what_touches_and_drops_what_is_empty() -> None:
    assert union([(5, 7), (1, 3), (3, 4), (9, 9), (8, 6), (6, 7)]) == [(1, 4), (5, 7)]


@quick
@given(loose)
def test_union_holds_the_same_numbers(intervals: list[Interval]) -> None:
    assert members(union(intervals)) == members(intervals)
    assert is_tidy(union(intervals))


@quick
@given(tidy, points, points)
def test_clip_keeps_what_lies_inside(intervals: list[Interval], start: int, end: int) -> None:
    assert members(clip(intervals, start, end)) == members(intervals) & set(range(start, end))
    assert is_tidy(clip(intervals, start, end))


@quick
@given(tidy, points, points)
def test_overlaps_asks_for_any(intervals: list[Interval], start: int, end: int) -> None:
    assert overlaps(intervals, start, end) == bool(set(range(start, end)) & members(intervals))
