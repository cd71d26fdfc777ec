"""Several hosts together: who must be free at once, and where slots may then lie (slots sheet, section 9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from locum.slots.pieces import Piece, intersect
from locum.slots.question import Kind, SlotQuestion


@dataclass(frozen=True, slots=True)
class Assembly:
    """Who must take part: all the fixed hosts, and one of each group."""

    fixed: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]
    """Positions in the question's list of hosts, as in `fixed`."""

    @property
    def is_empty(self) -> bool:
        """Nobody at all."""
        return not self.fixed and not self.groups

    def is_met(self, free: Sequence[bool]) -> bool:
        """Whether these free hosts, by position, are enough."""
        everybody = all(free[position] for position in self.fixed)
        return not self.is_empty and everybody and all(any(free[at] for at in group) for group in self.groups)


def assemble(question: SlotQuestion) -> Assembly:
    """Outside round robin everybody is fixed; in it hosts without a group make up one group."""
    if question.settings.kind is not Kind.ROUND_ROBIN:
        return Assembly(tuple(range(len(question.hosts))), ())
    fixed = tuple(at for at, host in enumerate(question.hosts) if host.fixed)
    groups: dict[str | None, list[int]] = {}
    for at, host in enumerate(question.hosts):
        if not host.fixed:
            groups.setdefault(host.group, []).append(at)
    return Assembly(fixed, tuple(tuple(group) for group in groups.values()))


def combine(assembly: Assembly, free: Sequence[list[Piece]]) -> list[Piece]:
    """The pieces to walk, from each host's free pieces (by position). Several may overlap; none contains another."""
    if assembly.is_empty:
        return []
    together = reduce(intersect, (free[position] for position in assembly.fixed)) if assembly.fixed else None
    if not assembly.groups:
        return together or []
    if together is not None and not together:
        return []
    side_by_side = _first_group(together, [free[position] for position in assembly.groups[0]])
    for group in assembly.groups[1:]:
        side_by_side = _with_group(side_by_side, _distinct(piece for position in group for piece in free[position]))
    return _outermost(side_by_side)


def _first_group(together: list[Piece] | None, members: Iterable[list[Piece]]) -> list[Piece]:
    if together is None:
        return _distinct(piece for pieces in members for piece in pieces)
    return _distinct(piece for pieces in members for piece in intersect(together, pieces))


def _with_group(pieces: list[Piece], members: list[Piece]) -> list[Piece]:
    """Every overlap of a piece with one of the next group, sorted by the first."""
    members = sorted(members, key=_start)
    longest = max((end - start for start, end, _ in members), default=0)
    overlaps: list[Piece] = []
    low = 0
    for piece in sorted(pieces, key=_start):
        while low < len(members) and members[low][0] <= piece[0] - longest:
            low += 1
        at = low
        while at < len(members) and members[at][0] < piece[1]:
            overlaps += intersect((piece,), (members[at],))
            at += 1
    return _distinct(overlaps)


def _start(piece: Piece) -> int:
    return piece[0]


def _distinct(pieces: Iterable[Piece]) -> list[Piece]:
    """Of equal intervals only the one that came first."""
    clocks: dict[tuple[int, int], int] = {}
    for start, end, shift in pieces:
        clocks.setdefault((start, end), shift)
    return [(start, end, shift) for (start, end), shift in clocks.items()]


def _outermost(pieces: Iterable[Piece]) -> list[Piece]:
    """Sorted by start, without those contained in another (slots sheet, section 4.1, step 2)."""
    kept: list[Piece] = []
    reached = None
    for start, minus_end, shift in sorted((start, -end, shift) for start, end, shift in pieces):
        if reached is None or -minus_end > reached:
            kept.append((start, -minus_end, shift))
            reached = -minus_end
    return kept
