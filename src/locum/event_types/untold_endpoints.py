"""A person's event types, written by programs that do not say their version: what the body holds tells it."""

from typing import Annotated, Any

from pydantic import Discriminator, Tag

from locum.event_types.endpoints import OwnEventType, change_event_type, create_event_type
from locum.event_types.older_endpoints import change_older_event_type, create_older_event_type
from locum.event_types.schemas.create import CreateEventTypeInput
from locum.event_types.schemas.older import OlderCreateInput, OlderUpdateInput
from locum.event_types.schemas.update import UpdateEventTypeInput
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session
from locum.http.versions import told_by_body

untold_event_types = Resource("event types of untold versions")


CreateBody = Annotated[
    Annotated[OlderCreateInput, Tag("older")] | Annotated[CreateEventTypeInput, Tag("newer")],
    Discriminator(told_by_body(OlderCreateInput, CreateEventTypeInput)),
]
UpdateBody = Annotated[
    Annotated[OlderUpdateInput, Tag("older")] | Annotated[UpdateEventTypeInput, Tag("newer")],
    Discriminator(told_by_body(OlderUpdateInput, UpdateEventTypeInput)),
]


@untold_event_types.post(permission=Permission.EVENT_TYPE_CREATE, response_model=None)
async def create_untold_event_type(
    realm: CurrentRealm, session: Session, settings: CurrentSettings, body: CreateBody
) -> Any:
    """Create an event type of the caller's own."""
    if isinstance(body, OlderCreateInput):
        return await create_older_event_type(realm, session, body)
    return await create_event_type(realm, session, settings, body)


@untold_event_types.patch("/{eventTypeId}", permission=Permission.EVENT_TYPE_UPDATE, response_model=None)
async def change_untold_event_type(
    event_type: OwnEventType, realm: CurrentRealm, session: Session, settings: CurrentSettings, body: UpdateBody
) -> Any:
    """Change what the body names."""
    if isinstance(body, OlderUpdateInput):
        return await change_older_event_type(event_type, realm, session, body)
    return await change_event_type(event_type, realm, session, settings, body)
