"""The outbox does not grow for ever, nor does the log of deliveries."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import jobs, workshop
from locum.db.session import until_few_are_left
from locum.kit import clock
from locum.webhooks.models import WebhookEvent

KEPT_FOR = timedelta(days=30)
AT_ONCE = 1000
"""Events of one transaction, so that none lasts long; their deliveries go with them."""


@jobs.periodic(cron="17 3 * * *")
@jobs.task(name="webhooks.forget_old_events", queueing_lock="webhooks.forget_old_events")
async def forget_old_events(timestamp: int) -> None:
    """Remove events that nobody can want any more."""
    await until_few_are_left(workshop().database, partial(_forget, before=clock.now() - KEPT_FOR), AT_ONCE)


async def _forget(session: AsyncSession, before: datetime) -> int:
    old = select(WebhookEvent.id).where(WebhookEvent.created_at < before)
    some = old.order_by(WebhookEvent.created_at).limit(AT_ONCE)
    gone = await session.scalars(delete(WebhookEvent).where(WebhookEvent.id.in_(some)).returning(WebhookEvent.id))
    return len(gone.all())
