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


def subtract(intervals: Sequence[Interval], removed: Sequence[Interval]) -> list[Interval]:
    """What is in the first list and not in the second."""
    left: list[Interval] = []
    index, count = 0, len(removed)
    for start, end in intervals:
        begin = start
        while index < count and removed[index][1] <= begin:
            index += 1
        at = index
        while at < count and removed[at][0] < end:
            if removed[at][0] > begin:
                left.append((begin, removed[at][0]))
            begin = removed[at][1]
            at += 1
        if begin < end:
            left.append((begin, end))
    return left


def intersect(first: Sequence[Interval], second: Sequence[Interval]) -> list[Interval]:
    """What is in both lists."""
    common: list[Interval] = []
    i = j = 0
    while i < len(first) and j < len(second):
        start = max(first[i][0], second[j][0])
        end = min(first[i][1], second[j][1])
        if start < end:
            common.append((start, end))
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return common


def clip(intervals: Iterable[Interval], start: int, end: int) -> list[Interval]:
    """What of the list lies inside [start, end)."""
    return [(max(lo, start), min(hi, end)) for lo, hi in intervals if lo < end and hi > start and start < end]


def covers(intervals: Sequence[Interval], start: int, end: int) -> bool:
    """Whether one interval of the list contains all of [start, end)."""
    index = bisect_right(intervals, start, key=lambda interval: interval[0]) - 1
    return index >= 0 and intervals[index][1] >= end


def overlaps(intervals: Sequence[Interval], start: int, end: int) -> bool:
    """Whether [start, end) shares more than an edge with an interval of the list."""
    index = bisect_right(intervals, start, key=lambda interval: interval[0]) - 1
    if index >= 0 and intervals[index][1] > start:
        return start < end
    return index + 1 < len(intervals) and intervals[index + 1][0] < end
