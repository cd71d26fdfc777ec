"""Lanes: who works for which webhook. A lane is held by one worker at a time, for a turn, however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, exists, func, or_, select
from sqlalchemy.dialects.postgresql import TIMESTAMP, insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.webhooks.models import FailingWebhook, WebhookDelivery, WebhookLane

FIRST, AGAIN, ASKED = "first", "again", "asked"
SIDE_BY_SIDE = {FIRST: 1, AGAIN: 4, ASKED: 2}
"""Requests that a lane may have under way: first attempts go one after the other, others do not wait for each other."""
HELD_FOR = timedelta(seconds=30)
"""More than a turn takes with everything around it. Whoever overstays may find that another one has the lane."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane that somebody holds."""

    webhook_id: UUID
    kind: str
    holder: UUID


_now = bindparam("now", type_=TIMESTAMP(timezone=True))
_DUE = and_(WebhookLane.due_at <= _now, or_(WebhookLane.held_until.is_(None), WebhookLane.held_until <= _now))
_fails = exists().where(FailingWebhook.webhook_id == WebhookLane.webhook_id)
_CLAIMABLE = (
    select(WebhookLane)
    .where(_DUE)
    .order_by(WebhookLane.due_at)
    .limit(bindparam("most"))
    .with_for_update(of=WebhookLane, skip_locked=True)
)
# Somebody waits for what he asked for, also where a webhook fails.
_keeps_waiting = and_(_fails, WebhookLane.kind != ASKED)
_CLAIMABLE_SOUND, _CLAIMABLE_FAILING = _CLAIMABLE.where(~_keeps_waiting), _CLAIMABLE.where(_keeps_waiting)
_MINE = and_(
    WebhookLane.webhook_id == bindparam("lane_webhook_id"),
    WebhookLane.kind == bindparam("lane_kind"),
    WebhookLane.holder == bindparam("lane_holder"),
)
_LOCK_MINE = select(WebhookLane).where(_MINE).with_for_update()

_pending, _unasked = WebhookDelivery.state == "pending", WebhookDelivery.asked_for.is_(False)
PENDING = {
    FIRST: and_(_pending, WebhookDelivery.attempts == 0, _unasked),
    AGAIN: and_(_pending, WebhookDelivery.attempts > 0, _unasked),
    ASKED: and_(_pending, WebhookDelivery.asked_for.is_(True)),
}
"""What belongs to a lane of each kind."""
_NEXT_DUE = {
    kind: select(func.min(WebhookDelivery.next_attempt_at)).where(
        WebhookDelivery.webhook_id == bindparam("lane_webhook_id"), pending
    )
    for kind, pending in PENDING.items()
}


async def open_lanes(session: AsyncSession, kind: str, webhook_ids: Iterable[UUID], due_at: datetime) -> None:
    """There is work for these webhooks from an aware instant on."""
    rows = [{"webhook_id": webhook_id, "kind": kind, "due_at": due_at} for webhook_id in sorted(set(webhook_ids))]
    if not rows:
        return
    statement = insert(WebhookLane)
    earlier = func.least(WebhookLane.due_at, statement.excluded.due_at)
    keys = [WebhookLane.webhook_id, WebhookLane.kind]
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_={"due_at": earlier}), rows)


async def claim(session: AsyncSession, holder: UUID, most: int, *, failing: bool) -> Sequence[Lane]:
    """Take lanes that are due and that nobody holds: of webhooks that fail, or of all others."""
    if most <= 0:
        return []
    now = clock.now()
    statement = _CLAIMABLE_FAILING if failing else _CLAIMABLE_SOUND
    rows = (await session.scalars(statement, {"now": now, "most": most})).all()
    for row in rows:
        row.held_until, row.holder = now + HELD_FOR, holder
    await session.flush()
    return [Lane(row.webhook_id, row.kind, holder) for row in rows]


async def release(session: AsyncSession, lane: Lane) -> None:
    """Give a lane back: it is due when its next delivery is, and gone when there is none.

    What is overdue is due now: a lane with old work goes behind those that wait already. The row is locked before
    deliveries are looked at, so that one who adds a delivery now comes before or after.
    """
    row = (await session.scalars(_LOCK_MINE, _names(lane))).one_or_none()
    if row is None:
        return
    due_at = await session.scalar(_NEXT_DUE[lane.kind], {"lane_webhook_id": lane.webhook_id})
    if due_at is None:
        await session.execute(delete(WebhookLane).where(_MINE), _names(lane))
    else:
        row.due_at, row.held_until, row.holder = max(due_at, clock.now()), None, None
        await session.flush()


def _names(lane: Lane) -> dict[str, object]:
    return {"lane_webhook_id": lane.webhook_id, "lane_kind": lane.kind, "lane_holder": lane.holder}
