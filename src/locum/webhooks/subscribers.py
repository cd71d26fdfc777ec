"""Who hears of what (webhooks sheet, section 2.1; out-of-office sheet, section 8).

A webhook belongs to a person, a team or organization, an event type, or an OAuth client. An event says whose webhooks
may hear of it; the active ones of these that list its trigger do. Whoever asks at several levels is told as often.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    String,
    and_,
    any_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.bookings.models import Booking
from locum.event_types.models import EventType
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.users.models import User
from locum.webhooks.models import Webhook, WebhookEvent

ALSO_OF_TEAMS = frozenset({"BOOKING_REJECTED"})
"""Told to the organizer's own webhooks even where the event is a team's."""
OF_ABSENCES = frozenset({"OOO_CREATED", "OOO_UPDATED", "OOO_DELETED", "OOO_STARTED", "OOO_ENDED"})
"""Told to every team and organization of the person."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose webhooks may hear of an event. Numbers are ids."""

    user_id: int | None = None
    event_type_id: int | None = None
    """Its managed parent's webhooks hear of it too."""
    team_id: int | None = None
    organization_id: int | None = None
    oauth_client_id: str | None = None


def _number(name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=BigInteger)


def _listens(user: Any, teams: Any, event_types: Any, client: Any) -> ColumnElement[bool]:
    """The condition on a webhook: columns compared with values and arrays of them, so that indexes can be used."""
    return and_(
        Webhook.active.is_(True),
        bindparam("trigger", type_=String) == any_(Webhook.triggers),
        or_(
            Webhook.user_id == user,
            Webhook.team_id == any_(teams),
            Webhook.event_type_id == any_(event_types),
            Webhook.oauth_client_id == client,
        ),
    )


def _array(of: Any) -> Any:
    return func.array(of.scalar_subquery(), type_=ARRAY(BigInteger))


def _some(columns: Iterable[Any]) -> Any:
    return array(columns, type_=BigInteger)


_parents = select(EventType.parent_id).where(EventType.id == _number("event_type_id"))
_circle = select(Membership.team_id).where(Membership.user_id == _number("member_id"), Membership.accepted.is_(True))
_OF_AUDIENCE = (
    select(Webhook.id)
    .where(
        _listens(
            user=_number("user_id"),
            teams=_some((_number("team_id"), _number("organization_id"))).concat(_array(_circle)),
            event_types=_some((_number("event_type_id"),)).concat(_array(_parents)),
            client=bindparam("oauth_client_id", type_=String),
        )
    )
    .order_by(Webhook.created_at, Webhook.id)
)


async def of_event(session: AsyncSession, event: WebhookEvent) -> Sequence[UUID]:
    """The webhooks that an event of the outbox goes to, the oldest first."""
    audience = Audience(event.user_id, event.event_type_id, event.team_id, event.organization_id, event.oauth_client_id)
    return await of(session, event.trigger, audience)


async def of(session: AsyncSession, trigger: str, audience: Audience) -> Sequence[UUID]:
    """The webhooks that listen to a trigger, the oldest first."""
    parameters = {
        "trigger": trigger,
        "user_id": audience.user_id,
        "event_type_id": audience.event_type_id,
        "team_id": audience.team_id,
        "organization_id": audience.organization_id,
        "oauth_client_id": audience.oauth_client_id,
        "member_id": audience.user_id if trigger in OF_ABSENCES else None,
    }
    return (await session.scalars(_OF_AUDIENCE, parameters)).all()


_asked = select(
    _number("event_type_id").label("event_type_id"),
    _number("organizer_id").label("organizer_id"),
    _number("booking_id").label("booking_id"),
).subquery()
_parent = aliased(EventType)
# Whose account is gone has no organization any more, but his booking is still that of the one he had.
_kept = case((User.id.is_(None), Booking.organization_id))
_organization = func.coalesce(Team.organization_id, User.organization_id, _kept)
_user = case((or_(EventType.team_id.is_(None), bindparam("also_of_team", type_=Boolean)), User.id))
_OF_BOOKING = (
    select(
        _user,
        Team.id,
        _organization,
        User.platform_client_id,
        exists(
            select(literal(1)).where(
                _listens(
                    user=_user,
                    teams=_some((Team.id, _organization)),
                    event_types=_some((EventType.id, _parent.id)),
                    client=User.platform_client_id,
                )
            )
        ),
    )
    .select_from(_asked)
    .outerjoin(EventType, EventType.id == _asked.c.event_type_id)
    .outerjoin(_parent, _parent.id == EventType.parent_id)
    .outerjoin(Team, Team.id == func.coalesce(EventType.team_id, _parent.team_id))
    .outerjoin(User, User.id == _asked.c.organizer_id)
    .outerjoin(Booking, Booking.id == _asked.c.booking_id)
)


async def audience_of_booking(
    session: AsyncSession,
    trigger: str,
    organizer_id: int | None,
    event_type_id: int | None,
    *,
    booking_id: int | None = None,
) -> Audience | None:
    """Whose webhooks may hear of a booking; None when nobody listens. One statement."""
    parameters = {
        "trigger": trigger,
        "organizer_id": organizer_id,
        "event_type_id": event_type_id,
        "booking_id": booking_id,
        "also_of_team": trigger in ALSO_OF_TEAMS,
    }
    user_id, team_id, organization_id, client_id, is_heard = (await session.execute(_OF_BOOKING, parameters)).one()
    return Audience(user_id, event_type_id, team_id, organization_id, client_id) if is_heard else None


_OF_PERSON = select(User.organization_id, User.platform_client_id).where(User.id == _number("user_id"))


async def audience_of_person(session: AsyncSession, user_id: int) -> Audience:
    """Whose webhooks may hear of what a person does beside bookings."""
    organization_id, client_id = (await session.execute(_OF_PERSON, {"user_id": user_id})).one()
    return Audience(user_id, organization_id=organization_id, oauth_client_id=client_id)
