"""A desk at one team: what somebody may do in it, by either of the addresses that the API gives it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from locum.http.grants import Authority
from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import Forbidden, NotFound
from locum.memberships.authority import authority_in_team
from locum.organizations.models import Team
from locum.pages.dashboard.desk import CurrentDesk, Desk, Trail
from locum.teams import queries as teams

TEAMS = "/dashboard/teams"


@dataclass(frozen=True, slots=True)
class TeamDesk:
    """Somebody signed in, looking at a team."""

    desk: Desk
    team: Team
    authority: Authority

    @property
    def path(self) -> str:
        """The address of the team's page."""
        return f"{TEAMS}/{self.team.id}"

    @property
    def above(self) -> Trail:
        """The pages above the team's page."""
        return [(TEAMS, self.desk.text("teams.title"))]

    @property
    def trail(self) -> Trail:
        """The pages above those below the team's page."""
        return [*self.above, (self.path, self.team.name)]

    def may(self, permission: Permission) -> bool:
        """Whether the person may do something in the team."""
        return self.authority.may(permission)


def at_team(permission: Permission | None = None) -> Callable[..., Any]:
    """A dependency: the desk at the team that the address names, of somebody who may do this; None for who belongs.

    Raises NotFound for teams that are none of his business, Forbidden.
    """

    async def resolve(desk: CurrentDesk, session: Session, team_id: PathId) -> TeamDesk:
        team = await teams.one(session, team_id)
        here = {None, desk.place.id if desk.place else None}
        if team is None or team.is_organization or team.organization_id not in here:
            raise NotFound("There is no such team.")
        authority = await authority_in_team(session, desk.caller, team.id)
        if authority.rank is None and not authority.grants.words:
            raise NotFound("There is no such team.")
        if permission is not None and not authority.may(permission):
            raise Forbidden("This takes a permission that you do not hold.")
        return TeamDesk(desk, team, authority)

    return resolve
