"""Use cases of feeds: make one, which shows its secret once, and revoke it."""

import secrets

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.feeds import queries
from locum.feeds.models import AbsenceFeed
from locum.feeds.queries import FeedOwner
from locum.http.credentials import digest
from locum.kit.errors import BadRequest, NotFound

MOST_OF_AN_OWNER = 20


async def make(
    session: AsyncSession, owner: FeedOwner, made_by_id: int, name: str, detail: str
) -> tuple[AbsenceFeed, str]:
    """A new feed and its secret, which nobody can be shown again. Raises BadRequest when there are too many."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"feeds:{owner.user_id}:{owner.team_id}"))))
    if await queries.count(session, owner) >= MOST_OF_AN_OWNER:
        raise BadRequest(f"There are {MOST_OF_AN_OWNER} feeds already. Please revoke one that nobody reads.")
    secret = secrets.token_urlsafe(32)
    feed = AbsenceFeed(
        user_id=owner.user_id,
        team_id=owner.team_id,
        made_by_id=made_by_id,
        name=name,
        detail=detail,
        digest=digest(secret),
    )
    session.add(feed)
    await session.flush()
    return feed, secret


async def revoke(session: AsyncSession, owner: FeedOwner, feed_id: int) -> AbsenceFeed:
    """Close an address for good. Raises NotFound for what is not this owner's."""
    feed = await queries.owned(session, owner, feed_id)
    if feed is None:
        raise NotFound(f"Feed with id {feed_id} not found.")
    await session.delete(feed)
    return feed
