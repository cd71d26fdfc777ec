"""Messages are deleted after a while: they name people."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import jobs, workshop
from locum.kit import clock
from locum.sms.models import OutgoingSms, SmsMessage

KEPT_FOR = timedelta(days=90)


async def forget_old(session: AsyncSession) -> None:
    """Delete messages older than `KEPT_FOR`."""
    for kind in (SmsMessage, OutgoingSms):
        await session.execute(delete(kind).where(kind.created_at < clock.now() - KEPT_FOR))


@jobs.periodic(cron="23 3 * * *")
@jobs.task(name="sms.forget", queueing_lock="sms.forget", pass_context=False)
async def forget(timestamp: int) -> None:
    """Once a night."""
    async with workshop().database.work() as session:
        await forget_old(session)
