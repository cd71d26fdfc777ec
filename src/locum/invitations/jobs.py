"""Links that are over open nothing; what was entered and never confirmed names people."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import jobs, workshop
from locum.invitations.models import SignUp, TeamInvitation
from locum.invitations.rules import SIGN_UP_LASTS
from locum.kit import clock


async def forget(session: AsyncSession) -> None:
    """Remove what has expired. An invitation stays for as long as somebody may confirm that he followed it."""
    now = clock.now()
    await session.execute(delete(SignUp).where(SignUp.expires_at <= now))
    await session.execute(delete(TeamInvitation).where(TeamInvitation.expires_at <= now - SIGN_UP_LASTS))


@jobs.periodic(cron="11 * * * *")
@jobs.task(name="invitations.forget", queueing_lock="invitations.forget")
async def forget_expired(timestamp: int) -> None:
    """Once an hour."""
    async with workshop().database.work() as session:
        await forget(session)
