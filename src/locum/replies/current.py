"""The one way to ask what holds for somebody's mail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.replies import queries
from locum.replies.state import Policy, ReplyState, Said, next_change, state_at
from locum.settings import Settings
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Current:
    """Somebody, what the mail side last said of his mailbox, what follows, and when that changes by itself."""

    user: User
    said: Said
    state: ReplyState
    changes_at: datetime | None = None


async def current(session: AsyncSession, user_id: int, at: datetime, policy: Policy) -> Current | None:
    """What holds at an aware instant, in two statements; None when there is no such account."""
    found = await queries.said_of(session, user_id)
    if found is None:
        return None
    user, said = found
    absences = await queries.away_times(session, user, at)
    return Current(user, said, state_at(said, absences, at, policy), next_change(said, absences, at, policy))


async def reply_state(session: AsyncSession, user_id: int, at: datetime, policy: Policy) -> ReplyState | None:
    """The state alone."""
    found = await current(session, user_id, at, policy)
    return found.state if found else None


def policy_of(settings: Settings) -> Policy:
    """The operator's choices."""
    return Policy(settings.absences_reply, frozenset(settings.reply_reasons))
