"""The one way to ask what holds for somebody's mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.replies import queries
from locum.replies.state import AwayTime, Policy, ReplyState, Said, next_change, state_at
from locum.settings import Settings
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Current:
    """Somebody, what the mail side last said of his mailbox, what follows, and when that changes by itself."""

    user: User
    said: Said
    state: ReplyState
    changes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of somebody's mail from an instant on, to be asked for many instants."""

    user: User
    said: Said
    away: Sequence[AwayTime]

    def at(self, at: datetime, policy: Policy) -> ReplyState:
        """What holds at an aware instant, none earlier than the outlook reaches back."""
        return state_at(self.said, self.away, at, policy)


async def outlook(session: AsyncSession, user_id: int, since: datetime) -> Outlook | None:
    """What is known from an aware instant on, in two statements; None when there is no such account."""
    found = await queries.said_of(session, user_id)
    if found is None:
        return None
    user, said = found
    return Outlook(user, said, await queries.away_times(session, user, since))


async def current(session: AsyncSession, user_id: int, at: datetime, policy: Policy) -> Current | None:
    """What holds at an aware instant, in two statements; None when there is no such account."""
    found = await outlook(session, user_id, at)
    if found is None:
        return None
    changes_at = next_change(found.said, found.away, at, policy)
    return Current(found.user, found.said, found.at(at, policy), changes_at)


async def reply_state(session: AsyncSession, user_id: int, at: datetime, policy: Policy) -> ReplyState | None:
    """The state alone."""
    found = await current(session, user_id, at, policy)
    return found.state if found else None


def policy_of(settings: Settings) -> Policy:
    """The operator's choices."""
    return Policy(settings.absences_reply, frozenset(settings.reply_reasons))
