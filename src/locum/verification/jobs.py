"""Codes and tallies whose time is over are of no use; they name people."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import jobs, workshop
from locum.kit import clock
from locum.verification.models import Tally, VerificationCode


async def forget(session: AsyncSession) -> None:
    """Remove what has expired."""
    await session.execute(delete(VerificationCode).where(VerificationCode.expires_at <= clock.now()))
    await session.execute(delete(Tally).where(Tally.window_ends <= clock.now()))


@jobs.periodic(cron="*/15 * * * *")
@jobs.task(name="verification.forget", queueing_lock="verification.forget")
async def forget_expired(timestamp: int) -> None:
    """Keep both tables as small as what goes on."""
    async with workshop().database.work() as session:
        await forget(session)
