"""The last step before the outbox: a body, and whose webhooks may hear of it."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.webhooks.models import WebhookEvent
from locum.webhooks.outbox import put
from locum.webhooks.subscribers import Audience


async def tell(
    session: AsyncSession, trigger: str, audience: Audience, body: dict[str, Any], booking_uid: str | None = None
) -> None:
    """Have an audience told once this transaction commits."""
    event = WebhookEvent(
        trigger=trigger,
        user_id=audience.user_id,
        event_type_id=audience.event_type_id,
        team_id=audience.team_id,
        organization_id=audience.organization_id,
        oauth_client_id=audience.oauth_client_id,
        booking_uid=booking_uid,
        body=body,
    )
    await put(session, event)
