"""From free pieces to slot starts (slots sheet, sections 4.3 and 4.4)."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass

from locum.slots.pieces import Piece
from locum.slots.question import SlotQuestion

_ALIGNMENTS = (60, 30, 20, 15, 10, 5)


@dataclass(frozen=True, slots=True)
class Grid:
    """How slots follow one another, in minutes."""

    length: int
    step: int
    offset: int = 0
    optimized: bool = False

    @property
    def align(self) -> int:
        """First slots of a piece begin at multiples of this past the hour."""
        return next((minutes for minutes in _ALIGNMENTS if self.step % minutes == 0), 1)


def grid_of(question: SlotQuestion) -> Grid:
    """The grid that settings and asked duration make."""
    settings = question.settings
    return Grid(question.length, question.step, settings.offset_start, settings.optimized)


def walk(pieces: Iterable[Piece], grid: Grid) -> list[int]:
    """Slot starts, ascending, from pieces sorted by start; the pieces may overlap."""
    stride = grid.step + grid.offset
    align = grid.align
    found: list[int] = []
    seen: set[int] = set()
    for start, end, shift in pieces:
        first = _aligned(start, end, shift, align, grid) + grid.offset
        first = _beside_earlier(found, first, stride)
        starts = range(first, end - grid.length + 1, stride)
        if not found or first > found[-1]:
            found.extend(starts)
            seen.update(starts)
        else:
            _insert_new(found, seen, starts)
    return found


def _aligned(start: int, end: int, shift: int, align: int, grid: Grid) -> int:
    past_hour = (start + shift) % 60
    if past_hour % align == 0:
        return start
    if not grid.optimized:
        return start + align - past_hour % align
    spare = (end - start) % align
    for minutes in (align, 15, 5):
        needed = minutes - past_hour % minutes
        if spare >= needed:
            return start + needed
    return start


def _beside_earlier(found: list[int], first: int, stride: int) -> int:
    """Keep to the grid of an earlier piece where the two would overlap (section 4.3, step 5).

    The sheet goes back to the earlier slot itself where the piece holds it; that one is found already.
    """
    at = bisect_left(found, first)
    return max(first, found[at - 1] + stride) if at else first


def _insert_new(found: list[int], seen: set[int], starts: Iterable[int]) -> None:
    for at in starts:
        if at not in seen:
            seen.add(at)
            insort(found, at)
