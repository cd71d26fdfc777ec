"""What bookings announce, in the transaction in which it happened. Listeners load what they tell about by the id."""

from dataclasses import dataclass, field
from datetime import datetime

from locum.bookings.models import Booking
from locum.db.events import Event


@dataclass(frozen=True, slots=True)
class BookingEvent(Event):
    """What all of them say. `sequence` is the calendar's: it grows with every change that calendars must follow."""

    booking_id: int
    uid: str
    organizer_id: int | None
    event_type_id: int | None
    sequence: int


def about(booking: Booking) -> tuple[int, str, int | None, int | None, int]:
    """What every event says of its booking, as it stands."""
    return booking.id, booking.uid, booking.user_id, booking.event_type_id, booking.ics_sequence


def newest_of(booking: Booking) -> int:
    """The id of the attendee who was invited last, of a booking that was just written."""
    return max(attendee.id for attendee in booking.attendees)


@dataclass(frozen=True, slots=True)
class BookingCreated(BookingEvent):
    """A new booking stands; it needs nobody's confirmation."""

    attendee_id: int | None = None
    """Who took the first seat of a shared meeting."""
    newest: int | None = None
    """The id of the attendee who was invited last; None where the booking has to be asked."""


@dataclass(frozen=True, slots=True)
class SeatTaken(BookingEvent):
    """Somebody joined a meeting that is shared."""

    attendee_id: int


@dataclass(frozen=True, slots=True)
class SeatLeft(BookingEvent):
    """Somebody gave up his seat; the meeting goes on without him."""

    attendee_id: int
    """He has departed."""
    reason: str | None = None
    by: str | None = None
    """The e-mail address of whoever cancelled the seat, if he signed in."""


@dataclass(frozen=True, slots=True)
class BookingRequested(BookingEvent):
    """A new booking awaits confirmation. With `previous_booking_id` it asks to move that one, which is cancelled."""

    previous_booking_id: int | None = None
    previous_starts_at: datetime | None = None
    newest: int | None = None
    """As of new bookings."""


@dataclass(frozen=True, slots=True)
class BookingRescheduled(BookingEvent):
    """A new booking (`booking_id`) stands in place of an older one, which is cancelled; or a shared one has moved."""

    previous_booking_id: int
    previous_uid: str
    previous_starts_at: datetime
    previous_organizer_id: int | None
    attendee_ids: tuple[int, ...] = ()
    """Only these were moved: seats of a shared meeting; empty: everybody."""


@dataclass(frozen=True, slots=True)
class BookingCancelled(BookingEvent):
    """A booking is off. `was_pending`: it had not been confirmed, so that calendars never knew of it."""

    was_pending: bool = False
    together: tuple[int, ...] = ()
    """The ids of all bookings of a series that were cancelled at once and that the same people meet in, this one first;
    empty: it alone was."""
    spoken_for: bool = False
    """Another one of them tells people of this one, too."""
    departed: tuple[int, ...] = ()
    """Who had seats and has departed."""


@dataclass(frozen=True, slots=True)
class BookingConfirmed(BookingEvent):
    """A pending booking stands now: to the people the same as a new one."""

    together: tuple[int, ...] = ()
    """The ids of all bookings of its series that people are told of at once; empty: all that stand."""


@dataclass(frozen=True, slots=True)
class BookingDeclined(BookingEvent):
    """A pending booking was refused; the reason is in the row."""

    together: tuple[int, ...] = ()
    """As of those that are confirmed; empty: all that were refused."""


@dataclass(frozen=True, slots=True)
class BookingReassigned(BookingEvent):
    """Another host stands in the place of one who hosted until now; it may be the organizer's."""

    previous_host_id: int | None
    """None when the account is gone."""
    host_id: int
    reason: str | None = None
    was_pending: bool = False


@dataclass(frozen=True, slots=True)
class LocationChanged(BookingEvent):
    """A booking takes place elsewhere."""


@dataclass(frozen=True, slots=True)
class GuestsAdded(BookingEvent):
    """More guests attend."""

    attendee_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AttendeeAdded(BookingEvent):
    """One more attends, of whom the others need not hear."""

    attendee_id: int


@dataclass(frozen=True, slots=True)
class AttendanceMarked(BookingEvent):
    """Somebody said of these attendees whether they came."""

    attendee_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InstantMeetingRequested(BookingEvent):
    """Somebody wants to meet whoever of the hosts comes first. Whoever is told of the link may open the meeting."""

    token: str = field(repr=False)
