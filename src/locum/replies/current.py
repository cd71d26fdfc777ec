"""The one way to ask what holds for somebody's mail."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.replies import queries
from locum.replies.state import Policy, ReplyState, state_at


async def reply_state(session: AsyncSession, user_id: int, at: datetime, policy: Policy) -> ReplyState | None:
    """The state of a person's mailbox at an aware instant, in two statements; None when there is no such account."""
    found = await queries.said_of(session, user_id)
    if found is None:
        return None
    user, said = found
    return state_at(said, await queries.away_times(session, user, at), at, policy)
