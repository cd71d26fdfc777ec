"""The outbox does not grow for ever, nor does the log of deliveries."""

from datetime import timedelta

from sqlalchemy import delete, select

from locum.db.jobs import jobs, workshop
from locum.kit import clock
from locum.webhooks.models import WebhookEvent

KEPT_FOR = timedelta(days=30)
AT_ONCE = 1000
"""Events of one transaction, so that none lasts long; their deliveries go with them."""


@jobs.periodic(cron="17 3 * * *")
@jobs.task(name="webhooks.forget_old_events", queueing_lock="webhooks.forget_old_events")
async def forget_old_events(timestamp: int) -> None:
    """Remove events that nobody can want any more."""
    old = select(WebhookEvent.id).where(WebhookEvent.created_at < clock.now() - KEPT_FOR)
    removed = AT_ONCE
    while removed == AT_ONCE:
        async with workshop().database.work() as session:
            batch = old.order_by(WebhookEvent.created_at).limit(AT_ONCE)
            gone = await session.scalars(
                delete(WebhookEvent).where(WebhookEvent.id.in_(batch)).returning(WebhookEvent.id)
            )
            removed = len(gone.all())
