"""What the component library asks first of an event type, over HTTP (client surface sheet, section 1.2)."""

from typing import Annotated

from fastapi import Depends, Query

from locum.http.envelope import Envelope, success
from locum.http.parameters import LARGEST_ID, bounded
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session
from locum.public_events import service
from locum.public_events.schemas import PublicEventOutput
from locum.public_events.service import BETWEEN_NAMES, Asked

public_events = Resource("public events")

Text = Annotated[str | None, Query()]


async def _asked(
    eventSlug: str, username: Text = None, isTeamEvent: Text = None, teamId: Text = None, orgId: Text = None
) -> Asked:
    """Raises InvalidInput for ids that are no numbers."""
    is_of_team = (isTeamEvent or "").lower() == "true"
    return Asked(
        eventSlug.lower(),
        # A plus that nobody encoded is a blank by the time it is read.
        tuple(name for name in (username or "").replace(" ", BETWEEN_NAMES).split(BETWEEN_NAMES) if name),
        bounded("teamId", teamId, 0, 0, LARGEST_ID) if is_of_team else None,
        bounded("orgId", orgId, 0, 0, LARGEST_ID) or None,
    )


@public_events.get("/{eventSlug}/public", public=True, when_known=Permission.EVENT_TYPE_READ)
async def get_public_event(
    realm: CurrentRealm, session: Session, settings: CurrentSettings, asked: Annotated[Asked, Depends(_asked)]
) -> Envelope[PublicEventOutput]:
    """An event type of a person, of a team, or of several persons, for whoever wants to book it."""
    return success(await service.find(session, asked, settings.base_url))
