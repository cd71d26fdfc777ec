"""Sorted lists of half-open intervals [start, end) of whole numbers.

Unless a function says otherwise, its lists are sorted, and their intervals are not empty and do not overlap or touch.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Interval = tuple[int, int]


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """Any intervals, in any order, as such a list: what overlaps or touches is one, what is empty is dropped."""
    merged: list[Interval] = []
    last_start = last_end = 0
    for start, end in sorted(intervals):
        if end <= start:
            continue
        if not merged or start > last_end:
            merged.append((start, end))
            last_start, last_end = start, end
        elif end > last_end:
            last_end = end
            merged[-1] = (last_start, end)
    return merged


def clip(intervals: Iterable[Interval], start: int, end: int) -> list[Interval]:
    """What of the list lies inside [start, end)."""
    return [(max(lo, start), min(hi, end)) for lo, hi in intervals if lo < end and hi > start and start < end]


def overlaps(intervals: Sequence[Interval], start: int, end: int) -> bool:
    """Whether [start, end) shares more than an edge with an interval of the list."""
    index = bisect_right(intervals, start, key=lambda interval: interval[0]) - 1
    if index >= 0 and intervals[index][1] > start:
        return start < end
    return index + 1 < len(intervals) and intervals[index + 1][0] < end
