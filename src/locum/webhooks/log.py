"""The log of deliveries: looking, sending again, and a test that sends something now."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.kit.errors import NotFound
from locum.kit.paging import Page
from locum.webhooks.lanes import AGAIN, FIRST, open_lanes
from locum.webhooks.models import Webhook, WebhookDelivery, WebhookEvent
from locum.webhooks.outbox import wake
from locum.webhooks.payloads.ping import ping_body
from locum.webhooks.templates import Rendered, render
from locum.webhooks.triggers import PING


@dataclass(frozen=True, slots=True)
class Entry:
    """A delivery and what it tells of."""

    delivery: WebhookDelivery
    trigger: str


_OF_WEBHOOK = (
    select(WebhookDelivery, WebhookEvent.trigger)
    .join(WebhookEvent, WebhookEvent.id == WebhookDelivery.event_id)
    .where(WebhookDelivery.webhook_id == bindparam("webhook_id"))
)
_PAGE = _OF_WEBHOOK.order_by(WebhookDelivery.event_id.desc()).limit(bindparam("take")).offset(bindparam("skip"))
_ONE = _OF_WEBHOOK.where(WebhookDelivery.id == bindparam("delivery_id"))
_BODY = select(WebhookEvent.body).where(WebhookEvent.id == bindparam("event_id"))
_HOLD = select(Webhook.id).where(Webhook.id == bindparam("webhook_id")).with_for_update(read=True, key_share=True)


async def entries(session: AsyncSession, webhook: Webhook, page: Page) -> Sequence[Entry]:
    """A page of the deliveries to a webhook, the newest first."""
    parameters = {"webhook_id": webhook.id, "take": page.take, "skip": page.skip}
    return [Entry(delivery, trigger) for delivery, trigger in await session.execute(_PAGE, parameters)]


async def entry(session: AsyncSession, webhook: Webhook, delivery_id: str) -> Entry:
    """One delivery to a webhook. Raises NotFound for unknown ones and for those to other webhooks alike."""
    try:
        parameters = {"webhook_id": webhook.id, "delivery_id": UUID(delivery_id)}
    except ValueError:
        raise _unknown(delivery_id) from None
    row = (await session.execute(_ONE, parameters)).one_or_none()
    if row is None:
        raise _unknown(delivery_id)
    return Entry(*row)


async def sent(session: AsyncSession, webhook: Webhook, entry: Entry) -> Rendered:
    """What a delivery says, by the webhook's template as it is now."""
    return render(webhook.payload_template, (await session.scalars(_BODY, {"event_id": entry.delivery.event_id})).one())


async def redeliver(session: AsyncSession, entry: Entry) -> Entry:
    """Send a delivery again under its id, whatever became of it; also to a webhook that is switched off.

    It gets a new round of attempts.
    """
    delivery = entry.delivery
    await session.execute(_HOLD, {"webhook_id": delivery.webhook_id})
    delivery.state, delivery.round_attempts, delivery.next_attempt_at = "pending", 0, clock.now()
    await session.flush()
    await _send_soon(session, delivery)
    return entry


async def ping(session: AsyncSession, webhook: Webhook) -> Entry:
    """Send something to a webhook now, for its owner to see whether it arrives; also when it is switched off."""
    now = clock.now()
    body = ping_body(webhook.id, now)
    event = WebhookEvent(trigger=PING, user_id=webhook.user_id, body=body, fanned_out_at=now)
    session.add(event)
    await session.flush()
    delivery = WebhookDelivery(webhook_id=webhook.id, event_id=event.id, next_attempt_at=now)
    session.add(delivery)
    await session.flush()
    await _send_soon(session, delivery)
    return Entry(delivery, PING)


async def _send_soon(session: AsyncSession, delivery: WebhookDelivery) -> None:
    kind = AGAIN if delivery.attempts else FIRST
    await open_lanes(session, kind, [delivery.webhook_id], delivery.next_attempt_at)
    await wake(session)


def _unknown(delivery_id: str) -> NotFound:
    return NotFound(f"Delivery ({delivery_id}) not found")
