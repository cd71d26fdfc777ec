"""The realms of single event types: a person's own, and a team's (organization plane sheet, part 4, section 7)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import queries, team_queries
from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.principal import Caller, MaybeCaller, Principal
from locum.http.realms import Realm
from locum.http.scopes import check_token
from locum.http.session import Session
from locum.kit.errors import Forbidden, NotFound
from locum.memberships.realms import enter_organization, enter_organization_team, enter_team


async def enter_event_type(
    session: AsyncSession, caller: Principal, event_type_id: int, permission: Permission, guard: str
) -> Realm:
    """The realm of a person's event type, for its owner alone. Raises NotFound or Forbidden.

    `guard` is the name under which the sheet has the refusals.
    """
    check_token(caller, permission, "event_type")
    place = await queries.place(session, event_type_id)
    if place is None:
        raise NotFound(f"{guard} - Event type ({event_type_id}) not found")
    if place.user_id != caller.user_id:
        raise Forbidden(
            f"{guard} - User with id={caller.user_id} is not the owner of event type with id={event_type_id}"
        )
    return Realm("event_type", caller, user_id=place.user_id, event_type_id=event_type_id)


async def enter_own_event_type(
    session: AsyncSession, caller: Principal, event_type_id: int, permission: Permission
) -> Realm:
    """The realm of a person's event type, of which others are not to know. Raises NotFound."""
    check_token(caller, permission, "event_type")
    place = await queries.place(session, event_type_id)
    if place is None or place.user_id != caller.user_id:
        raise NotFound(f"Event type with id {event_type_id} not found")
    return Realm("event_type", caller, user_id=place.user_id, event_type_id=event_type_id)


async def enter_organization_team_event_type(
    session: AsyncSession,
    caller: Principal,
    organization_id: int,
    team_id: int,
    event_type_id: int,
    permission: Permission,
) -> Realm:
    """The realm of an event type of an organization's team. Raises Forbidden as the team does, or NotFound."""
    realm = await enter_organization_team(session, caller, organization_id, team_id, permission)
    place = await queries.place(session, event_type_id)
    if place is None or place.team_id != team_id:
        raise NotFound(f"Event type with id {event_type_id} not found")
    return replace(realm, event_type_id=event_type_id)


async def enter_team_event_type(
    session: AsyncSession, caller: Principal, team_id: int, event_type_id: int, permission: Permission, guard: str
) -> Realm:
    """The realm of a team's event type. Raises Forbidden as the team does, or NotFound."""
    realm = await enter_team(session, caller, team_id, permission, kind="team_event_type")
    place = await queries.place(session, event_type_id)
    if place is None or place.team_id != team_id:
        raise NotFound(f"{guard} - Event type ({event_type_id}) of team ({team_id}) not found")
    return replace(realm, event_type_id=event_type_id)


def _needed(permission: Permission | None) -> Permission:
    if permission is None:
        raise ValueError("routes of single event types are not public")
    return permission


async def enter_open_team(
    session: AsyncSession, caller: Principal | None, team_id: int, organization_id: int | None = None
) -> Realm:
    """The realm of a team whose event types anybody may look at. Raises NotFound."""
    team = await team_queries.team_at(session, team_id, organization_id)
    if team is None:
        raise NotFound(f"Team with id {team_id} not found")
    return Realm("team", caller, organization_id=organization_id, team_id=team_id)


async def enter_teams_of_organization(
    session: AsyncSession, caller: Principal, organization_id: int, permission: Permission
) -> Realm:
    """The realm of all teams of an organization, for its administrators and for those of a team of it.

    Raises Forbidden as the organization does.
    """
    within = caller.bound_to is None or caller.bound_to == organization_id
    if within and await team_queries.leads_a_team(session, organization_id, caller.user_id):
        check_token(caller, permission, "organization")
        return Realm("organization", caller, organization_id=organization_id)
    return await enter_organization(session, caller, organization_id, permission)


@dataclass(frozen=True, slots=True)
class OfOpenTeam:
    """`/v2/teams/{teamId}/event-types` for anybody."""

    kind: ClassVar[str] = "team"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""

        async def resolve(request: Request, caller: MaybeCaller, session: Session, teamId: PathId) -> None:
            request.state.realm = await enter_open_team(session, caller, teamId)

        return resolve


@dataclass(frozen=True, slots=True)
class OfOpenOrganizationTeam:
    """`/v2/organizations/{orgId}/teams/{teamId}/event-types` for anybody."""

    kind: ClassVar[str] = "organization_team"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""

        async def resolve(
            request: Request, caller: MaybeCaller, session: Session, orgId: PathId, teamId: PathId
        ) -> None:
            request.state.realm = await enter_open_team(session, caller, teamId, orgId)

        return resolve


@dataclass(frozen=True, slots=True)
class OfTeamsOfOrganization:
    """`/v2/organizations/{orgId}/teams/event-types`."""

    kind: ClassVar[str] = "organization"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, orgId: PathId) -> None:
            request.state.realm = await enter_teams_of_organization(session, caller, orgId, needed)

        return resolve


@dataclass(frozen=True, slots=True)
class OfEventType:
    """`/v2/event-types/{eventTypeId}`."""

    kind: ClassVar[str] = "event_type"
    guard: str

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed, guard = _needed(permission), self.guard

        async def resolve(request: Request, caller: Caller, session: Session, eventTypeId: PathId) -> None:
            request.state.realm = await enter_event_type(session, caller, eventTypeId, needed, guard)

        return resolve


@dataclass(frozen=True, slots=True)
class OfOwnEventType:
    """`/v2/event-types/{eventTypeId}` for what nobody but its owner is to know of."""

    kind: ClassVar[str] = "event_type"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(request: Request, caller: Caller, session: Session, eventTypeId: PathId) -> None:
            request.state.realm = await enter_own_event_type(session, caller, eventTypeId, needed)

        return resolve


@dataclass(frozen=True, slots=True)
class OfOrganizationTeamEventType:
    """`/v2/organizations/{orgId}/teams/{teamId}/event-types/{eventTypeId}`."""

    kind: ClassVar[str] = "organization_team"

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed = _needed(permission)

        async def resolve(
            request: Request, caller: Caller, session: Session, orgId: PathId, teamId: PathId, eventTypeId: PathId
        ) -> None:
            request.state.realm = await enter_organization_team_event_type(
                session, caller, orgId, teamId, eventTypeId, needed
            )

        return resolve


@dataclass(frozen=True, slots=True)
class OfTeamEventType:
    """`/v2/teams/{teamId}/event-types/{eventTypeId}`."""

    kind: ClassVar[str] = "team_event_type"
    guard: str

    def requires(self, permission: Permission | None) -> Callable[..., Any]:
        """The dependency."""
        needed, guard = _needed(permission), self.guard

        async def resolve(
            request: Request, caller: Caller, session: Session, teamId: PathId, eventTypeId: PathId
        ) -> None:
            request.state.realm = await enter_team_event_type(session, caller, teamId, eventTypeId, needed, guard)

        return resolve
