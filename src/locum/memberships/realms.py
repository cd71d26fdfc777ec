"""The realms of people, organizations and teams: refusals in the order of the organization plane sheet, section 2."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.principal import Caller, MaybeCaller, Principal
from locum.http.realms import Realm
from locum.http.scopes import check_token
from locum.http.session import Session
from locum.kit.errors import Forbidden, NotFound
from locum.memberships import standing
from locum.roles.rules import (
    Minimum,
    minimum_in_organization,
    minimum_in_organization_team,
    minimum_in_team,
)


def _too_low(caller: Principal, minimum: Minimum, place: str) -> Forbidden:
    return Forbidden(
        f"RolesGuard - user with id={caller.user_id} does not have the minimum required role={minimum.name} "
        f"within {place}."
    )


def _may_manage(caller: Principal, found: standing.Standing) -> bool:
    return found.other_is_known if caller.is_system_admin else found.other_belongs


async def enter_organization(
    session: AsyncSession,
    caller: Principal,
    organization_id: int,
    permission: Permission,
    person_id: int | None = None,
) -> Realm:
    """The realm of an organization, or of a person of it. Raises Forbidden with the sheet's reasons."""
    kind = "organization" if person_id is None else "organization_user"
    check_token(caller, permission, kind)
    found = await standing.in_organization(session, organization_id, caller.user_id, person_id)
    if found is None:
        raise Forbidden(
            f"IsOrgGuard - provided organization id={organization_id} does not represent any existing organization."
        )
    if not caller.is_system_admin:
        if found.role is None:
            raise Forbidden(f"RolesGuard - User is not a member of the organization with id={organization_id}.")
        minimum = minimum_in_organization(permission)
        if not minimum.met_by(found.role):
            raise _too_low(caller, minimum, f"organization with id={organization_id}")
    if person_id is not None and not _may_manage(caller, found):
        raise Forbidden(
            f"IsUserInOrg - user with id={person_id} is not part of the organization with id={organization_id}."
        )
    return Realm(kind, caller, organization_id=organization_id, user_id=person_id, role=found.role)


async def enter_team(
    session: AsyncSession, caller: Principal, team_id: int, permission: Permission, person_id: int | None = None
) -> Realm:
    """The realm of a team named without its organization, or of a person in it. Raises Forbidden."""
    kind = "team" if person_id is None else "team_user"
    check_token(caller, permission, kind)
    found = await standing.in_team(session, team_id, caller.user_id, person_id)
    if found is None or (found.role is None and not caller.is_system_admin):
        raise Forbidden(f"RolesGuard - User is not a member of the team with id={team_id}.")
    minimum = minimum_in_team(permission)
    if not caller.is_system_admin and not minimum.met_by(found.role):
        raise _too_low(caller, minimum, f"team with id={team_id}")
    if person_id is not None and not _may_manage(caller, found):
        raise Forbidden(f"IsUserInTeam - user with id={person_id} is not part of the team with id={team_id}.")
    return Realm(kind, caller, team_id=team_id, user_id=person_id, role=found.role)


async def enter_organization_team(
    session: AsyncSession,
    caller: Principal,
    organization_id: int,
    team_id: int,
    permission: Permission,
    person_id: int | None = None,
) -> Realm:
    """The realm of a team within its organization, or of a person in it. Raises Forbidden or NotFound."""
    kind = "organization_team" if person_id is None else "organization_team_user"
    check_token(caller, permission, kind)
    organization = await standing.in_organization(session, organization_id, caller.user_id, person_id)
    if organization is None:
        raise Forbidden(
            f"IsOrgGuard - provided organization id={organization_id} does not represent any existing organization."
        )
    team = await standing.in_team(session, team_id, caller.user_id, person_id)
    _check_organization_team(caller, organization, team, organization_id, team_id, permission)
    if not await standing.is_team_of(session, organization_id, team_id):
        raise NotFound(f"IsTeamInOrg - Team ({team_id}) not found.")
    if person_id is not None and not (_may_manage(caller, organization) and team is not None and team.other_is_known):
        raise Forbidden(
            f"IsUserInOrgTeam - user with id=({person_id}) is not part of the team with id=({team_id}) "
            f"in the organization with id=({organization_id})"
        )
    return Realm(
        kind,
        caller,
        organization_id=organization_id,
        team_id=team_id,
        user_id=person_id,
        role=team.role if team else None,
    )


def _check_organization_team(
    caller: Principal,
    organization: standing.Standing,
    team: standing.Standing | None,
    organization_id: int,
    team_id: int,
    permission: Permission,
) -> None:
    """Organization administrators pass; otherwise the team's role decides, where the permission leaves it a say."""
    if caller.is_system_admin or organization.role in {"ADMIN", "OWNER"}:
        return
    if organization.role is None:
        raise Forbidden(f"RolesGuard - User is not part of the organization with id={organization_id}.")
    minimum = minimum_in_organization_team(permission)
    team_role = team.role if team else None
    if team_role is None and not minimum.of_organization:
        raise Forbidden(
            f"RolesGuard - User is not part of the team with id={team_id} and/or, is not an admin nor an owner "
            f"of the organization with id={organization_id}."
        )
    if minimum.of_organization or not minimum.met_by(team_role):
        raise _too_low(caller, minimum, f"organization with id={organization_id} team with id={team_id}")


@dataclass(frozen=True, slots=True)
class Me:
    """The caller's own things; on public routes also nobody's."""

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        return _anybody if permission is None else _myself(permission)


async def _anybody(request: Request, caller: MaybeCaller) -> None:
    request.state.realm = Realm("me", caller, user_id=caller.user_id if caller else None)


def _myself(permission: Permission) -> Callable[..., Any]:
    async def resolve(request: Request, caller: Caller) -> None:
        check_token(caller, permission, "me")
        request.state.realm = Realm("me", caller, user_id=caller.user_id)

    return resolve


def _needed(permission: Permission | None) -> Permission:
    if permission is None:
        raise ValueError("routes of organizations and teams are not public")
    return permission


@dataclass(frozen=True, slots=True)
class OfOrganization:
    """`/v2/organizations/{orgId}`."""

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, orgId: PathId) -> None:
            request.state.realm = await enter_organization(session, caller, orgId, needed)

        return resolve


@dataclass(frozen=True, slots=True)
class OfOrganizationUser:
    """`/v2/organizations/{orgId}/users/{userId}`."""

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, orgId: PathId, userId: PathId) -> None:
            request.state.realm = await enter_organization(session, caller, orgId, needed, userId)

        return resolve


@dataclass(frozen=True, slots=True)
class OfTeam:
    """`/v2/teams/{teamId}`."""

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, teamId: PathId) -> None:
            request.state.realm = await enter_team(session, caller, teamId, needed)

        return resolve


@dataclass(frozen=True, slots=True)
class OfTeamUser:
    """`/v2/teams/{teamId}/users/{userId}`."""

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, teamId: PathId, userId: PathId) -> None:
            request.state.realm = await enter_team(session, caller, teamId, needed, userId)

        return resolve


@dataclass(frozen=True, slots=True)
class OfOrganizationTeam:
    """`/v2/organizations/{orgId}/teams/{teamId}`."""

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, orgId: PathId, teamId: PathId) -> None:
            request.state.realm = await enter_organization_team(session, caller, orgId, teamId, needed)

        return resolve


me = Me()
organization = OfOrganization()
organization_user = OfOrganizationUser()
team = OfTeam()
team_user = OfTeamUser()
organization_team = OfOrganizationTeam()
