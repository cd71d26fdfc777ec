"""Webhooks over HTTP: one resource, mounted for a person, an organization, event types, and OAuth clients."""

from typing import Annotated

from fastapi import Body, Depends

from locum.http.envelope import Envelope, success
from locum.http.parameters import CurrentPage
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session
from locum.webhooks import log, places, queries, registration
from locum.webhooks.log import Entry
from locum.webhooks.log_schemas import DeliveryDetailOut, DeliveryOut, delivery_detail_out, delivery_out
from locum.webhooks.models import Webhook
from locum.webhooks.places import Owner
from locum.webhooks.schemas import WebhookCreate, WebhookOut, WebhookUpdate, webhook_out

webhooks = Resource("webhooks")


async def _owner(realm: CurrentRealm) -> Owner:
    return places.owner_of(realm)


CurrentOwner = Annotated[Owner, Depends(_owner)]


async def _own_webhook(owner: CurrentOwner, session: Session, webhookId: str) -> Webhook:
    return await registration.found(session, owner, webhookId)


OwnWebhook = Annotated[Webhook, Depends(_own_webhook)]
"""Found before the body is read: whoever may not touch a webhook learns nothing about his body."""


async def _delivery(webhook: OwnWebhook, session: Session, deliveryId: str) -> Entry:
    return await log.entry(session, webhook, deliveryId)


OwnDelivery = Annotated[Entry, Depends(_delivery)]


@webhooks.get(permission=Permission.WEBHOOK_READ)
async def list_webhooks(
    owner: CurrentOwner, session: Session, settings: CurrentSettings, page: CurrentPage
) -> Envelope[list[WebhookOut]]:
    """The webhooks, oldest first."""
    found = await queries.listing(session, owner, page)
    return success([webhook_out(webhook, owner, settings.vault) for webhook in found])


@webhooks.post(permission=Permission.WEBHOOK_CREATE)
async def create_webhook(
    owner: CurrentOwner, session: Session, settings: CurrentSettings, body: WebhookCreate
) -> Envelope[WebhookOut]:
    """Register an address for some triggers."""
    webhook = await registration.register(session, settings, owner, body.model_dump())
    return success(webhook_out(webhook, owner, settings.vault))


@webhooks.delete(permission=Permission.WEBHOOK_DELETE)
async def remove_all_webhooks(owner: CurrentOwner, session: Session) -> Envelope[str]:
    """Remove every webhook of this place."""
    return success(f"{await registration.remove_all(session, owner)} webhooks deleted")


@webhooks.get("/{webhookId}", permission=Permission.WEBHOOK_READ)
async def get_webhook(webhook: OwnWebhook, owner: CurrentOwner, settings: CurrentSettings) -> Envelope[WebhookOut]:
    """One webhook."""
    return success(webhook_out(webhook, owner, settings.vault))


@webhooks.patch("/{webhookId}", permission=Permission.WEBHOOK_UPDATE)
async def change_webhook(
    webhook: OwnWebhook,
    owner: CurrentOwner,
    session: Session,
    settings: CurrentSettings,
    body: Annotated[WebhookUpdate, Body(default_factory=WebhookUpdate)],
) -> Envelope[WebhookOut]:
    """Change what the body names."""
    changed = await registration.change(session, settings, owner, webhook, body.named())
    return success(webhook_out(changed, owner, settings.vault))


@webhooks.delete("/{webhookId}", permission=Permission.WEBHOOK_DELETE)
async def remove_webhook(
    webhook: OwnWebhook, owner: CurrentOwner, session: Session, settings: CurrentSettings
) -> Envelope[WebhookOut]:
    """Remove a webhook; answers with what it was."""
    was = webhook_out(webhook, owner, settings.vault)
    await registration.remove(session, webhook)
    return success(was)


@webhooks.post("/{webhookId}/ping", permission=Permission.WEBHOOK_UPDATE)
async def ping_webhook(webhook: OwnWebhook, session: Session) -> Envelope[DeliveryOut]:
    """Send a test to a webhook, also to one that is switched off; ask for the delivery to see what came of it."""
    return success(delivery_out(await log.ping(session, webhook)))


@webhooks.get("/{webhookId}/deliveries", permission=Permission.WEBHOOK_UPDATE)
async def list_deliveries(webhook: OwnWebhook, session: Session, page: CurrentPage) -> Envelope[list[DeliveryOut]]:
    """What was and will be sent to a webhook in the last thirty days, the newest first."""
    return success([delivery_out(entry) for entry in await log.entries(session, webhook, page)])


@webhooks.get("/{webhookId}/deliveries/{deliveryId}", permission=Permission.WEBHOOK_UPDATE)
async def get_delivery(webhook: OwnWebhook, entry: OwnDelivery, session: Session) -> Envelope[DeliveryDetailOut]:
    """One delivery with what is sent."""
    return success(delivery_detail_out(entry, await log.sent(session, webhook, entry)))


@webhooks.post("/{webhookId}/deliveries/{deliveryId}/redeliver", permission=Permission.WEBHOOK_UPDATE, status_code=200)
async def redeliver(entry: OwnDelivery, session: Session) -> Envelope[DeliveryOut]:
    """Send a delivery again, whatever became of it, under the same id."""
    return success(delivery_out(await log.redeliver(session, entry)))
