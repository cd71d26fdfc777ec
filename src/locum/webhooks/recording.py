"""Before and after an attempt: which delivery is next, and what becomes of it."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy import Table, Uuid, all_, and_, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP, insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.webhooks import queries, rules
from locum.webhooks.disabling import disable
from locum.webhooks.lanes import AGAIN, ASKED, FIRST, PENDING, SIDE_BY_SIDE, Lane, open_lanes
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
    select(
        WebhookDelivery.id,
        WebhookDelivery.attempts,
        WebhookDelivery.round_attempts,
        Webhook.subscriber_url,
        Webhook.version,
        Webhook.sealed_secret,
        Webhook.payload_template,
        WebhookEvent.body,
        FailingWebhook.since,
    )
    .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
    .join(WebhookEvent, WebhookEvent.id == WebhookDelivery.event_id)
    .outerjoin(FailingWebhook, FailingWebhook.webhook_id == Webhook.id)
    .where(WebhookDelivery.webhook_id == bindparam("webhook_id"))
    .limit(bindparam("room"))
)
_DUE = and_(
    WebhookDelivery.next_attempt_at <= bindparam("now", type_=TIMESTAMP(timezone=True)),
    WebhookDelivery.id != all_(bindparam("under_way", type_=ARRAY(Uuid))),
)
_NEXT = {
    FIRST: _PENDING.where(PENDING[FIRST]).order_by(WebhookDelivery.event_id),
    AGAIN: _PENDING.where(PENDING[AGAIN], _DUE).order_by(WebhookDelivery.next_attempt_at),
    ASKED: _PENDING.where(PENDING[ASKED], _DUE).order_by(WebhookDelivery.next_attempt_at),
}
_FAILS = (
    insert(FailingWebhook).values(webhook_id=bindparam("webhook_id"), since=bindparam("since")).on_conflict_do_nothing()
)
_NO_LONGER_FAILS = delete(FailingWebhook).where(FailingWebhook.webhook_id == bindparam("webhook_id"))
_tried: dict[str, Any] = {
    name: bindparam(name)
    for name in ("attempts", "round_attempts", "attempted_at", "duration_ms", "status", "error", "answer")
}
_deliveries = cast(Table, WebhookDelivery.__table__)
_TRIED = update(_deliveries).where(_deliveries.c.id == bindparam("delivery_id")).values(asked_for=False, **_tried)
_ARRIVED = _TRIED.values(state="delivered")
_GIVEN_UP = _TRIED.values(state="failed")
_PUT_OFF = _TRIED.values(next_attempt_at=bindparam("next_attempt_at"))


async def next_errands(session: AsyncSession, lane: Lane, under_way: Collection[Errand]) -> Sequence[Errand]:
    """The next deliveries of a lane that are due, as many as may be tried beside those that are under way.

    First attempts come in the order in which the events happened, others in that in which they are due.
    """
    room = SIDE_BY_SIDE[lane.kind] - len(under_way)
    if room <= 0:
        return []
    parameters: dict[str, Any] = {"webhook_id": lane.webhook_id, "room": room}
    if lane.kind != FIRST:
        parameters |= {"now": clock.now(), "under_way": [errand.parcel.delivery_id for errand in under_way]}
    return [_errand(lane, row) for row in await session.execute(_NEXT[lane.kind], parameters)]


def _errand(lane: Lane, row: Any) -> Errand:
    parcel = Parcel(row.id, row.subscriber_url, row.version, row.sealed_secret, row.payload_template, row.body)
    return Errand(lane.webhook_id, parcel, row.attempts, row.round_attempts, row.since)


async def record(session: AsyncSession, errand: Errand, outcome: Outcome) -> None:
    """Keep what came of an attempt, and see to what follows from it.

    What was abandoned while it was tried stays so, unless it arrived.
    """
    if outcome.is_success and errand.failing_since is None:
        await session.execute(_ARRIVED, _tried_now(errand, outcome))
        return
    is_last_straw = not outcome.is_success and rules.is_hopeless(errand.failing_since, clock.now())
    hold = queries.hold_firmly if is_last_straw else queries.hold_lightly
    if not await hold(session, errand.webhook_id):
        return
    if outcome.is_success:
        await session.execute(_ARRIVED, _tried_now(errand, outcome))
        await session.execute(_NO_LONGER_FAILS, {"webhook_id": errand.webhook_id})
    else:
        await _failed(session, errand, outcome)
    if is_last_straw and errand.failing_since:
        await disable(session, errand.webhook_id, errand.failing_since)


async def _failed(session: AsyncSession, errand: Errand, outcome: Outcome) -> None:
    tried = _tried_now(errand, outcome)
    next_at = rules.next_attempt_at(tried["round_attempts"], clock.now(), random.random())  # noqa: S311 - no secret
    if next_at is None:
        await session.execute(_GIVEN_UP, tried)
    else:
        await session.execute(_PUT_OFF, {**tried, "next_attempt_at": next_at})
    await session.execute(_FAILS, {"webhook_id": errand.webhook_id, "since": outcome.at})
    if next_at is not None:
        await open_lanes(session, AGAIN, [errand.webhook_id], next_at)
    log.info(
        "webhook delivery failed",
        delivery=str(errand.parcel.delivery_id),
        status=outcome.status,
        error=outcome.error,
        attempt=tried["attempts"],
    )


def _tried_now(errand: Errand, outcome: Outcome) -> dict[str, Any]:
    return {
        "delivery_id": errand.parcel.delivery_id,
        "attempts": errand.attempts + 1,
        "round_attempts": errand.round_attempts + 1,
        "attempted_at": outcome.at,
        "duration_ms": outcome.duration_ms,
        "status": outcome.status,
        "error": outcome.error,
        "answer": outcome.answer,
    }
