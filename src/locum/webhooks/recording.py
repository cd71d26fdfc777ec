"""Before and after an attempt: which delivery is next, and what becomes of it.

Whoever writes here locks the webhook's row first, then deliveries, then lanes, as everybody else who locks several.
"""

import random
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import TIMESTAMP, insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.webhooks import rules
from locum.webhooks.disabling import disable
from locum.webhooks.lanes import AGAIN, FIRST, PENDING, Lane, open_lanes
from locum.webhooks.models import FailingWebhook, Webhook, WebhookDelivery, WebhookEvent
from locum.webhooks.rules import Outcome
from locum.webhooks.sending import Parcel

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Errand:
    """A delivery that is being tried: what is sent, how often it was tried before, and since when others failed."""

    webhook_id: UUID
    parcel: Parcel
    attempts: int
    round_attempts: int
    failing_since: datetime | None


_PENDING = (
    select(WebhookDelivery, Webhook, WebhookEvent.body, FailingWebhook.since)
    .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
    .join(WebhookEvent, WebhookEvent.id == WebhookDelivery.event_id)
    .outerjoin(FailingWebhook, FailingWebhook.webhook_id == Webhook.id)
    .where(WebhookDelivery.webhook_id == bindparam("webhook_id"))
    .limit(1)
)
_NEXT = {
    FIRST: _PENDING.where(PENDING[FIRST]).order_by(WebhookDelivery.event_id),
    AGAIN: _PENDING.where(
        PENDING[AGAIN], WebhookDelivery.next_attempt_at <= bindparam("now", type_=TIMESTAMP(timezone=True))
    ).order_by(WebhookDelivery.next_attempt_at),
}
_HOLD_WEBHOOK = select(Webhook.id).where(Webhook.id == bindparam("webhook_id"))
_HOLD_LIGHTLY, _HOLD = _HOLD_WEBHOOK.with_for_update(read=True, key_share=True), _HOLD_WEBHOOK.with_for_update()
_NO_LONGER_FAILING = delete(FailingWebhook).where(FailingWebhook.webhook_id == bindparam("webhook_id"))


async def next_errand(session: AsyncSession, lane: Lane) -> Errand | None:
    """The next delivery of a lane that is due: of first attempts that of the earliest event."""
    parameters = {"webhook_id": lane.webhook_id} | ({} if lane.kind == FIRST else {"now": clock.now()})
    row = (await session.execute(_NEXT[lane.kind], parameters)).one_or_none()
    if row is None:
        return None
    delivery, webhook, body, failing_since = row
    parcel = Parcel(
        delivery_id=delivery.id,
        subscriber_url=webhook.subscriber_url,
        version=webhook.version,
        sealed_secret=webhook.sealed_secret,
        template=webhook.payload_template,
        body=body,
    )
    return Errand(webhook.id, parcel, delivery.attempts, delivery.round_attempts, failing_since)


async def record(session: AsyncSession, errand: Errand, outcome: Outcome) -> None:
    """Keep what came of an attempt, and see to what follows from it."""
    is_last_straw = not outcome.is_success and rules.is_hopeless(errand.failing_since, clock.now())
    held = await session.scalar(_HOLD if is_last_straw else _HOLD_LIGHTLY, {"webhook_id": errand.webhook_id})
    if held is None:
        return
    if outcome.is_success:
        await _note(session, errand, outcome, state="delivered")
        await session.execute(_NO_LONGER_FAILING, {"webhook_id": errand.webhook_id})
    else:
        await _failed(session, errand, outcome)
    if is_last_straw and errand.failing_since:
        await disable(session, errand.webhook_id, errand.failing_since)


async def _failed(session: AsyncSession, errand: Errand, outcome: Outcome) -> None:
    next_at = rules.next_attempt_at(errand.round_attempts + 1, clock.now(), random.random())  # noqa: S311 - no secret
    if next_at is None:
        await _note(session, errand, outcome, state="failed")
    else:
        await _note(session, errand, outcome, next_attempt_at=next_at)
    await session.execute(
        insert(FailingWebhook).values(webhook_id=errand.webhook_id, since=outcome.at).on_conflict_do_nothing()
    )
    if next_at is not None:
        await open_lanes(session, AGAIN, [errand.webhook_id], next_at)
    log.info(
        "webhook delivery failed",
        delivery=str(errand.parcel.delivery_id),
        status=outcome.status,
        error=outcome.error,
        attempt=errand.attempts + 1,
    )


async def _note(session: AsyncSession, errand: Errand, outcome: Outcome, **became: str | datetime) -> None:
    """What was abandoned while it was sent stays so, unless it arrived."""
    statement = update(WebhookDelivery).where(WebhookDelivery.id == errand.parcel.delivery_id)
    await session.execute(
        statement.values(
            attempts=errand.attempts + 1,
            round_attempts=errand.round_attempts + 1,
            attempted_at=outcome.at,
            duration_ms=outcome.duration_ms,
            status=outcome.status,
            error=outcome.error,
            answer=outcome.answer,
            **became,
        )
    )
