"""The outbox does not grow for ever."""

from datetime import timedelta

from sqlalchemy import delete

from locum.db.jobs import jobs, workshop
from locum.kit import clock
from locum.webhooks.models import WebhookEvent

KEPT_FOR = timedelta(days=30)


@jobs.periodic(cron="17 3 * * *")
@jobs.task(name="webhooks.forget_old_events", queueing_lock="webhooks.forget_old_events")
async def forget_old_events(timestamp: int) -> None:
    """Remove events that nobody can want any more."""
    async with workshop().database.work() as session:
        await session.execute(delete(WebhookEvent).where(WebhookEvent.created_at < clock.now() - KEPT_FOR))
