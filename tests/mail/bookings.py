"""A booking with its people, as rows, and what happens to it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from locum.bookings.models import Booking, BookingAttendee
from locum.event_types.models import EventType
from locum.users.models import User
from tests.factories.event_types import event_type
from tests.factories.world import World

START = datetime(2050, 9, 5, 7, 0, tzinfo=UTC)


@dataclass(slots=True)
class Desk:
    """A host, something to book with him, and a way to make bookings of it."""

    world: World
    host: User
    event_type: EventType

    async def book(self, *people: dict[str, Any], **values: Any) -> Booking:
        """A booking by the first of some people (Bob when nobody is named)."""
        start = values.pop("starts_at", START)
        defaults: dict[str, Any] = {
            "uid": "u1",
            "event_type_id": self.event_type.id,
            "user_id": self.host.id,
            "status": "accepted",
            "title": "Intro between Ada and Bob",
            "starts_at": start,
            "ends_at": start + timedelta(minutes=30),
            "location": "https://meet.example/room",
            "responses": {},
        }
        values = {**defaults, **values}
        values.setdefault("ics_uid", f"{values['uid']}@Locum")
        booking = Booking(**values)
        self.world.session.add(booking)
        await self.world.session.flush()
        for position, person in enumerate(people or (BOB,)):
            self.world.session.add(BookingAttendee(booking_id=booking.id, position=position, **{**BOB, **person}))
        await self.world.session.commit()
        return booking


BOB: dict[str, Any] = {
    "name": "Bob",
    "email": "bob@guest.example",
    "time_zone": "America/New_York",
    "language": "en",
    "kind": "booker",
}
EVE: dict[str, Any] = {"name": "", "email": "eve@guest.example", "kind": "guest"}
GRACE: dict[str, Any] = {"name": "Grace", "email": "grace@house.example", "kind": "host"}


async def desk(world: World, **values: Any) -> Desk:
    """A fresh one; `values` are settings of the event type."""
    host = await world.user(name="Ada", email="ada@house.example", time_zone="Europe/London", time_format=24)
    return Desk(world, host, await event_type(world, host, title="Intro", **values))


def said(booking: Booking) -> dict[str, Any]:
    """What every event says of a booking."""
    return {
        "booking_id": booking.id,
        "uid": booking.uid,
        "organizer_id": booking.user_id,
        "event_type_id": booking.event_type_id,
        "sequence": booking.ics_sequence,
    }


def moved(start: datetime, organizer_id: int | None, uid: str = "u0") -> dict[str, Any]:
    """What a move says of the booking that it replaces."""
    return {
        "previous_booking_id": 1,
        "previous_uid": uid,
        "previous_starts_at": start,
        "previous_organizer_id": organizer_id,
    }
