"""A person's event types over HTTP."""

from typing import Annotated

from fastapi import Depends, Query

from locum.event_types import reading, service
from locum.event_types.models import EventType, stored_settings
from locum.event_types.people import Place
from locum.event_types.presenting import present, present_deleted
from locum.event_types.queries import Order
from locum.event_types.reading import Asked
from locum.event_types.schemas.create import CreateEventTypeInput
from locum.event_types.schemas.output import DeletedEventTypeOutput, EventTypeOutput
from locum.event_types.schemas.team_output import TeamEventTypeOutput
from locum.event_types.schemas.update import UpdateEventTypeInput
from locum.http.envelope import Envelope, success
from locum.http.parameters import CommaList, PathId, leading_integer
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import InvalidInput
from locum.users.models import User

event_types = Resource("event types")


def order_of(text: str | None) -> Order:
    """How a list is sorted by age. Raises InvalidInput."""
    if text not in {None, "", "asc", "desc"}:
        raise InvalidInput.of("sortCreatedAt", "isEnum", 'SortCreatedAt must be either "asc" or "desc".', text)
    return "desc" if text == "desc" else "asc"


async def _asked(
    username: Annotated[str | None, Query(description="Whose event types")] = None,
    eventSlug: Annotated[str | None, Query(description="Only the one with this slug")] = None,
    usernames: Annotated[
        CommaList, Query(description="The meeting of several persons, by comma", json_schema_extra={"type": "string"})
    ] = [],  # noqa: B006 - FastAPI copies it
    orgSlug: Annotated[str | None, Query(description="The organization in which usernames are looked up")] = None,
    orgId: Annotated[str | None, Query(description="The same, by id", json_schema_extra={"type": "number"})] = None,
    sortCreatedAt: Annotated[
        str | None,
        Query(description="By age; the oldest first by default", json_schema_extra={"enum": ["asc", "desc"]}),
    ] = None,
) -> Asked:
    place = Place(leading_integer("orgId", orgId) if orgId else None, orgSlug or None)
    return Asked(username or None, tuple(usernames), eventSlug or None, place, order_of(sortCreatedAt))


async def _own(realm: CurrentRealm, session: Session, eventTypeId: PathId) -> EventType:
    return await service.owned(session, realm.owner_id, eventTypeId)


async def _removable(realm: CurrentRealm, session: Session, eventTypeId: PathId) -> EventType:
    return await service.removable(session, realm.owner_id, eventTypeId)


OwnEventType = Annotated[EventType, Depends(_own)]
"""Found before the body is read: whoever may not touch an event type learns nothing about his body."""


@event_types.post(permission=Permission.EVENT_TYPE_CREATE)
async def create_event_type(
    realm: CurrentRealm, session: Session, settings: CurrentSettings, body: CreateEventTypeInput
) -> Envelope[EventTypeOutput]:
    """Create an event type of the caller's own."""
    event_type = await service.create(session, realm.owner_id, body.changes())
    owner = await session.get_one(User, realm.owner_id)
    return success(present(stored_settings(event_type), owner, settings.base_url))


@event_types.get(public=True, when_known=Permission.EVENT_TYPE_READ)
async def list_event_types(
    realm: CurrentRealm, session: Session, settings: CurrentSettings, asked: Annotated[Asked, Depends(_asked)]
) -> Envelope[list[EventTypeOutput]]:
    """Event types of a person, the meeting of several, or, when nothing is asked for, the caller's own."""
    return success(await reading.list_for(session, realm.principal, asked, settings.base_url))


@event_types.get("/{eventTypeId}", permission=Permission.EVENT_TYPE_READ)
async def get_event_type(
    realm: CurrentRealm, session: Session, settings: CurrentSettings, eventTypeId: PathId
) -> Envelope[EventTypeOutput | TeamEventTypeOutput]:
    """One event type, for its owner, its hosts and whoever administers them."""
    return success(await reading.event_type_for(session, realm.caller, eventTypeId, settings.base_url))


@event_types.patch("/{eventTypeId}", permission=Permission.EVENT_TYPE_UPDATE)
async def change_event_type(
    event_type: OwnEventType,
    realm: CurrentRealm,
    session: Session,
    settings: CurrentSettings,
    body: UpdateEventTypeInput,
) -> Envelope[EventTypeOutput]:
    """Change what the body names."""
    changed = await service.change(session, event_type, body.changes())
    owner = await session.get_one(User, realm.owner_id)
    return success(present(stored_settings(changed), owner, settings.base_url))


@event_types.delete("/{eventTypeId}", permission=Permission.EVENT_TYPE_DELETE)
async def remove_event_type(
    event_type: Annotated[EventType, Depends(_removable)], session: Session
) -> Envelope[DeletedEventTypeOutput]:
    """Remove an event type; answers with what it was."""
    await service.remove(session, event_type)
    return success(present_deleted(stored_settings(event_type)))
