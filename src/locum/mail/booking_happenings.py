"""What happened to a booking, in a form that travels with a job: the facts that the rows may no longer tell by then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from locum.bookings.events import (
    BookingCancelled,
    BookingConfirmed,
    BookingCreated,
    BookingDeclined,
    BookingEvent,
    BookingRequested,
    BookingRescheduled,
)
from locum.kit import clock
from locum.mail.notices import BookingKind

What = Literal["created", "requested", "rescheduled", "cancelled", "confirmed", "declined"]

KINDS: dict[What, BookingKind] = {
    "created": BookingKind.SCHEDULED,
    "requested": BookingKind.REQUESTED,
    "rescheduled": BookingKind.RESCHEDULED,
    "cancelled": BookingKind.CANCELLED,
    "confirmed": BookingKind.SCHEDULED,
    "declined": BookingKind.DECLINED,
}
_WORDS: dict[type[BookingEvent], What] = {
    BookingCreated: "created",
    BookingRequested: "requested",
    BookingRescheduled: "rescheduled",
    BookingCancelled: "cancelled",
    BookingConfirmed: "confirmed",
    BookingDeclined: "declined",
}


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
    was_pending: bool = False

    def as_arguments(self) -> dict[str, Any]:
        """For a job's JSON."""
        return {
            "what": self.what,
            "booking_id": self.booking_id,
            "sequence": self.sequence,
            "at": self.at.isoformat(),
            "previous_start": self.previous_start.isoformat() if self.previous_start else None,
            "former_host_id": self.former_host_id,
            "was_pending": self.was_pending,
        }

    @classmethod
    def of_arguments(cls, arguments: dict[str, Any]) -> "Happening":
        """Back from a job's JSON."""
        before = arguments["previous_start"]
        instants = {
            "at": datetime.fromisoformat(arguments["at"]),
            "previous_start": datetime.fromisoformat(before) if before else None,
        }
        return cls(**{**arguments, **instants})


def happening_of(event: BookingEvent) -> Happening:
    """What an event means to mail, as of now."""
    previous_start, former_host_id = None, None
    if isinstance(event, BookingRequested | BookingRescheduled):
        previous_start = event.previous_starts_at
    if isinstance(event, BookingRescheduled) and event.previous_organizer_id != event.organizer_id:
        former_host_id = event.previous_organizer_id
    return Happening(
        what=_WORDS[type(event)],
        booking_id=event.booking_id,
        sequence=event.sequence,
        at=clock.now(),
        previous_start=previous_start,
        former_host_id=former_host_id,
        was_pending=isinstance(event, BookingCancelled) and event.was_pending,
    )
