"""Whose bookings a list may show, as branches of one union; each is narrowed before they meet (sheet, section 4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, bindparam, func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.bookings.models import Booking, BookingAttendee
from locum.event_types.models import EventType
from locum.http.permissions import Permission
from locum.memberships.authority import gives
from locum.memberships.models import Membership
from locum.users.models import User

_MAY_READ = select(Membership.team_id).where(
    Membership.user_id == bindparam("user_id"), gives(Membership, Permission.BOOKING_READ)
)

Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Scope:
    """Somebody's own bookings, and those of the organizations and teams whose bookings he may read."""

    user_id: int
    email: str
    team_ids: tuple[int, ...] = ()

    def branches(self, conditions: Conditions) -> CompoundSelect[Any]:
        """The ids of all bookings in scope that meet the conditions, each once."""
        found = [
            _organized(Booking.user_id == self.user_id, conditions),
            _attended(func.lower(BookingAttendee.email) == self.email, conditions),
        ]
        if self.team_ids:
            people = select(Membership.user_id).where(Membership.team_id.in_(self.team_ids), Membership.accepted)
            addresses = select(User.email).where(User.id.in_(people))
            found += [
                _organized(Booking.user_id.in_(people), conditions),
                _attended(func.lower(BookingAttendee.email).in_(addresses), conditions),
                _organized(Booking.event_type_id.in_(event_types_of(self.team_ids)), conditions),
            ]
        return union(*found)


def _organized(condition: ColumnElement[bool], conditions: Conditions) -> Select[Any]:
    return select(Booking.id).where(condition, *conditions)


def _attended(condition: ColumnElement[bool], conditions: Conditions) -> Select[Any]:
    return (
        select(Booking.id).join(BookingAttendee, BookingAttendee.booking_id == Booking.id).where(condition, *conditions)
    )


_parent = aliased(EventType)


def event_types_of(team_ids: Sequence[int]) -> Select[Any]:
    """The event types of teams and organizations, with what members have of their managed ones."""
    return (
        select(EventType.id)
        .outerjoin(_parent, _parent.id == EventType.parent_id)
        .where(
            or_(
                EventType.team_id.in_(team_ids),
                EventType.organization_id.in_(team_ids),
                _parent.team_id.in_(team_ids),
                _parent.organization_id.in_(team_ids),
            )
        )
    )


async def scope_of(session: AsyncSession, user_id: int, email: str) -> Scope:
    """What somebody may see in lists."""
    team_ids = (await session.scalars(_MAY_READ, {"user_id": user_id})).all()
    return Scope(user_id, email.lower(), tuple(team_ids))
