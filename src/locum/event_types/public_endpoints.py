"""What a person offers to everybody, as pages of older platforms ask for it (client surface sheet, section 1.5)."""

from collections.abc import Sequence

from locum.event_types import people, queries
from locum.event_types.models import EventType
from locum.event_types.schemas.older import OlderPublicOutput
from locum.http.envelope import Envelope, success
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.errors import NotFound

public_event_types = Resource("public event types")


async def _of(session: Session, username: str, slug: str | None = None) -> Sequence[EventType]:
    """Hidden ones are shown to nobody here, not even to their owner."""
    found = await people.named(session, (username,))
    return await queries.of_person(session, found[0].id, slug=slug, with_hidden=False) if found else []


@public_event_types.get("/{username}/public", public=True, when_known=Permission.EVENT_TYPE_READ)
async def list_public_event_types(
    realm: CurrentRealm, session: Session, username: str
) -> Envelope[list[OlderPublicOutput]]:
    """A person's event types."""
    return success([OlderPublicOutput.of(row) for row in await _of(session, username)])


@public_event_types.get("/{username}/{eventSlug}/public", public=True, when_known=Permission.EVENT_TYPE_READ)
async def get_public_event_type(
    realm: CurrentRealm, session: Session, username: str, eventSlug: str
) -> Envelope[OlderPublicOutput]:
    """One of them."""
    for row in await _of(session, username, eventSlug):
        return success(OlderPublicOutput.of(row))
    raise NotFound(f"Event type with slug {eventSlug} not found")
