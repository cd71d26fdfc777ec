"""What is told of bookings, whatever path they took (webhooks sheet, section 2.3, table of triggers)."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.events import (
    BookingCancelled,
    BookingConfirmed,
    BookingCreated,
    BookingDeclined,
    BookingEvent,
    BookingRequested,
    BookingRescheduled,
    SeatLeft,
    SeatTaken,
)
from locum.kit import clock
from locum.webhooks.booking_facts import heard_facts
from locum.webhooks.booking_seats import with_seats
from locum.webhooks.payloads.booking import booking_payload
from locum.webhooks.payloads.envelope import framed
from locum.webhooks.payloads.facts import BookingFacts, Move
from locum.webhooks.telling import tell

TRIGGERS: dict[type[BookingEvent], str] = {
    BookingCreated: "BOOKING_CREATED",
    BookingRequested: "BOOKING_REQUESTED",
    BookingRescheduled: "BOOKING_RESCHEDULED",
    BookingCancelled: "BOOKING_CANCELLED",
    BookingConfirmed: "BOOKING_CREATED",
    BookingDeclined: "BOOKING_REJECTED",
    SeatTaken: "BOOKING_CREATED",
    SeatLeft: "BOOKING_CANCELLED",
}


async def tell_of_booking(session: AsyncSession, event: BookingEvent) -> None:
    """Tell subscribers. Without any this is one statement."""
    trigger = TRIGGERS[type(event)]
    heard = await heard_facts(session, trigger, event.booking_id, event.organizer_id, event.event_type_id)
    if heard is None:
        return
    audience, facts = heard
    facts = await with_seats(session, event, replace(facts, move=_move(event, facts)))
    payload = booking_payload(facts)
    await tell(session, trigger, audience, framed(trigger, payload, clock.now()), event.uid)


def _move(event: BookingEvent, facts: BookingFacts) -> Move | None:
    """What is moved or asked to be; lengths stay as they were (bookings sheet, section 5)."""
    if not isinstance(event, BookingRescheduled | BookingRequested):
        return None
    if event.previous_booking_id is None or event.previous_starts_at is None:
        return None
    uid = event.previous_uid if isinstance(event, BookingRescheduled) else facts.rescheduled_from_uid
    start = event.previous_starts_at
    return Move(event.previous_booking_id, uid or facts.uid, start, start + (facts.end - facts.start))
