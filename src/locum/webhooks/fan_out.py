"""From one event to a delivery for each subscriber, exactly once, in the order in which events happened.

Of transactions that ran at the same time, the one that committed first comes first.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from locum.kit import clock
from locum.webhooks import subscribers
from locum.webhooks.lanes import FIRST, open_lanes
from locum.webhooks.models import Webhook, WebhookDelivery, WebhookEvent
from locum.webhooks.outbox import wake

AT_ONCE = 100
"""Events of one transaction."""

# One process at a time, so that a later event is never ahead of an earlier one.
_TURN = select(func.pg_try_advisory_xact_lock(func.hashtext("webhooks.fan_out")))
_WAITING = (
    select(WebhookEvent)
    .where(WebhookEvent.fanned_out_at.is_(None))
    .order_by(WebhookEvent.id)
    .limit(AT_ONCE)
    .options(defer(WebhookEvent.body, raiseload=True))
)
# Whoever switches a webhook off at the same moment comes before, or waits and then finds the delivery.
_STILL_ACTIVE = (
    select(Webhook.id)
    .where(Webhook.id.in_(bindparam("webhook_ids", expanding=True)), Webhook.active.is_(True))
    .order_by(Webhook.id)
    .with_for_update(read=True)
)


async def fan_out(session: AsyncSession) -> int:
    """Make the deliveries of the events that wait; how many events there were, 0 also while somebody else does it."""
    if not await session.scalar(_TURN):
        return 0
    events = (await session.scalars(_WAITING)).all()
    wanted = [(event, webhook_id) for event in events for webhook_id in await subscribers.of_event(session, event)]
    active = await _active(session, {webhook_id for _, webhook_id in wanted})
    now = clock.now()
    rows = [
        {"webhook_id": webhook_id, "event_id": event.id, "next_attempt_at": now}
        for event, webhook_id in wanted
        if webhook_id in active
    ]
    for event in events:
        event.fanned_out_at = now
    await session.flush()
    if rows:
        await session.execute(insert(WebhookDelivery), rows)
        await open_lanes(session, FIRST, active, now)
        await wake(session)
    return len(events)


async def _active(session: AsyncSession, webhook_ids: Collection[UUID]) -> set[UUID]:
    if not webhook_ids:
        return set()
    return set(await session.scalars(_STILL_ACTIVE, {"webhook_ids": sorted(webhook_ids)}))
