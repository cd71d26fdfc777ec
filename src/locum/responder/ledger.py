"""Who was answered, kept up to date while a handful of messages to one mailbox is decided."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import literal
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.responder import queries
from locum.responder.models import AnsweredSender
from locum.responder.reasons import Reason
from locum.settings import Settings

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Ledger:
    """Of one mailbox. The database has the last word: what two processes try at once, one of them gets."""

    def __init__(
        self,
        user_id: int,
        answered: dict[tuple[str, str], datetime],
        today: int,
        by_domain: dict[str, int],
        settings: Settings,
    ) -> None:
        self._user_id, self._answered, self._today, self._by_domain = user_id, answered, today, by_domain
        self._per_day, self._per_domain = settings.replies_per_day, settings.replies_per_domain

    @classmethod
    async def opened(
        cls, session: AsyncSession, user_id: int, senders: Collection[str], since: datetime, settings: Settings
    ) -> "Ledger":
        """What is known of these senders; what was sent is counted back from an aware instant."""
        answered = dict(await queries.answered(session, user_id, senders))
        today = await queries.answered_since(session, user_id, since - DAY)
        by_domain = await queries.answered_by_domain(session, user_id, since - HOUR)
        return cls(user_id, answered, today, by_domain, settings)

    def refusal(self, period_key: str, sender: str, at: datetime, repeat_after: timedelta | None) -> Reason | None:
        """Why this sender gets no reply (N13, N15), or None. Without `repeat_after` it is once in a period."""
        last = self._answered.get((period_key, sender))
        if last is not None and (repeat_after is None or at < last + repeat_after):
            return Reason.ALREADY_ANSWERED
        if self._today >= self._per_day:
            return Reason.MAILBOX_LIMIT
        return Reason.DOMAIN_LIMIT if self._by_domain.get(_domain(sender), 0) >= self._per_domain else None

    async def enter(
        self, session: AsyncSession, period_key: str, sender: str, at: datetime, repeat_after: timedelta | None
    ) -> bool:
        """Note that this sender is answered; False when somebody else was quicker."""
        statement = insert(AnsweredSender).values(
            user_id=self._user_id, period_key=period_key, sender=sender, answered_at=at
        )
        again = literal(False) if repeat_after is None else AnsweredSender.answered_at <= at - repeat_after
        statement = statement.on_conflict_do_update(
            index_elements=["user_id", "period_key", "sender"], set_={"answered_at": at}, where=again
        )
        if await session.scalar(statement.returning(AnsweredSender.user_id)) is None:
            return False
        self._answered[period_key, sender] = at
        self._today += 1
        self._by_domain[_domain(sender)] = self._by_domain.get(_domain(sender), 0) + 1
        return True


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2]
