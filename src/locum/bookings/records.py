"""All that is stored of a booking and its surroundings, for those who tell others of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import Booking, BookingAttendee, DepartedAttendee
from locum.event_types.models import EventType
from locum.memberships.models import Profile
from locum.organizations.models import OAuthClient, Team
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class BookingRecord:
    """The rows, as they stand in this transaction. Accounts and event types may be gone."""

    booking: Booking
    attendees: tuple[BookingAttendee, ...]
    """In their order: the booker first."""
    event_type: EventType | None
    team: Team | None
    """Whose event it is, when it is a team's."""
    organizer: User | None
    username_in_organization: str | None
    """What the booking's organization calls the organizer."""
    client: OAuthClient | None
    """The platform that manages the organizer."""


_RECORD = (
    select(Booking, EventType, Team, User, Profile.username, OAuthClient)
    .outerjoin(EventType, EventType.id == Booking.event_type_id)
    .outerjoin(Team, Team.id == EventType.team_id)
    .outerjoin(User, User.id == Booking.user_id)
    .outerjoin(Profile, and_(Profile.user_id == Booking.user_id, Profile.organization_id == Booking.organization_id))
    .outerjoin(OAuthClient, OAuthClient.id == User.platform_client_id)
    .where(Booking.id == bindparam("booking_id"))
)
_ATTENDEES = (
    select(BookingAttendee)
    .where(BookingAttendee.booking_id == bindparam("booking_id"))
    .order_by(BookingAttendee.position, BookingAttendee.id)
)


_these: Any = bindparam("ids", expanding=True)
_PRESENT = select(BookingAttendee).where(BookingAttendee.id.in_(_these)).order_by(BookingAttendee.id)
_DEPARTED = (
    select(DepartedAttendee).where(DepartedAttendee.attendee_id.in_(_these)).order_by(DepartedAttendee.attendee_id)
)


async def load_departed(session: AsyncSession, attendee_ids: Collection[int]) -> Sequence[DepartedAttendee]:
    """Those of former attendees who have departed."""
    if not attendee_ids:
        return ()
    return (await session.scalars(_DEPARTED, {"ids": list(attendee_ids)})).all()


async def load_people(
    session: AsyncSession, attendee_ids: Collection[int]
) -> tuple[BookingAttendee | DepartedAttendee, ...]:
    """Attendees by their ids, wherever they sit now, and those who have departed."""
    if not attendee_ids:
        return ()
    present = (await session.scalars(_PRESENT, {"ids": list(attendee_ids)})).all()
    return (*present, *await load_departed(session, attendee_ids))


async def load_record(session: AsyncSession, booking_id: int) -> BookingRecord | None:
    """What there is to know of a booking, in two statements; None when it is gone."""
    parameters = {"booking_id": booking_id}
    row = (await session.execute(_RECORD, parameters)).one_or_none()
    if row is None:
        return None
    booking, event_type, team, organizer, username, client = row
    attendees = (await session.scalars(_ATTENDEES, parameters)).all()
    return BookingRecord(booking, tuple(attendees), event_type, team, organizer, username, client)
