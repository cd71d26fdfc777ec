"""The free time of single hosts in one span (slots sheet, section 4.1, step 1)."""

from locum.kit.intervals import Interval, union
from locum.slots.busy import busy_blocks
from locum.slots.limits import ClosedPeriods
from locum.slots.openings import Openings
from locum.slots.pieces import Piece, subtract
from locum.slots.question import Host, Kind, SlotQuestion
from locum.slots.windows import Span


class FreeTime:
    """Computes free pieces host by host and shares between them what they have in common."""

    def __init__(self, question: SlotQuestion, span: Span) -> None:
        self.question = question
        self.openings = Openings(span)
        self.closed = ClosedPeriods(question, span)
        self._reservations_are_busy = question.settings.kind is Kind.ROUND_ROBIN

    def pieces(self, host: Host) -> list[Piece]:
        """When the host could be booked. The list may be shared: do not change it."""
        if host.calendars_unreadable:
            return []
        return self._without_blocks(self.openings.open(host.schedule, host.absences), host)

    def missed(self, host: Host) -> list[Piece]:
        """When the host could be booked if he were not away."""
        if host.calendars_unreadable:
            return []
        return self._without_blocks(self.openings.taken_away(host.schedule, host.absences), host)

    def _without_blocks(self, pieces: list[Piece], host: Host) -> list[Piece]:
        blocks = self._blocks(host)
        return subtract(pieces, blocks) if blocks else pieces

    def _blocks(self, host: Host) -> list[Interval]:
        busy, closed = busy_blocks(self.question, host), self.closed.blocks(host.user_id)
        reserved = host.reservations if self._reservations_are_busy else ()
        if closed or reserved:
            return union([*busy, *closed, *reserved])
        return busy
