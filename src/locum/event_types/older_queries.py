"""SELECTs of event types by the teams that somebody belongs to."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import BigInteger, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types.models import EventType
from locum.memberships.models import Membership
from locum.organizations.models import Team

_TEAMS = (
    select(Team, Membership.role)
    .join(Membership, Membership.team_id == Team.id)
    .where(Membership.user_id == bindparam("user_id"), Membership.accepted.is_(True))
    .order_by(Team.id)
)
_SIZES = (
    select(Membership.team_id, func.count())
    .where(Membership.team_id == any_(bindparam("team_ids", type_=ARRAY(BigInteger))), Membership.accepted.is_(True))
    .group_by(Membership.team_id)
)
_OF_TEAMS = (
    select(EventType)
    .where(EventType.team_id == any_(bindparam("team_ids", type_=ARRAY(BigInteger))))
    .order_by(EventType.team_id, EventType.id)
)


class Place(NamedTuple):
    """A team of somebody's, with what it has."""

    team: Team
    role: str
    members: int


async def places(session: AsyncSession, user_id: int) -> list[Place]:
    """The teams and organizations that somebody belongs to, in the order in which they were made."""
    rows = (await session.execute(_TEAMS, {"user_id": user_id})).all()
    sizes = await session.execute(_SIZES, {"team_ids": [team.id for team, _ in rows]})
    members = {row[0]: row[1] for row in sizes}
    return [Place(team, role, members.get(team.id, 0)) for team, role in rows]


async def of_teams(session: AsyncSession, places: Iterable[Place]) -> dict[int, list[EventType]]:
    """By team. Members see also what is hidden from the public: they are told of their own team."""
    found: dict[int, list[EventType]] = {}
    for row in await session.scalars(_OF_TEAMS, {"team_ids": [place.team.id for place in places]}):
        found.setdefault(row.team_id or 0, []).append(row)
    return found
