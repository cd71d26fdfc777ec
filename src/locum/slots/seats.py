"""Seats: several attendees share one booking (slots sheet, section 10)."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from locum.slots.answer import Seats
from locum.slots.busy import shared_bookings
from locum.slots.question import CountedBooking, SlotQuestion


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """Who sits where: bookings of the event type by start, and seats held by reservations."""

    total: int
    bookings: Mapping[int, CountedBooking]
    reserved: Mapping[int, int]

    def at(self, start: int) -> Seats:
        """The seats of the slot that begins at exactly this minute."""
        booking = self.bookings.get(start)
        booked = (booking.seats_taken if booking else 0) + self.reserved.get(start, 0)
        return Seats(booked, max(0, self.total - booked), self.total, booking.uid if booking else None)

    def is_gone(self, start: int) -> bool:
        """A full slot stays listed, except where there is only one seat."""
        return self.total == 1 and self.at(start).booked > 0


def seat_plan(question: SlotQuestion) -> SeatPlan | None:
    """None for event types without seats."""
    if question.settings.seats is None:
        return None
    bookings: dict[int, CountedBooking] = {}
    for booking in question.bookings:
        is_moved = question.reschedule_uid is not None and booking.uid == question.reschedule_uid
        if booking.seats_taken and not is_moved:
            bookings.setdefault(booking.start, booking)
    return SeatPlan(question.settings.seats, bookings, Counter(question.seat_reservations))


def seated_elsewhere(question: SlotQuestion, starts: Sequence[int]) -> dict[int, set[int]]:
    """Slot start -> positions of the hosts whose seated booking overlaps the slot without being that very slot.

    A seated booking is no busy time for its own event type, so that it can be joined; but its host can neither begin
    another one in the middle of it nor join it late.
    """
    clashes: dict[int, set[int]] = defaultdict(set)
    for position, host in enumerate(question.hosts):
        for booking in shared_bookings(question, host):
            first = bisect_right(starts, booking.start - question.length)
            for start in starts[first : bisect_left(starts, booking.end)]:
                if start != booking.start:
                    clashes[start].add(position)
    return clashes
