"""Rows of seats: sitting down, changing places, leaving."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import bindparam, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import BookingAttendee, DepartedAttendee
from locum.bookings.rules.plan import Plan
from locum.bookings.views import BookingView
from locum.bookings.writing import attendee_row

_LEAVE = (
    delete(BookingAttendee)
    .where(BookingAttendee.id.in_(bindparam("ids", expanding=True)))
    .execution_options(synchronize_session=False)
)
_SIT = (
    update(BookingAttendee)
    .where(BookingAttendee.id == bindparam("attendee_id"))
    .values(booking_id=bindparam("to_booking_id"), position=bindparam("place"), seat_uid=bindparam("key"))
    .execution_options(synchronize_session=False)
)


def new_seat_uid() -> str:
    """The key of a seat: whoever knows it may move it and give it up."""
    return str(uuid4())


def seat_of(plan: Plan, position: int) -> BookingAttendee:
    """The booker's seat, with his own answers and metadata; seats have no guests."""
    row = attendee_row(position, plan.booker)
    row.kind = "seat"
    row.seat_uid = new_seat_uid()
    answers = {slug: answer for slug, answer in plan.responses.items() if slug != "email"}
    row.responses = {**answers, "guests": []}
    row.properties = plan.metadata
    return row


def next_place(view: BookingView) -> int:
    """The place behind everybody who sits there."""
    return max((attendee.position for attendee in view.booking.attendees), default=-1) + 1


async def depart(session: AsyncSession, people: Sequence[BookingAttendee], now: datetime) -> tuple[int, ...]:
    """Take seats away; what is needed to tell their holders stays. Returns the ids that they had."""
    session.add_all(
        DepartedAttendee(
            attendee_id=person.id,
            booking_id=person.booking_id,
            seat_uid=person.seat_uid,
            email=person.email,
            name=person.name,
            time_zone=person.time_zone,
            language=person.language,
            phone=person.phone,
            responses=person.responses,
            properties=person.properties,
            left_at=now,
        )
        for person in people
    )
    ids = tuple(person.id for person in people)
    await session.flush()
    await session.execute(_LEAVE, {"ids": ids})
    return ids


async def change_places(
    session: AsyncSession, people: Sequence[BookingAttendee], booking_id: int, place: int, *, new_keys: bool = False
) -> None:
    """Seat people in another booking, from a place on; with `new_keys` their old ones open nothing any more."""
    for number, person in enumerate(people):
        key = new_seat_uid() if new_keys else person.seat_uid
        parameters = {"attendee_id": person.id, "to_booking_id": booking_id, "place": place + number, "key": key}
        await session.execute(_SIT, parameters)
