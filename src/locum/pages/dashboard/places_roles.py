"""Where custom roles are looked after: `/dashboard/roles`, and for teams `/dashboard/teams/{id}/roles`."""

from collections.abc import Callable
from typing import Any

from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import Forbidden, NotFound
from locum.memberships.realms import enter_organization_team
from locum.pages.dashboard import roles
from locum.pages.dashboard.desk import CurrentDesk
from locum.pages.dashboard.people import PEOPLE
from locum.pages.dashboard.role_desk import Roles
from locum.pages.dashboard.team_desk import TEAMS
from locum.roles.service import Place
from locum.teams import queries as teams

ROLES = "/dashboard/roles"


def _of_organization(permission: Permission) -> Callable[..., Any]:
    async def resolve(desk: CurrentDesk) -> Roles:
        if desk.place is None:
            raise NotFound("This page is for people of an organization.")
        if not desk.may(permission):
            raise Forbidden("This takes a permission that you do not hold.")
        return Roles(desk, Place(desk.place.id, False, desk.authority), ROLES, PEOPLE)

    return resolve


def _of_team(permission: Permission) -> Callable[..., Any]:
    async def resolve(desk: CurrentDesk, session: Session, team_id: PathId) -> Roles:
        team = await teams.one(session, team_id)
        if desk.place is None or team is None or team.organization_id != desk.place.id:
            raise NotFound("There is no such team.")
        # The API has roles of teams below their organization alone, where leading the team is not enough.
        realm = await enter_organization_team(session, desk.caller, desk.place.id, team_id, permission)
        base = f"{TEAMS}/{team_id}"
        trail = [(TEAMS, desk.text("teams.title")), (base, team.name)]
        return Roles(desk, Place(team_id, True, realm.authority), f"{base}/roles", f"{base}/members", trail)

    return resolve


of_organization = roles.build(ROLES, _of_organization)
of_teams = roles.build(f"{TEAMS}/{{team_id}}/roles", _of_team)
