"""A webhook that has failed for days is switched off, and those whom it belongs to are told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.event_types.models import EventType
from locum.kit import clock
from locum.memberships.models import Membership
from locum.organizations.models import OAuthClient
from locum.webhooks.events import WebhookDisabled
from locum.webhooks.models import Webhook
from locum.webhooks.registration import abandon

REASON = "Every attempt failed for five days."
MOST_TOLD = 20


async def disable(session: AsyncSession, webhook_id: UUID, since: datetime) -> None:
    """Switch a webhook off whose row is held, once. `since` is the aware instant of the first failure in a row."""
    webhook = await session.get_one(Webhook, webhook_id, populate_existing=True)
    if not webhook.active:
        return
    webhook.active, webhook.disabled_at, webhook.disabled_reason = False, clock.now(), REASON
    await session.flush()
    await abandon(session, webhook_id)
    people = tuple(await _managers(session, webhook))
    await publish(session, WebhookDisabled(webhook_id, webhook.subscriber_url, since, people))


async def _managers(session: AsyncSession, webhook: Webhook) -> Sequence[int]:
    """The person it belongs to, or administrators and owners of the team or organization that it does."""
    user_id, team_id = webhook.user_id, webhook.team_id
    if webhook.event_type_id is not None:
        event_type = await session.get_one(EventType, webhook.event_type_id)
        user_id, team_id = event_type.user_id, event_type.team_id
    if webhook.oauth_client_id is not None:
        team_id = (await session.get_one(OAuthClient, webhook.oauth_client_id)).organization_id
    if user_id is not None:
        return [user_id]
    administrators = select(Membership.user_id).where(
        Membership.team_id == team_id, Membership.accepted.is_(True), Membership.role.in_(("ADMIN", "OWNER"))
    )
    return (await session.scalars(administrators.order_by(Membership.id).limit(MOST_TOLD))).all()
