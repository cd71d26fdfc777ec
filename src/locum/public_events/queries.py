"""Every SELECT about what the component library asks for."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.event_types.models import EventTypeHost
from locum.organizations.models import Team
from locum.users.models import User

MOST_SHOWN = 20
"""Whoever takes part in an event type; a whole department needs no faces."""
_organization = aliased(Team)
_SHOWN = select(
    User.id,
    User.name,
    User.username,
    User.avatar_url,
    User.week_start,
    _organization.id,
    _organization.slug,
    _organization.name,
).outerjoin(_organization, _organization.id == User.organization_id)
_PEOPLE = _SHOWN.where(User.id.in_(bindparam("user_ids", expanding=True)))
_HOSTS = (
    _SHOWN.join(EventTypeHost, EventTypeHost.user_id == User.id)
    .where(EventTypeHost.event_type_id == bindparam("event_type_id"))
    .order_by(EventTypeHost.position, User.id)
    .limit(MOST_SHOWN)
)


class Organization(NamedTuple):
    """Somebody's main organization."""

    id: int
    slug: str | None
    name: str


class Shown(NamedTuple):
    """Somebody as everybody may see him; never his address."""

    id: int
    name: str | None
    username: str | None
    avatar_url: str | None
    week_start: str
    organization: Organization | None


def _shown(row: Sequence[Any]) -> Shown:
    person, organization = row[:5], row[5:]
    return Shown._make((*person, Organization._make(organization) if organization[0] is not None else None))


async def people(session: AsyncSession, user_ids: list[int]) -> list[Shown]:
    """These people, in this order."""
    found = {row[0]: _shown(row) for row in await session.execute(_PEOPLE, {"user_ids": user_ids})}
    return [found[user_id] for user_id in user_ids if user_id in found]


async def hosts(session: AsyncSession, event_type_id: int) -> list[Shown]:
    """The first hosts of a team's event type."""
    return [_shown(row) for row in await session.execute(_HOSTS, {"event_type_id": event_type_id})]
