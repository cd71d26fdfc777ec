"""Of shared meetings subscribers are told seat by seat (webhooks sheet, section 2.3, table of triggers)."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.events import (
    BookingCancelled,
    BookingCreated,
    BookingEvent,
    BookingRescheduled,
    SeatLeft,
    SeatTaken,
)
from locum.bookings.records import load_departed
from locum.bookings.rules.answers import text_of
from locum.webhooks.booking_facts import departed_of
from locum.webhooks.payloads.facts import AttendeeFacts, BookingFacts


async def with_seats(session: AsyncSession, event: BookingEvent, facts: BookingFacts) -> BookingFacts:
    """The facts as this event tells them: of whom, and with whose answers."""
    match event:
        case BookingCreated(attendee_id=int(newcomer)) | SeatTaken(attendee_id=newcomer):
            return _with_seat(facts, _those(facts, [newcomer]))
        case BookingRescheduled(attendee_ids=(_, *_) as moved):
            people = _those(facts, moved)
            return _with_seat(replace(facts, attendees=tuple(people)), people)
        case SeatLeft():
            leaving = await _departed(session, [event.attendee_id])
            left = replace(facts, status="cancelled", cancellation_reason=event.reason, cancelled_by=event.by)
            return _with_seat(replace(left, attendees=tuple(leaving)), leaving)
        case BookingCancelled(departed=(_, *_) as gone):
            people = await _departed(session, gone)
            return _with_seat(replace(facts, attendees=tuple(people)), people)
        case _:
            return facts


def _those(facts: BookingFacts, ids: Collection[int]) -> list[AttendeeFacts]:
    return [person for person in facts.attendees if person.id in ids]


async def _departed(session: AsyncSession, ids: Collection[int]) -> list[AttendeeFacts]:
    return [departed_of(row) for row in await load_departed(session, ids)]


def _with_seat(facts: BookingFacts, people: Sequence[AttendeeFacts]) -> BookingFacts:
    """Of one seat the answers are its holder's. Who booked before there were seats has none."""
    if len(people) != 1 or people[0].seat_uid is None:
        return facts
    (person,) = people
    answers = {**person.responses, "name": person.name, "email": person.email}
    notes = text_of(answers.get("notes")) or None
    return replace(facts, seat_uid=person.seat_uid, notes=notes, responses=answers, metadata=person.metadata)
