"""The log of deliveries: looking, sending again, and a test that sends something now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.kit.errors import NotFound
from locum.kit.ids import parse_uuid
from locum.kit.paging import Page
from locum.webhooks import queries
from locum.webhooks.lanes import ASKED, open_lanes
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


async def entries(session: AsyncSession, webhook: Webhook, page: Page) -> Sequence[Entry]:
    """A page of the deliveries to a webhook, the newest first."""
    return [Entry(*row) for row in await queries.deliveries(session, webhook.id, page)]


async def entry(session: AsyncSession, webhook: Webhook, delivery_id: str) -> Entry:
    """One delivery to a webhook. Raises NotFound for unknown ones and for those to other webhooks alike."""
    number = parse_uuid(delivery_id)
    row = None if number is None else await queries.delivery(session, webhook.id, number)
    if row is None:
        raise NotFound(f"Delivery ({delivery_id}) not found")
    return Entry(*row)


async def sent(session: AsyncSession, webhook: Webhook, entry: Entry) -> Rendered:
    """What a delivery says, by the webhook's template as it is now."""
    return render(webhook.payload_template, await queries.body_of(session, entry.delivery.event_id))


async def redeliver(session: AsyncSession, entry: Entry) -> Entry:
    """Send a delivery again under its id, whatever became of it; also to a webhook that is switched off.

    It gets a new round of attempts.
    """
    delivery = entry.delivery
    await queries.hold_lightly(session, delivery.webhook_id)
    delivery.state, delivery.round_attempts, delivery.next_attempt_at = "pending", 0, clock.now()
    delivery.asked_for = True
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
    delivery = WebhookDelivery(webhook_id=webhook.id, event_id=event.id, next_attempt_at=now, asked_for=True)
    session.add(delivery)
    await session.flush()
    await _send_soon(session, delivery)
    return Entry(delivery, PING)


async def _send_soon(session: AsyncSession, delivery: WebhookDelivery) -> None:
    await open_lanes(session, ASKED, [delivery.webhook_id], delivery.next_attempt_at)
    await wake(session)
