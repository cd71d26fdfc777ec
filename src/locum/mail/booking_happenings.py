"""What happened to a booking, in a form that travels with a job: the facts that the rows may no longer tell by then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from locum.affected_bookings.events import AbsenceDecided, BookingKept, RescheduleAsked
from locum.bookings.events import (
    AttendeeAdded,
    BookingCancelled,
    BookingConfirmed,
    BookingCreated,
    BookingDeclined,
    BookingEvent,
    BookingReassigned,
    BookingRequested,
    BookingRescheduled,
    GuestsAdded,
    LocationChanged,
    SeatLeft,
    SeatTaken,
)
from locum.kit import clock
from locum.mail.notices import BookingKind

What = Literal[
    "created",
    "requested",
    "rescheduled",
    "cancelled",
    "confirmed",
    "declined",
    "seat_taken",
    "seat_left",
    "guests_added",
    "attendee_added",
    "location_changed",
    "reassigned",
    "asked_to_move",
    "kept",
]
CHANGES = frozenset({"guests_added", "attendee_added", "location_changed"})
"""What may happen to a booking that still waits; people hear of it with the answer."""


KINDS: dict[What, BookingKind] = {
    "created": BookingKind.SCHEDULED,
    "requested": BookingKind.REQUESTED,
    "rescheduled": BookingKind.RESCHEDULED,
    "cancelled": BookingKind.CANCELLED,
    "confirmed": BookingKind.SCHEDULED,
    "declined": BookingKind.DECLINED,
    "seat_taken": BookingKind.SEAT_TAKEN,
    "seat_left": BookingKind.SEAT_LEFT,
    "guests_added": BookingKind.GUESTS_ADDED,
    "attendee_added": BookingKind.ATTENDEE_ADDED,
    "location_changed": BookingKind.LOCATION_CHANGED,
    "reassigned": BookingKind.REASSIGNED,
    "asked_to_move": BookingKind.CHOOSE_AGAIN,
    "kept": BookingKind.KEPT,
}
_WORDS: dict[type[BookingEvent], What] = {
    BookingCreated: "created",
    BookingRequested: "requested",
    BookingRescheduled: "rescheduled",
    BookingCancelled: "cancelled",
    BookingConfirmed: "confirmed",
    BookingDeclined: "declined",
    SeatTaken: "seat_taken",
    SeatLeft: "seat_left",
    GuestsAdded: "guests_added",
    AttendeeAdded: "attendee_added",
    LocationChanged: "location_changed",
    BookingReassigned: "reassigned",
    RescheduleAsked: "asked_to_move",
    BookingKept: "kept",
}
TOLD = tuple(kind for kind in _WORDS if kind is not BookingKept)
"""The events that the people of a booking hear of; that a host keeps one is told to him alone."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of one booking. `sequence` is the calendar's at that time; `at` and the previous start are aware."""

    what: What
    booking_id: int
    sequence: int
    at: datetime
    previous_start: datetime | None = None
    former_host_id: int | None = None
    """Who hosted before, where somebody else does now."""
    host_id: int | None = None
    """The host whom it happened to: who comes, or who keeps it."""
    was_pending: bool = False
    concerned: tuple[int, ...] = ()
    """The ids of those attendees, or former ones, whom it happened to; empty: everybody."""
    together: tuple[int, ...] = ()
    """The ids of all bookings of a series that are told of in one mail; empty: of what is cancelled this one alone, of
    what is answered the whole series."""
    reason: str | None = None
    """Of what is not kept in the booking's row."""
    newest: int | None = None
    """The id of the attendee who was invited last by then."""

    def as_arguments(self) -> dict[str, Any]:
        """For a job's JSON."""
        return {
            "what": self.what,
            "booking_id": self.booking_id,
            "sequence": self.sequence,
            "at": self.at.isoformat(),
            "previous_start": self.previous_start.isoformat() if self.previous_start else None,
            "former_host_id": self.former_host_id,
            "host_id": self.host_id,
            "was_pending": self.was_pending,
            "concerned": list(self.concerned),
            "together": list(self.together),
            "reason": self.reason,
            "newest": self.newest,
        }

    @classmethod
    def of_arguments(cls, arguments: dict[str, Any]) -> "Happening":
        """Back from a job's JSON."""
        before = arguments["previous_start"]
        read: dict[str, Any] = {
            "at": datetime.fromisoformat(arguments["at"]),
            "previous_start": datetime.fromisoformat(before) if before else None,
            # Jobs of an older release do not know these.
            "concerned": tuple(arguments.get("concerned", ())),
            "together": tuple(arguments.get("together", ())),
        }
        return cls(**{**arguments, **read})


def happening_of(event: BookingEvent) -> Happening:
    """What an event means to mail, as of now."""
    previous_start, former_host_id, host_id = None, None, None
    if isinstance(event, BookingRequested | BookingRescheduled):
        previous_start = event.previous_starts_at
    if isinstance(event, BookingRescheduled) and event.previous_organizer_id != event.organizer_id:
        former_host_id = event.previous_organizer_id
    if isinstance(event, BookingReassigned):
        former_host_id = event.previous_host_id
    if isinstance(event, BookingReassigned | BookingKept):
        host_id = event.host_id
    return Happening(
        what=_WORDS[type(event)],
        booking_id=event.booking_id,
        sequence=event.sequence,
        at=clock.now(),
        previous_start=previous_start,
        former_host_id=former_host_id,
        host_id=host_id,
        was_pending=isinstance(event, BookingCancelled | BookingReassigned) and event.was_pending,
        concerned=_concerned(event),
        newest=_newest(event),
        together=event.together if isinstance(event, BookingCancelled | BookingConfirmed | BookingDeclined) else (),
        reason=event.reason if isinstance(event, SeatLeft | BookingReassigned | AbsenceDecided) else None,
    )


def _newest(event: BookingEvent) -> int | None:
    """Where the event itself says it."""
    match event:
        case BookingCreated() | BookingRequested():
            return event.newest
        case SeatTaken():
            return event.attendee_id
        case _:
            return None


def _concerned(event: BookingEvent) -> tuple[int, ...]:
    match event:
        case BookingCreated(attendee_id=int(newcomer)):
            return (newcomer,)
        case SeatTaken() | SeatLeft() | AttendeeAdded():
            return (event.attendee_id,)
        case BookingRescheduled() | GuestsAdded():
            return event.attendee_ids
        case BookingCancelled():
            return event.departed
        case _:
            return ()
