"""The algebra of intervals, held against sets of whole numbers."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from locum.kit.intervals import Interval, clip, covers, intersect, overlaps, subtract, union

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
@given(tidy, tidy)
def test_subtract_and_intersect_part_the_first_list(first: list[Interval], second: list[Interval]) -> None:
    left, common = subtract(first, second), intersect(first, second)
    assert members(left) == members(first) - members(second)
    assert members(common) == members(first) & members(second)
    assert union([*left, *common]) == first
    assert all(start < end for start, end in [*left, *common])


@quick
@given(tidy, tidy, tidy)
def test_the_laws_of_de_morgan(all_of: list[Interval], first: list[Interval], second: list[Interval]) -> None:
    assert subtract(all_of, union([*first, *second])) == subtract(subtract(all_of, first), second)
    either = union([*subtract(all_of, first), *subtract(all_of, second)])
    assert union(subtract(all_of, intersect(first, second))) == either


@quick
@given(tidy, tidy)
def test_intersect_does_not_mind_the_order(first: list[Interval], second: list[Interval]) -> None:
    assert intersect(first, second) == intersect(second, first)
    assert intersect(first, first) == first


@quick
@given(tidy, points, points)
def test_clip_is_an_intersection(intervals: list[Interval], start: int, end: int) -> None:
    assert clip(intervals, start, end) == intersect(intervals, union([(start, end)]))


@quick
@given(tidy, points, points)
def test_covers_and_overlaps_ask_for_all_or_any(intervals: list[Interval], start: int, end: int) -> None:
    asked = set(range(start, end))
    assert overlaps(intervals, start, end) == bool(asked & members(intervals))
    if asked:
        assert covers(intervals, start, end) == (asked <= members(intervals))
