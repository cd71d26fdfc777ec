"""A person's event types as programs of 2024-04-15 know them (event types sheet, section 12)."""

from typing import Annotated

from fastapi import Depends
from starlette.types import Scope

from locum.event_types import older, reading, service
from locum.event_types.endpoints import OwnEventType
from locum.event_types.models import EventType
from locum.event_types.schemas.older import (
    OlderCreateInput,
    OlderDeletedOutput,
    OlderEventTypeOutput,
    OlderGroupsOutput,
    OlderOneOutput,
    OlderUpdateInput,
)
from locum.http.envelope import Envelope, success
from locum.http.parameters import PathId, page_of
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session
from locum.http.versions import effective_version, sent_version
from locum.kit.paging import Page
from locum.users.models import User

older_event_types = Resource("older event types")

ADDRESS = "/v2/event-types"
MOST = 1000
VERSIONS = frozenset({"2024-04-15", "2024-06-11"})

CurrentPage = Annotated[Page, page_of(MOST, MOST)]


def wants_older(scope: Scope) -> bool:
    """Whether a request is for the older shape: by its header, or by having none (client surface sheet, section 0).

    Who names a person looks at a public page, which the older version has not.
    """
    version = sent_version(scope)
    if version is not None:
        return effective_version(version) in VERSIONS
    lists = scope["method"] in {"GET", "HEAD"} and scope["path"] == ADDRESS
    return not (lists and b"username" in scope.get("query_string", b""))


async def _removable(realm: CurrentRealm, session: Session, eventTypeId: PathId) -> EventType:
    return await service.removable(session, realm.owner_id, eventTypeId)


@older_event_types.get(public=True, when_known=Permission.EVENT_TYPE_READ)
async def list_older_event_types(
    realm: CurrentRealm, session: Session, settings: CurrentSettings, page: CurrentPage
) -> Envelope[OlderGroupsOutput]:
    """One's own event types and those of one's teams, by group; nobody has none."""
    if realm.principal is None:
        return success(OlderGroupsOutput(event_type_groups=[], profiles=[]))
    return success(await older.groups(session, realm.owner_id, settings.base_url, page))


@older_event_types.post(permission=Permission.EVENT_TYPE_CREATE)
async def create_older_event_type(
    realm: CurrentRealm, session: Session, body: OlderCreateInput
) -> Envelope[OlderEventTypeOutput]:
    """Create an event type of the caller's own."""
    event_type = await service.create(session, realm.owner_id, body.changes())
    return success(older.present_own(event_type, await session.get_one(User, realm.owner_id)))


@older_event_types.get("/{eventTypeId}", permission=Permission.EVENT_TYPE_READ)
async def get_older_event_type(realm: CurrentRealm, session: Session, eventTypeId: PathId) -> Envelope[OlderOneOutput]:
    """One event type, for its owner, its hosts and whoever administers them."""
    found = await reading.found_for(session, realm.caller, eventTypeId)
    owner = await session.get(User, found.user_id) if found.user_id is not None else None
    shown = older.present_own(found, owner) if owner else older.present(found, [])
    return success(OlderOneOutput(event_type=shown))


@older_event_types.patch("/{eventTypeId}", permission=Permission.EVENT_TYPE_UPDATE)
async def change_older_event_type(
    event_type: OwnEventType, realm: CurrentRealm, session: Session, body: OlderUpdateInput
) -> Envelope[OlderEventTypeOutput]:
    """Change what the body names."""
    changed = await service.change(session, event_type, body.changes())
    return success(older.present_own(changed, await session.get_one(User, realm.owner_id)))


@older_event_types.delete("/{eventTypeId}", permission=Permission.EVENT_TYPE_DELETE)
async def remove_older_event_type(
    event_type: Annotated[EventType, Depends(_removable)], session: Session
) -> Envelope[OlderDeletedOutput]:
    """Remove an event type; answers with what it was."""
    was = OlderDeletedOutput(
        id=event_type.id, length=event_type.length_in_minutes, slug=event_type.slug, title=event_type.title
    )
    await service.remove(session, event_type)
    return success(was)
