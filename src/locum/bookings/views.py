"""A booking with what showing it takes, loaded in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from locum.bookings.models import Booking, BookingAttendee
from locum.bookings.rules.status import Standing
from locum.event_types.rules.policies import Seats


@dataclass(frozen=True, slots=True)
class Organizer:
    """Who hosts a booking, as far as others are told and the house needs to know."""

    id: int
    name: str | None
    email: str
    username: str | None
    time_zone: str
    organization_id: int | None
    platform_client_id: str | None
    language: str

    @property
    def shown_name(self) -> str:
        """His name, or what stands for it."""
        return self.name or self.username or self.email


@dataclass(frozen=True, slots=True)
class BookingView:
    """A booking with its attendees loaded, its organizer, and what its event type says about showing it.

    `organizer` and `event_type_slug` are None when the account or the event type is gone.
    """

    booking: Booking
    organizer: Organizer | None
    event_type_slug: str | None
    seats: Seats | None = None
    only_seats_of: str | None = None
    """The reader may not know who else has a seat: only those of this address are shown, of `""` none."""
    own_seat: str | None = None
    """The seat by whose key the reader came: it is shown to him in any case."""
    taken_seat: str | None = None
    """The seat that has just been taken or moved."""

    @property
    def seated(self) -> bool:
        """Whether attendees have seats of their own. Whoever booked before his event type had seats has none."""
        has_keys = any(attendee.seat_uid for attendee in self.booking.attendees)
        return has_keys or (self.seats is not None and not self.holders)

    @property
    def hides_attendees(self) -> bool:
        """Whether those who have seats do not see each other: unless their event type, which has seats, says so."""
        return self.seated and not (self.seats is not None and self.seats.show_attendees)

    @property
    def booker(self) -> BookingAttendee | None:
        """Who booked, or who sits there in his place by now; None where nobody is left."""
        return next(iter(self.booking.attendees), None)

    @property
    def booker_zone(self) -> str:
        """In which days are told to who booked."""
        return self.booker.time_zone if self.booker else "UTC"

    def shown_attendees(self) -> list[BookingAttendee]:
        """The attendees that the reader may know of."""
        everybody = self.booking.attendees
        if self.only_seats_of is None:
            return everybody
        return [attendee for attendee in everybody if self._is_readers(attendee)]

    def _is_readers(self, attendee: BookingAttendee) -> bool:
        by_key = self.own_seat is not None and attendee.seat_uid == self.own_seat
        return by_key or attendee.email.lower() == self.only_seats_of

    def with_seat(self, seat_uid: str | None) -> BookingAttendee | None:
        """Who holds a seat."""
        if seat_uid is None:
            return None
        return next((attendee for attendee in self.booking.attendees if attendee.seat_uid == seat_uid), None)

    @property
    def holders(self) -> list[BookingAttendee]:
        """Everybody who takes a seat: all attendees but the hosts."""
        return [attendee for attendee in self.booking.attendees if attendee.kind != "host"]

    def standing(self) -> Standing:
        """What the rules look at."""
        booking = self.booking
        return Standing(
            booking.uid,
            booking.status,
            booking.starts_at,
            booking.ends_at,
            booking.rescheduled_to_uid,
            booking.recurring_uid is not None,
            self.seated,
            deserted=not self.holders,
        )


Found = BookingView | Sequence[BookingView]
"""One booking, or all occurrences of a series by start."""


def first_of(found: Found) -> BookingView:
    """The booking, or the first of the series."""
    return found if isinstance(found, BookingView) else found[0]
