"""Use cases of webhooks: register, change, remove."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import safe_urls
from locum.kit.errors import BadRequest, Conflict, DuplicateRecord, InvalidInput
from locum.kit.ids import parse_uuid
from locum.settings import Settings
from locum.webhooks import places, queries
from locum.webhooks.models import FailingWebhook, Webhook, WebhookDelivery
from locum.webhooks.places import Owner

MOST = 250
"""Webhooks of one owner: each event is sent to every one of them."""

Sent = Mapping[str, Any]
"""What a caller named, by column; `secret` is in the clear."""


async def register(session: AsyncSession, settings: Settings, owner: Owner, sent: Sent) -> Webhook:
    """A new webhook. Raises InvalidInput for an address that may not be asked, Conflict for one that is there, and
    BadRequest when there are too many.
    """
    await _vet(settings, sent["subscriber_url"])
    if await queries.has_address(session, owner, sent["subscriber_url"]):
        raise Conflict(owner.taken)
    if await queries.count(session, owner) >= MOST:
        raise BadRequest(f"There cannot be more than {MOST} webhooks for one {owner.called}")
    webhook = Webhook(**{owner.column: owner.id}, **_columns(settings, sent))
    session.add(webhook)
    await session.flush()
    return webhook


async def change(session: AsyncSession, settings: Settings, owner: Owner, webhook: Webhook, sent: Sent) -> Webhook:
    """Change what is named. Raises InvalidInput as in `register`, DuplicateRecord for an address that is there.

    Switched off, a webhook gets no more of what is on its way. Switched on, or pointed elsewhere, it begins afresh.
    """
    moved = sent.get("subscriber_url", webhook.subscriber_url) != webhook.subscriber_url
    if moved:
        await _vet(settings, sent["subscriber_url"])
        actual = replace(owner, id=getattr(webhook, owner.column))
        if await queries.has_address(session, actual, sent["subscriber_url"]):
            raise DuplicateRecord
    for name, value in _columns(settings, sent).items():
        setattr(webhook, name, value)
    await session.flush()
    if sent.get("active") is False:
        await abandon(session, webhook.id)
    if sent.get("active"):
        webhook.disabled_at, webhook.disabled_reason = None, None
    if moved or sent.get("active"):
        await session.execute(delete(FailingWebhook).where(FailingWebhook.webhook_id == webhook.id))
    return webhook


async def remove(session: AsyncSession, webhook: Webhook) -> None:
    """A webhook goes, and its deliveries with it. Raises NotFound when somebody else removed it a moment ago."""
    if not await queries.hold_firmly(session, webhook.id):
        raise places.unknown(webhook.id)
    await session.delete(webhook)
    await session.flush()


async def remove_all(session: AsyncSession, owner: Owner) -> int:
    """All webhooks of an owner go; how many there were."""
    gone = await session.scalars(delete(Webhook).where(queries.owned_by(owner)).returning(Webhook.id))
    return len(gone.all())


async def found(session: AsyncSession, owner: Owner, webhook_id: str) -> Webhook:
    """One webhook of an owner. Raises NotFound, Forbidden or BadRequest by the sheet's rows."""
    number = parse_uuid(webhook_id)
    if number is None:
        raise places.unknown(webhook_id)
    webhook = await queries.within_reach(session, owner, number)
    if webhook is None:
        column = await queries.column_of(session, number)
        raise places.unknown(number) if column is None else places.foreign(owner, number, column)
    return webhook


async def abandon(session: AsyncSession, webhook_id: UUID) -> None:
    """What is on its way to a webhook is not sent. The webhook's row has to be held: fanning out waits for it."""
    await session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state == "pending")
        .values(state="abandoned")
    )


async def _vet(settings: Settings, address: str) -> None:
    try:
        await safe_urls.vet(address, allow_private=settings.outbound_allow_private)
    except safe_urls.Refused as error:
        text = f"subscriberUrl cannot be used: {error}"
        raise InvalidInput.of("subscriberUrl", "isPublicUrl", text, address) from error


def _columns(settings: Settings, sent: Sent) -> dict[str, Any]:
    columns = {name: value for name, value in sent.items() if name != "secret"}
    if "secret" in sent:
        columns["sealed_secret"] = settings.vault.seal(sent["secret"]) if sent["secret"] else None
    return columns
