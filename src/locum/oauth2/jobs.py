"""Codes and tokens whose time is over are of no use; neither is a grant when the last of them has gone."""

from datetime import timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import jobs, workshop
from locum.kit import clock
from locum.oauth2.models import AccessToken, AuthorizationCode, Grant, RefreshToken

KEPT_FOR = timedelta(days=1)
"""After its end: a code that is shown a second time ends what came of the first."""
USED_KEPT_FOR = timedelta(days=7)
"""A refresh token, which is used twice an hour by busy applications."""

_OF_GRANTS = (AuthorizationCode, AccessToken, RefreshToken)


async def sweep(session: AsyncSession) -> None:
    """Remove what is over for a day, then grants of which nothing is left."""
    now = clock.now()
    for kind in _OF_GRANTS:
        await session.execute(delete(kind).where(kind.expires_at < now - KEPT_FOR))
    await session.execute(delete(RefreshToken).where(RefreshToken.used_at < now - USED_KEPT_FOR))
    left = [exists(select(kind.id).where(kind.grant_id == Grant.id)) for kind in _OF_GRANTS]
    await session.execute(delete(Grant).where(Grant.created_at < now - KEPT_FOR, *(~one for one in left)))


@jobs.periodic(cron="27 * * * *")
@jobs.task(name="oauth2.sweep", queueing_lock="oauth2.sweep")
async def sweep_hourly(timestamp: int) -> None:
    """Keep the tables as small as the number of people who are signed in somewhere."""
    async with workshop().database.work() as session:
        await sweep(session)
