"""The one way to ask what holds for somebody's mail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.replies import queries
from locum.replies.state import Policy, ReplyState, Said, state_at
from locum.settings import Settings
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Current:
    """Somebody, what the mail side last said of his mailbox, and what follows."""

    user: User
    said: Said
    state: ReplyState


async def current(session: AsyncSession, user_id: int, at: datetime, policy: Policy) -> Current | None:
    """What holds at an aware instant, in two statements; None when there is no such account."""
    found = await queries.said_of(session, user_id)
    if found is None:
        return None
    user, said = found
    return Current(user, said, state_at(said, await queries.away_times(session, user, at), at, policy))


async def reply_state(session: AsyncSession, user_id: int, at: datetime, policy: Policy) -> ReplyState | None:
    """The state alone."""
    found = await current(session, user_id, at, policy)
    return found.state if found else None


def policy_of(settings: Settings) -> Policy:
    """The operator's choices."""
    return Policy(settings.absences_reply, frozenset(settings.reply_reasons))
