"""Teams' event types over HTTP, by either address of a team, and those of an organization's teams together."""

from typing import Annotated

from fastapi import Depends, Query

from locum.event_types import team_reading, team_service
from locum.event_types.endpoints import order_of
from locum.event_types.models import EventType
from locum.event_types.presenting_team import present_deleted
from locum.event_types.queries import Order
from locum.event_types.schemas.phone_call import CreatePhoneCallInput, PhoneCallOutput
from locum.event_types.schemas.team_input import CreateTeamEventTypeInput, UpdateTeamEventTypeInput
from locum.event_types.schemas.team_output import DeletedTeamEventTypeOutput, TeamEventTypeOutput
from locum.event_types.team_queries import EVERY_HOST
from locum.http.envelope import Envelope, success
from locum.http.parameters import CurrentPage, PathId, bounded
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.errors import BadRequest, NotFound, Unprocessable
from locum.organizations.models import Team

team_event_types = Resource("team event types")
open_team_event_types = Resource("team event types for anybody")
teams_event_types = Resource("event types of all teams")

OneOrMany = TeamEventTypeOutput | list[TeamEventTypeOutput]


async def _order(
    sortCreatedAt: Annotated[
        str | None,
        Query(description="By age; the oldest first by default", json_schema_extra={"enum": ["asc", "desc"]}),
    ] = None,
) -> Order:
    return order_of(sortCreatedAt)


async def _most_hosts(
    hostsLimit: Annotated[
        str | None, Query(description="So many hosts of each at most", json_schema_extra={"type": "number"})
    ] = None,
) -> int:
    return bounded("hostsLimit", hostsLimit, EVERY_HOST, 1, EVERY_HOST)


async def _team(realm: CurrentRealm, session: Session) -> Team:
    return await session.get_one(Team, realm.team)


async def _one(realm: CurrentRealm, session: Session, eventTypeId: PathId) -> EventType:
    return await team_service.found(session, realm.team, eventTypeId)


async def _to_change(realm: CurrentRealm, session: Session, eventTypeId: PathId) -> EventType:
    event_type = await team_service.held(session, realm.team, eventTypeId)
    if event_type is None:
        raise BadRequest("Event type to update not found")
    return event_type


async def _to_remove(realm: CurrentRealm, session: Session, eventTypeId: PathId) -> EventType:
    event_type = await team_service.held(session, realm.team, eventTypeId)
    if event_type is None:
        raise NotFound(f"Event type with id {eventTypeId} not found")
    return event_type


Sorted = Annotated[Order, Depends(_order)]
TheTeam = Annotated[Team, Depends(_team)]
TheEventType = Annotated[EventType, Depends(_one)]
"""Found before the body is read."""


@team_event_types.post(permission=Permission.EVENT_TYPE_CREATE)
async def create_team_event_type(
    team: TheTeam, realm: CurrentRealm, session: Session, body: CreateTeamEventTypeInput
) -> Envelope[OneOrMany]:
    """Make an event type of the team; a managed one is answered with its children."""
    event_type = await team_service.create(session, team, realm.caller.user_id, body.changes(), body.asked())
    return success(await team_reading.shown_with_children(session, team, event_type))


@open_team_event_types.get(public=True, when_known=Permission.EVENT_TYPE_READ)
async def list_team_event_types(
    realm: CurrentRealm,
    session: Session,
    order: Sorted,
    most_hosts: Annotated[int, Depends(_most_hosts)],
    eventSlug: Annotated[str | None, Query(description="Only the one with this slug")] = None,
) -> Envelope[list[TeamEventTypeOutput]]:
    """The team's event types; hidden ones only for those whom they concern."""
    found = await team_reading.of_team(session, realm.principal, realm.team, eventSlug or None, most_hosts, order)
    return success(found)


@team_event_types.get("/{eventTypeId}", permission=Permission.EVENT_TYPE_READ)
async def get_team_event_type(
    team: TheTeam, event_type: TheEventType, session: Session
) -> Envelope[TeamEventTypeOutput]:
    """One event type of the team."""
    return success(await team_reading.shown(session, team, event_type))


@team_event_types.patch("/{eventTypeId}", permission=Permission.EVENT_TYPE_UPDATE)
async def change_team_event_type(
    event_type: Annotated[EventType, Depends(_to_change)],
    team: TheTeam,
    realm: CurrentRealm,
    session: Session,
    body: UpdateTeamEventTypeInput,
) -> Envelope[OneOrMany]:
    """Change what the body names; the children of a managed event type follow."""
    changed = await team_service.change(session, team, event_type, realm.caller.user_id, body.changes(), body.asked())
    return success(await team_reading.shown_with_children(session, team, changed))


@team_event_types.delete("/{eventTypeId}", permission=Permission.EVENT_TYPE_DELETE)
async def remove_team_event_type(
    event_type: Annotated[EventType, Depends(_to_remove)], session: Session
) -> Envelope[DeletedTeamEventTypeOutput]:
    """Remove an event type, and the children of a managed one; answers with what it was."""
    was = present_deleted(event_type)
    await team_service.remove(session, event_type)
    return success(was)


@team_event_types.post("/{eventTypeId}/create-phone-call", permission=Permission.EVENT_TYPE_UPDATE)
async def create_phone_call(event_type: TheEventType, body: CreatePhoneCallInput) -> Envelope[PhoneCallOutput]:
    """Have an agent call somebody: this server has no provider of phone calls and says so (422)."""
    raise Unprocessable(
        f"No phone provider is configured on this server: it cannot call anybody about event type {event_type.id}."
    )


@teams_event_types.get(permission=Permission.EVENT_TYPE_READ)
async def list_event_types_of_all_teams(
    realm: CurrentRealm, session: Session, page: CurrentPage, order: Sorted
) -> Envelope[list[TeamEventTypeOutput]]:
    """The event types of all teams of the organization."""
    found = await team_reading.of_organization(session, realm.caller, realm.organization, page, order)
    return success(found)
