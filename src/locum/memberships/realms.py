"""The realms of people, organizations and teams: refusals in the order of the organization plane sheet, section 2."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.principal import Caller, MaybeCaller, Principal
from locum.http.realms import Realm
from locum.http.scopes import check_token
from locum.http.session import Session
from locum.kit.errors import Forbidden, NotFound
from locum.memberships import authority, standing
from locum.memberships.standing import Standing
from locum.roles import authority as roles
from locum.roles.authority import Held
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


def _is_out_of_reach(caller: Principal, found: Standing) -> bool:
    """Keys and clients of one organization act in no other, even where the person they act as belongs to both."""
    return caller.bound_to is not None and bool(found.reached_from) and caller.bound_to not in found.reached_from


def _may_manage(caller: Principal, found: Standing) -> bool:
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
    has = authority.in_organization(caller, found.held)
    out_of_reach = _is_out_of_reach(caller, found)
    if out_of_reach or not has.may(permission):
        if out_of_reach or has.rank is None:
            raise Forbidden(f"RolesGuard - User is not a member of the organization with id={organization_id}.")
        minimum = minimum_in_organization(permission)
        raise _too_low(caller, minimum, f"organization with id={organization_id}")
    if person_id is not None and not _may_manage(caller, found):
        raise Forbidden(
            f"IsUserInOrg - user with id={person_id} is not part of the organization with id={organization_id}."
        )
    return Realm(kind, caller, organization_id=organization_id, user_id=person_id, authority=has)


async def enter_team(
    session: AsyncSession,
    caller: Principal,
    team_id: int,
    permission: Permission,
    person_id: int | None = None,
    *,
    kind: str | None = None,
) -> Realm:
    """The realm of a team named without its organization, or of a person in it. Raises Forbidden.

    `kind` is another one for things of a team that tokens are given for by names of their own.
    """
    kind = kind or ("team" if person_id is None else "team_user")
    check_token(caller, permission, kind)
    found = await standing.in_team(session, team_id, caller.user_id, person_id)
    if found is None or _is_out_of_reach(caller, found):
        raise _not_in_team(team_id)
    has = authority.in_team(caller, found)
    if not has.may(permission):
        if has.rank is None:
            raise _not_in_team(team_id)
        raise _too_low(caller, minimum_in_team(permission), f"team with id={team_id}")
    may_at_home = roles.in_organization(found.at_home).may(permission)
    if person_id is not None and not (_may_manage(caller, found) or may_at_home):
        raise Forbidden(f"IsUserInTeam - user with id={person_id} is not part of the team with id={team_id}.")
    return Realm(kind, caller, team_id=team_id, user_id=person_id, authority=has)


def _not_in_team(team_id: int) -> Forbidden:
    return Forbidden(f"RolesGuard - User is not a member of the team with id={team_id}.")


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
    if _is_out_of_reach(caller, organization):
        raise Forbidden(f"RolesGuard - User is not part of the organization with id={organization_id}.")
    team = await standing.in_team(session, team_id, caller.user_id, person_id)
    team_held = team.held if team else Held()
    has = authority.in_organization_team(caller, organization.held, team_held)
    if not has.may(permission):
        raise _not_in_organization_team(caller, organization.held, team_held, organization_id, team_id, permission)
    if not await standing.is_team_of(session, organization_id, team_id):
        raise NotFound(f"IsTeamInOrg - Team ({team_id}) not found.")
    if person_id is not None and not (_may_manage(caller, organization) and team is not None and team.other_is_known):
        raise Forbidden(
            f"IsUserInOrgTeam - user with id=({person_id}) is not part of the team with id=({team_id}) "
            f"in the organization with id=({organization_id})"
        )
    return Realm(kind, caller, organization_id=organization_id, team_id=team_id, user_id=person_id, authority=has)


def _not_in_organization_team(
    caller: Principal, organization: Held, team: Held, organization_id: int, team_id: int, permission: Permission
) -> Forbidden:
    """Why: not in the organization, not in the team where its role has a say, or of too low a role."""
    if organization.role is None:
        return Forbidden(f"RolesGuard - User is not part of the organization with id={organization_id}.")
    minimum = minimum_in_organization_team(permission)
    if team.role is None and not minimum.of_organization:
        return Forbidden(
            f"RolesGuard - User is not part of the team with id={team_id} and/or, is not an admin nor an owner "
            f"of the organization with id={organization_id}."
        )
    return _too_low(caller, minimum, f"organization with id={organization_id} team with id={team_id}")


@dataclass(frozen=True, slots=True)
class Me:
    """The caller's own things; on public routes also nobody's."""

    kind: ClassVar[str] = "me"

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

    kind: ClassVar[str] = "organization"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, orgId: PathId) -> None:
            request.state.realm = await enter_organization(session, caller, orgId, needed)

        return resolve


@dataclass(frozen=True, slots=True)
class OfOrganizationUser:
    """`/v2/organizations/{orgId}/users/{userId}`."""

    kind: ClassVar[str] = "organization_user"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, orgId: PathId, userId: PathId) -> None:
            request.state.realm = await enter_organization(session, caller, orgId, needed, userId)

        return resolve


@dataclass(frozen=True, slots=True)
class OfTeam:
    """`/v2/teams/{teamId}`."""

    kind: ClassVar[str] = "team"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, teamId: PathId) -> None:
            request.state.realm = await enter_team(session, caller, teamId, needed)

        return resolve


@dataclass(frozen=True, slots=True)
class OfTeamUser:
    """`/v2/teams/{teamId}/users/{userId}`."""

    kind: ClassVar[str] = "team_user"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, teamId: PathId, userId: PathId) -> None:
            request.state.realm = await enter_team(session, caller, teamId, needed, userId)

        return resolve


@dataclass(frozen=True, slots=True)
class OfOrganizationTeam:
    """`/v2/organizations/{orgId}/teams/{teamId}`."""

    kind: ClassVar[str] = "organization_team"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, orgId: PathId, teamId: PathId) -> None:
            request.state.realm = await enter_organization_team(session, caller, orgId, teamId, needed)

        return resolve


@dataclass(frozen=True, slots=True)
class OfOrganizationTeamUser:
    """`/v2/organizations/{orgId}/teams/{teamId}/users/{userId}`."""

    kind: ClassVar[str] = "organization_team_user"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(
            request: Request, caller: Caller, session: Session, orgId: PathId, teamId: PathId, userId: PathId
        ) -> None:
            request.state.realm = await enter_organization_team(session, caller, orgId, teamId, needed, userId)

        return resolve


me = Me()
organization = OfOrganization()
organization_user = OfOrganizationUser()
team = OfTeam()
team_user = OfTeamUser()
organization_team = OfOrganizationTeam()
organization_team_user = OfOrganizationTeamUser()
