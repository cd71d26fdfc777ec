"""What is announced of bookings that an absence stands in the way of. Reassignments are announced by bookings."""

from dataclasses import dataclass

from locum.bookings.events import BookingEvent


@dataclass(frozen=True, slots=True)
class AbsenceDecided(BookingEvent):
    """Somebody decided about a booking of a host who is away."""

    host_id: int
    decided_by: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class BookingKept(AbsenceDecided):
    """The host keeps it in spite of his absence."""


@dataclass(frozen=True, slots=True)
class RescheduleAsked(AbsenceDecided):
    """The attendees are asked to choose another time; until they do, the booking stands as it is."""
