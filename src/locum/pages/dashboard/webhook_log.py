"""`/dashboard/webhooks/{id}/deliveries`: one delivery, sending it again, and sending a test."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from locum.http.permissions import Permission
from locum.http.session import Session
from locum.pages.dashboard.news import News
from locum.pages.dashboard.webhook_desk import WEBHOOKS, Hook, hook_with
from locum.pages.forms import TrustedForm
from locum.webhooks import log

router = APIRouter(include_in_schema=False)

PATH = f"{WEBHOOKS}/{{webhook_id}}"
DELIVERY = f"{PATH}/deliveries/{{delivery_id}}"

Managed = Annotated[Hook, Depends(hook_with(Permission.WEBHOOK_UPDATE))]


@router.post(f"{PATH}/ping")
async def ping(session: Session, hook: Managed, _: TrustedForm) -> Response:
    """Send a test, also to a webhook that is switched off; what came of it stands on the page of the delivery."""
    entry = await log.ping(session, hook.webhook)
    return hook.desk.go(f"{hook.path}/deliveries/{entry.delivery.id}", News("hooks.pinged"))


@router.get(DELIVERY)
async def delivery(session: Session, hook: Managed, delivery_id: str) -> Response:
    """What is sent, and what the last attempt brought."""
    entry = await log.entry(session, hook.webhook, delivery_id)
    rendered = await log.sent(session, hook.webhook, entry)
    return hook.desk.show(
        "webhook_delivery.html",
        hook.desk.text("hooks.delivery"),
        trail=hook.trail,
        path=f"{hook.path}/deliveries/{entry.delivery.id}",
        trigger=entry.trigger,
        delivery=entry.delivery,
        body=rendered.content.decode("utf-8", "replace"),
    )


@router.post(f"{DELIVERY}/redeliver")
async def redeliver(session: Session, hook: Managed, delivery_id: str, _: TrustedForm) -> Response:
    """Send it again, whatever became of it."""
    entry = await log.redeliver(session, await log.entry(session, hook.webhook, delivery_id))
    return hook.desk.go(f"{hook.path}/deliveries/{entry.delivery.id}", News("hooks.redelivered"))
