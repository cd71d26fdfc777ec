"""Free time with a memory: pieces know on which clock the first slot in them is aligned (slots sheet, section 4.3).

A piece is (start, end, shift): a half-open interval in minutes, and how many minutes of the hour that clock is ahead
of UTC at the start. 0 stands for the UTC clock: after a busy block, or where the minimum notice cuts.
Lists of pieces are sorted and their pieces do not overlap.
"""

from bisect import bisect_right
from collections.abc import Sequence

from locum.kit.intervals import Interval

Piece = tuple[int, int, int]


def subtract(pieces: Sequence[Piece], blocks: Sequence[Interval]) -> list[Piece]:
    """What the blocks leave. A piece that begins where a block ends is on the UTC clock.

    A block that ends just where a piece begins does not count.
    """
    left: list[Piece] = []
    index, count = 0, len(blocks)
    for piece in pieces:
        begin, end, shift = piece
        while index < count and blocks[index][1] <= begin:
            index += 1
        if index == count or blocks[index][0] >= end:
            left.append(piece)
            continue
        at = index
        while at < count and blocks[at][0] < end:
            if blocks[at][0] > begin:
                left.append((begin, blocks[at][0], shift))
            begin, shift = blocks[at][1], 0
            at += 1
        if begin < end:
            left.append((begin, end, shift))
    return left


def intersect(first: Sequence[Piece], second: Sequence[Piece]) -> list[Piece]:
    """What both lists hold. Where both begin at once the second's clock is used: it belongs to the later host."""
    common: list[Piece] = []
    i = j = 0
    while i < len(first) and j < len(second):
        a, b = first[i], second[j]
        end = min(a[1], b[1])
        later = b if b[0] >= a[0] else a
        if later[0] < end:
            common.append((later[0], end, later[2]))
        if a[1] < b[1]:
            i += 1
        else:
            j += 1
    return common


def covers(pieces: Sequence[Piece], start: int, end: int) -> bool:
    """Whether one piece contains all of [start, end)."""
    index = bisect_right(pieces, start, key=_start) - 1
    return index >= 0 and pieces[index][1] >= end


def _start(piece: Piece) -> int:
    return piece[0]
