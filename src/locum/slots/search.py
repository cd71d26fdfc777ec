"""Slot starts inside one span: steps 1 to 4 of the algorithm (slots sheet, section 4.1)."""

from collections.abc import Sequence

from locum.kit.intervals import overlaps, union
from locum.slots.combine import Assembly, assemble, combine
from locum.slots.free import FreeTime
from locum.slots.pieces import Piece, covers
from locum.slots.question import Kind, SlotQuestion
from locum.slots.seats import seat_plan, seated_elsewhere
from locum.slots.walk import grid_of, walk
from locum.slots.windows import Span


class Search:
    """One question in one span."""

    def __init__(self, question: SlotQuestion, span: Span) -> None:
        self.question = question
        self.span = span
        self.free = FreeTime(question, span)

    def starts(self) -> list[int]:
        """Ascending starts of the slots that can be booked."""
        if self.span.is_empty:
            return []
        assembly = assemble(self.question)
        free = [self.free.pieces(host) for host in self.question.hosts]
        starts = walk(combine(assembly, free), grid_of(self.question))
        return self._with_enough_seats(assembly, free, self._unreserved(starts))

    def missed_starts(self) -> list[int]:
        """Ascending starts of the slots that the days off of the one host take away."""
        if self.span.is_empty:
            return []
        return self._unreserved(walk(self.free.missed(self.question.hosts[0]), grid_of(self.question)))

    def _unreserved(self, starts: list[int]) -> list[int]:
        """In round robin a reservation takes one host, elsewhere the slot (section 11)."""
        if self.question.settings.kind is Kind.ROUND_ROBIN:
            return starts
        taken = union(reservation for host in self.question.hosts for reservation in host.reservations)
        if not taken:
            return starts
        return [start for start in starts if not overlaps(taken, start, start + self.question.length)]

    def _with_enough_seats(self, assembly: Assembly, free: Sequence[Sequence[Piece]], starts: list[int]) -> list[int]:
        plan = seat_plan(self.question)
        if plan is None:
            return starts
        clashes = seated_elsewhere(self.question, starts)
        length = self.question.length

        def is_manned(start: int) -> bool:
            """Whether enough hosts are left without those who are seated elsewhere."""
            busy = clashes[start]
            return assembly.is_met(
                [at not in busy and covers(pieces, start, start + length) for at, pieces in enumerate(free)]
            )

        return [start for start in starts if not plan.is_gone(start) and (start not in clashes or is_manned(start))]
