"""Use cases of teams: make, change, remove."""

from typing import Any
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.http.principal import Principal
from locum.kit.errors import BadRequest
from locum.kit.slugs import slugify
from locum.memberships.joining import join_team
from locum.memberships.leaving import dissolve
from locum.memberships.rules import Terms
from locum.organizations.clients import check_client_of
from locum.organizations.models import Team
from locum.teams import queries
from locum.teams.events import TeamDeleted

CLEARABLE = frozenset(
    {
        "logo_url",
        "cal_video_logo",
        "app_logo",
        "app_icon_logo",
        "bio",
        "theme",
        "brand_color",
        "dark_brand_color",
        "banner_url",
        "time_format",
        "booking_limits",
        "properties",
    }
)
"""Columns that null empties; for the others null means "not given"."""


def slug_for(name: str) -> str:
    """The slug of a team that names none; a name without letters and digits gets a random one."""
    return slugify(name) or f"team-{uuid4().hex[:8]}"


async def create_team(
    session: AsyncSession, owner_id: int, name: str, values: dict[str, Any], *, accepted: bool = True
) -> Team:
    """A team on its own, with its owner. Raises BadRequest when he has one of this name."""
    if await queries.has_team_named(session, owner_id, name):
        raise BadRequest(f"You already have created a team with name={name}")
    return await _create(session, None, owner_id, name, values, accepted)


async def create_organization_team(
    session: AsyncSession,
    organization_id: int,
    creator: Principal,
    name: str,
    values: dict[str, Any],
    *,
    accepted: bool = True,
    client_id: str | None = None,
) -> Team:
    """A team of an organization; its creator owns it, unless he is a system administrator who only helps out.

    With a client the team is for the people whom that one manages. A slug that another team of the organization has
    ends in a conflict. Raises NotFound or Forbidden for a client that is not the organization's.
    """
    if client_id is not None:
        await check_client_of(session, organization_id, client_id)
        values = {**values, "platform_client_id": client_id}
    owner_id = None if creator.is_system_admin else creator.user_id
    return await _create(session, organization_id, owner_id, name, values, accepted)


async def _create(
    session: AsyncSession,
    organization_id: int | None,
    owner_id: int | None,
    name: str,
    values: dict[str, Any],
    accepted: bool,
) -> Team:
    columns = {column: value for column, value in values.items() if value is not None}
    columns["slug"] = columns.get("slug") or slug_for(name)
    team = Team(name=name, organization_id=organization_id, **columns)
    session.add(team)
    await session.flush()
    if owner_id is not None:
        await join_team(session, team.id, owner_id, Terms("OWNER", accepted))
    return team


async def change_team(session: AsyncSession, team: Team, values: dict[str, Any]) -> Team:
    """Change what is named and leave the rest; null clears what may be empty."""
    for column, value in values.items():
        if value is not None or column in CLEARABLE:
            setattr(team, column, value)
    await session.flush()
    return team


async def remove_team(session: AsyncSession, team: Team) -> None:
    """A team goes with its memberships and event types; an organization, named as a team, with all it holds."""
    await publish(session, TeamDeleted(team.id, team.organization_id))
    if team.is_organization:
        await dissolve(session, team)
    else:
        await session.execute(delete(Team).where(Team.id == team.id))
