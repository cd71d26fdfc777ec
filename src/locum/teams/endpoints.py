"""Teams over HTTP: one's own, those of an organization, and a single one wherever its address stands."""

from typing import Annotated

from fastapi import Depends, Header

from locum.http.envelope import Envelope, success
from locum.http.parameters import CurrentPage
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.errors import MissingRecord
from locum.organizations.models import Team
from locum.teams import queries, service
from locum.teams.schemas import MyTeamOut, TeamAwaitingPayment, TeamCreate, TeamOut, TeamUpdate, my_team_out, team_out

own_teams = Resource("own teams")
organization_teams = Resource("organization teams")
single_team = Resource("single team")


async def _the_team(realm: CurrentRealm, session: Session) -> Team:
    team = await queries.one(session, realm.team, hold=True)
    if team is None:
        raise MissingRecord
    return team


TheTeam = Annotated[Team, Depends(_the_team)]
"""Found before the body is read; gone only when somebody removed it a moment ago."""


NamedClient = Annotated[
    str | None, Header(alias="x-cal-client-id", description="The OAuth client for whose people the team is.")
]


@own_teams.get(permission=Permission.TEAMS_MINE)
async def list_own_teams(realm: CurrentRealm, session: Session) -> Envelope[list[TeamOut]]:
    """Every team and organization that the caller belongs to or is invited to."""
    return success([team_out(team) for team in await queries.of_person(session, realm.owner_id)])


@own_teams.post(permission=Permission.TEAM_CREATE)
async def create_own_team(
    realm: CurrentRealm, session: Session, body: TeamCreate
) -> Envelope[TeamOut | TeamAwaitingPayment]:
    """Make a team outside of organizations; the caller owns it."""
    values = body.values()
    name, accepted = values.pop("name"), values.pop("auto_accept_creator", True)
    team = await service.create_team(session, realm.owner_id, name, values, accepted=accepted is not False)
    answer: TeamOut | TeamAwaitingPayment = team_out(team)
    return success(answer)


@organization_teams.get(permission=Permission.TEAM_READ)
async def list_organization_teams(realm: CurrentRealm, session: Session, page: CurrentPage) -> Envelope[list[TeamOut]]:
    """All teams of the organization."""
    found = await queries.of_organization(session, realm.organization, page)
    return success([team_out(team) for team in found])


@organization_teams.get("/me", permission=Permission.TEAMS_MINE, response_model_exclude_unset=True)
async def list_my_organization_teams(
    realm: CurrentRealm, session: Session, page: CurrentPage
) -> Envelope[list[MyTeamOut]]:
    """The teams of the organization that the caller belongs to; all of them for whoever may read teams there."""
    found = await queries.with_own_membership(
        session, realm.organization, realm.caller.user_id, page, only_own=not realm.may(Permission.TEAM_READ)
    )
    return success([my_team_out(team, membership) for team, membership in found])


@organization_teams.post(permission=Permission.TEAM_CREATE)
async def create_organization_team(
    realm: CurrentRealm, session: Session, body: TeamCreate, client_id: NamedClient = None
) -> Envelope[TeamOut]:
    """Make a team of the organization; the caller owns it."""
    values = body.values()
    name, accepted = values.pop("name"), values.pop("auto_accept_creator", True)
    team = await service.create_organization_team(
        session, realm.organization, realm.caller, name, values, accepted=accepted is not False, client_id=client_id
    )
    return success(team_out(team))


@single_team.get(permission=Permission.TEAM_READ)
async def get_team(realm: CurrentRealm, session: Session) -> Envelope[TeamOut]:
    """One team."""
    team = await queries.one(session, realm.team)
    if team is None:
        raise MissingRecord
    return success(team_out(team))


@single_team.patch(permission=Permission.TEAM_UPDATE)
async def update_team(team: TheTeam, session: Session, body: TeamUpdate) -> Envelope[TeamOut]:
    """Change what the body names."""
    return success(team_out(await service.change_team(session, team, body.values())))


@single_team.delete(permission=Permission.TEAM_DELETE)
async def delete_team(team: TheTeam, session: Session) -> Envelope[TeamOut]:
    """Remove a team with its memberships and event types; answers with what it was."""
    shown = team_out(team)
    await service.remove_team(session, team)
    return success(shown)
