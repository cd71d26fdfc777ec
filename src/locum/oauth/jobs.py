"""Tokens that are long over are of no use to anybody."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import jobs, workshop
from locum.kit import clock
from locum.oauth.models import OAuthToken

KEPT_FOR = timedelta(days=1)
"""After the end of a token; whoever comes with it later is told the same, because it says itself when it ended."""


async def forget(session: AsyncSession) -> None:
    """Remove tokens that ended a while ago."""
    await session.execute(delete(OAuthToken).where(OAuthToken.expires_at < clock.now() - KEPT_FOR))


@jobs.periodic(cron="23 * * * *")
@jobs.task(name="oauth.forget_tokens", queueing_lock="oauth.forget_tokens")
async def forget_tokens(timestamp: int) -> None:
    """Keep no more tokens than there are people to use them."""
    async with workshop().database.work() as session:
        await forget(session)
