"""Use cases that read teams' event types."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import team_queries
from locum.event_types.models import EventType
from locum.event_types.presenting_team import present_child, present_many, present_team_event_type
from locum.event_types.queries import Order
from locum.event_types.rules.team import MANAGED
from locum.event_types.schemas.team_output import TeamEventTypeOutput
from locum.http.principal import Principal
from locum.kit.paging import Page
from locum.organizations.models import Team


async def shown(session: AsyncSession, team: Team, event_type: EventType) -> TeamEventTypeOutput:
    """One event type with its hosts."""
    hosts = await team_queries.hosts_shown(session, [event_type])
    return present_team_event_type(event_type, team, hosts.get(event_type.id, ()))


async def shown_with_children(
    session: AsyncSession, team: Team, event_type: EventType
) -> TeamEventTypeOutput | list[TeamEventTypeOutput]:
    """One event type as it is answered when it was made or changed: a managed one with all its children."""
    itself = await shown(session, team, event_type)
    if event_type.scheduling_type != MANAGED:
        return itself
    children = await team_queries.children_of(session, event_type.id)
    return [itself, *(present_child(child, team) for child in children)]


async def of_team(
    session: AsyncSession,
    caller: Principal | None,
    team_id: int,
    slug: str | None = None,
    most_hosts: int = team_queries.EVERY_HOST,
    order: Order = "asc",
) -> list[TeamEventTypeOutput]:
    """A team's event types; hidden ones only for those whom they concern, and who act within its organization."""
    teams = await team_queries.teams(session, [team_id])
    found = await team_queries.listed(session, team_id, _seen_as(caller, teams.get(team_id)), slug, order)
    hosts = await team_queries.hosts_shown(session, found, most_hosts)
    return present_many(found, teams, hosts)


def _seen_as(caller: Principal | None, team: Team | None) -> int | None:
    if caller is None or team is None:
        return None
    home = team.id if team.is_organization else team.organization_id
    return caller.user_id if caller.bound_to in {None, home} else None


async def of_organization(
    session: AsyncSession, caller: Principal, organization_id: int, page: Page, order: Order
) -> list[TeamEventTypeOutput]:
    """A page of the event types of all teams of an organization; hidden ones as above."""
    found = await team_queries.listed_in_organization(session, organization_id, caller.user_id, page, order)
    teams = await team_queries.teams(session, {one.team_id or 0 for one in found})
    return present_many(found, teams, await team_queries.hosts_shown(session, found))
