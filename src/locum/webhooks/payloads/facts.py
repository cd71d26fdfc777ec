"""What there is to know of a booking before it is told: whoever tells supplies what he has, the rest stays empty.

Instants are aware. Nothing here depends on how the facts were found, so that every path of a booking tells the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from locum.event_types.rules.booking_fields import BookingField
from locum.event_types.rules.policies import Recurrence, Seats

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class HostFacts:
    """Somebody who hosts. `id` is None where only the booking remembers him; all is, when the account is gone."""

    id: int | None = None
    name: str | None = None
    email: str | None = None
    username: str | None = None
    username_in_organization: str | None = None
    time_zone: str = "UTC"
    hour_cycle: Literal[12, 24] = 12
    language: str = "en"


@dataclass(frozen=True, slots=True)
class AttendeeFacts:
    """Somebody who attends. Those of a phone number alone have an address made of it."""

    id: int
    name: str
    email: str
    time_zone: str
    language: str = "en"
    phone: str | None = None
    absent: bool = False
    seat_uid: str | None = None
    responses: Mapping[str, Any] = field(default_factory=dict)
    """The answers of whoever has a seat; others have none of their own."""
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """The team whose event it is, with the hosts beside the organizer."""

    id: int
    name: str
    members: tuple[HostFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class EventTypeFacts:
    """What was booked. `form` has every field, hidden ones and the system's included; `price` is in cents."""

    id: int
    slug: str
    title: str
    description: str | None = None
    scheduling_type: str | None = None
    form: tuple[BookingField, ...] = ()
    requires_confirmation: bool = False
    price: int = 0
    currency: str = "usd"
    seats: Seats | None = None
    recurrence: Recurrence | None = None
    hides_notes: bool = False
    hides_details: bool = False
    hides_organizer_email: bool = False
    rescheduling_disabled: bool = False
    cancelling_disabled: bool = False
    reply_to: str | None = None
    destination_calendar: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """The booking in whose place this one stands."""

    id: int
    uid: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class VideoCall:
    """The room of a video meeting. `type` is the provider's, such as `daily_video`."""

    type: str
    id: str
    password: str
    url: str


@dataclass(frozen=True, slots=True)
class PlatformFacts:
    """The platform that manages the organizer, and the addresses of its own pages."""

    client_id: str
    reschedule_url: str | None = None
    cancel_url: str | None = None
    booking_url: str | None = None


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """A booking as it stands when it is told."""

    id: int
    uid: str
    title: str
    start: datetime
    end: datetime
    status: str
    created_at: datetime
    updated_at: datetime
    ics_uid: str
    ics_sequence: int = 0
    notes: str | None = None
    location: str | None = None
    responses: Mapping[str, Any] = field(default_factory=dict)
    """Answers by slug; of a seat, its own."""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    organization_id: int | None = None
    recurring_uid: str | None = None
    rescheduled_from_uid: str | None = None
    rescheduling_reason: str | None = None
    rescheduled_by: str | None = None
    cancellation_reason: str | None = None
    cancelled_by: str | None = None
    rejection_reason: str | None = None
    host_absent: bool = False
    organizer: HostFacts = field(default_factory=HostFacts)
    attendees: tuple[AttendeeFacts, ...] = ()
    """The booker, then his guests. Of seats: those that are told of, all so far or only the one who leaves."""
    team: TeamFacts | None = None
    event_type: EventTypeFacts | None = None
    move: Move | None = None
    seat_uid: str | None = None
    """The seat that was taken, moved or left."""
    video: VideoCall | None = None
    payment_id: int | None = None
    assignment_reasons: tuple[Mapping[str, Any], ...] = ()
    platform: PlatformFacts | None = None
    booker_url: str | None = None
    """The address under which people book."""

    @property
    def minutes(self) -> int:
        """Its length."""
        return (self.end - self.start) // _MINUTE
