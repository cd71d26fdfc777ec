"""Every SELECT of webhooks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import QueryableAttribute

from locum.kit.paging import Page
from locum.webhooks.models import Webhook, WebhookDelivery, WebhookEvent
from locum.webhooks.places import Owner

OWNERS: dict[str, QueryableAttribute[Any]] = {
    "user_id": Webhook.user_id,
    "team_id": Webhook.team_id,
    "event_type_id": Webhook.event_type_id,
    "oauth_client_id": Webhook.oauth_client_id,
}
"""The columns of which one holds the owner."""


def owned_by(owner: Owner) -> ColumnElement[bool]:
    """The webhooks of an owner, and none besides."""
    return OWNERS[owner.column] == owner.id


def _reach(owner: Owner) -> ColumnElement[bool]:
    return OWNERS[owner.column].is_not(None) if owner.reaches_all else owned_by(owner)


_BY_ID = select(Webhook).where(Webhook.id == bindparam("webhook_id"))
_OWNERS_OF = select(*OWNERS.values()).where(Webhook.id == bindparam("webhook_id"))

_WITH_TRIGGER = (
    select(WebhookDelivery, WebhookEvent.trigger)
    .join(WebhookEvent, WebhookEvent.id == WebhookDelivery.event_id)
    .where(WebhookDelivery.webhook_id == bindparam("webhook_id"))
)
_DELIVERIES = _WITH_TRIGGER.order_by(WebhookDelivery.event_id.desc()).limit(bindparam("take")).offset(bindparam("skip"))
_DELIVERY = _WITH_TRIGGER.where(WebhookDelivery.id == bindparam("delivery_id"))
_BODY = select(WebhookEvent.body).where(WebhookEvent.id == bindparam("event_id"))
_HOLD = select(Webhook.id).where(Webhook.id == bindparam("webhook_id"))
_HOLD_FIRMLY, _HOLD_LIGHTLY = _HOLD.with_for_update(), _HOLD.with_for_update(read=True, key_share=True)


async def listing(session: AsyncSession, owner: Owner, page: Page) -> Sequence[Webhook]:
    """A page of an owner's webhooks, oldest first."""
    statement = select(Webhook).where(owned_by(owner)).order_by(Webhook.created_at, Webhook.id)
    return (await session.scalars(statement.limit(page.take).offset(page.skip))).all()


async def within_reach(session: AsyncSession, owner: Owner, webhook_id: UUID) -> Webhook | None:
    """One webhook, if the owner's path leads to it."""
    return (await session.scalars(_BY_ID.where(_reach(owner)), {"webhook_id": webhook_id})).one_or_none()


async def column_of(session: AsyncSession, webhook_id: UUID) -> str | None:
    """On what kind of thing a webhook hangs, whosever it is; None when there is none."""
    row = (await session.execute(_OWNERS_OF, {"webhook_id": webhook_id})).one_or_none()
    return None if row is None else next(name for name, value in zip(OWNERS, row, strict=True) if value is not None)


async def has_address(session: AsyncSession, owner: Owner, subscriber_url: str) -> bool:
    """Whether an owner has a webhook with this address."""
    statement = select(Webhook.id).where(owned_by(owner), Webhook.subscriber_url == subscriber_url)
    return await session.scalar(statement) is not None


async def count(session: AsyncSession, owner: Owner) -> int:
    """How many webhooks an owner has."""
    return await session.scalar(select(func.count()).select_from(Webhook).where(owned_by(owner))) or 0


async def deliveries(session: AsyncSession, webhook_id: UUID, page: Page) -> Sequence[tuple[WebhookDelivery, str]]:
    """A page of the deliveries to a webhook with their triggers, the newest first."""
    parameters = {"webhook_id": webhook_id, "take": page.take, "skip": page.skip}
    return [(row, trigger) for row, trigger in await session.execute(_DELIVERIES, parameters)]


async def delivery(session: AsyncSession, webhook_id: UUID, delivery_id: UUID) -> tuple[WebhookDelivery, str] | None:
    """One delivery to a webhook with its trigger."""
    parameters = {"webhook_id": webhook_id, "delivery_id": delivery_id}
    row = (await session.execute(_DELIVERY, parameters)).one_or_none()
    return None if row is None else (row[0], row[1])


async def body_of(session: AsyncSession, event_id: int) -> dict[str, Any]:
    """What an event says to whoever has no template."""
    body: dict[str, Any] = (await session.scalars(_BODY, {"event_id": event_id})).one()
    return body


async def hold_lightly(session: AsyncSession, webhook_id: UUID) -> bool:
    """Keep a webhook from going until the end of the transaction; False when it is gone.

    Whoever locks several rows of webhooks locks the webhook first, then deliveries, then lanes.
    """
    return await session.scalar(_HOLD_LIGHTLY, {"webhook_id": webhook_id}) is not None


async def hold_firmly(session: AsyncSession, webhook_id: UUID) -> bool:
    """Keep everybody else from a webhook until the end of the transaction; False when it is gone."""
    return await session.scalar(_HOLD_FIRMLY, {"webhook_id": webhook_id}) is not None
