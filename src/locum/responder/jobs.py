"""What came in is not kept for ever: it tells who wrote to whom."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import jobs, workshop
from locum.db.session import until_few_are_left
from locum.kit import clock
from locum.mail.models import MailMessage
from locum.responder.models import AnsweredSender, IncomingMessage
from locum.responder.outgoing import KIND

KEPT_FOR = timedelta(days=30)
MOST_KEPT = 10_000
"""Messages of one mailbox; its oldest ones go first."""
ANSWERED_KEPT_FOR = timedelta(days=400)
"""Who is away for longer than that, and answers nobody twice, does so after all."""
AT_ONCE = 5000


@jobs.periodic(cron="23 3 * * *")
@jobs.task(name="responder.forget", queueing_lock="responder.forget", pass_context=False)
async def forget(timestamp: int) -> None:
    """Remove what is old, a bounded number in each transaction."""
    now = clock.now()
    for some in (_messages, _replies, _answered):
        await until_few_are_left(workshop().database, partial(some, now=now), AT_ONCE)
    async with workshop().database.look() as session:
        crowded = await _crowded(session)
    for user_id in crowded:
        async with workshop().database.work() as session:
            await thin_out(session, user_id)


async def _messages(session: AsyncSession, now: datetime) -> int:
    old = IncomingMessage.received_at < now - KEPT_FOR
    ids = select(IncomingMessage.id).where(old, IncomingMessage.decided_at.is_not(None)).limit(AT_ONCE)
    gone = delete(IncomingMessage).where(IncomingMessage.id.in_(ids)).returning(IncomingMessage.id)
    return len((await session.scalars(gone)).all())


async def _replies(session: AsyncSession, now: datetime) -> int:
    is_over = or_(MailMessage.sent_at.is_not(None), MailMessage.failed_at.is_not(None), MailMessage.expires_at < now)
    old = MailMessage.created_at < now - KEPT_FOR
    ids = select(MailMessage.id).where(MailMessage.kind == KIND, old, is_over).limit(AT_ONCE)
    gone = delete(MailMessage).where(MailMessage.id.in_(ids)).returning(MailMessage.id)
    return len((await session.scalars(gone)).all())


async def _answered(session: AsyncSession, now: datetime) -> int:
    old = AnsweredSender.answered_at < now - ANSWERED_KEPT_FOR
    key = tuple_(AnsweredSender.user_id, AnsweredSender.period_key, AnsweredSender.sender)
    keys = select(AnsweredSender.user_id, AnsweredSender.period_key, AnsweredSender.sender).where(old).limit(AT_ONCE)
    gone = delete(AnsweredSender).where(key.in_(keys)).returning(AnsweredSender.user_id)
    return len((await session.scalars(gone)).all())


async def _crowded(session: AsyncSession) -> list[int]:
    """The mailboxes that have more messages than are kept."""
    many = select(IncomingMessage.user_id).group_by(IncomingMessage.user_id).having(func.count() > MOST_KEPT)
    return list(await session.scalars(many))


async def thin_out(session: AsyncSession, user_id: int) -> None:
    """Keep the newest messages of a mailbox only, and those that wait."""
    mine = select(IncomingMessage.id).where(IncomingMessage.user_id == user_id)
    newest = mine.order_by(IncomingMessage.id.desc()).limit(MOST_KEPT).subquery()
    oldest_kept = select(func.min(newest.c.id)).scalar_subquery()
    await session.execute(
        delete(IncomingMessage).where(
            IncomingMessage.user_id == user_id,
            IncomingMessage.id < oldest_kept,
            IncomingMessage.decided_at.is_not(None),
        )
    )
