"""Putting written messages on the shelf, each once, and having them sent in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from procrastinate import RetryStrategy
from sqlalchemy import delete, false, or_, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import jobs, workshop
from locum.kit import clock
from locum.mail.compose import Mail
from locum.mail.message import Sender
from locum.mail.models import MailMessage
from locum.mail.sending import defer_sending

KEPT_FOR = timedelta(days=90)
RETRIES = RetryStrategy(max_attempts=8, exponential_wait=3)
"""Of the jobs that write messages."""
_FORGOTTEN_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Subject:
    """What messages are about, for whoever looks for them later."""

    kind: str
    booking_id: int | None = None
    absence_id: int | None = None
    organization_id: int | None = None


async def keep(session: AsyncSession, mails: Sequence[Mail], about: Subject, sender: Sender) -> list[int]:
    """Keep those messages that are not on the shelf yet, and have them sent. Returns the ids of the new ones."""
    new = [message_id for mail in mails if (message_id := await _insert(session, mail, about, sender)) is not None]
    for message_id in new:
        await defer_sending(session, message_id)
    return new


async def _insert(session: AsyncSession, mail: Mail, about: Subject, sender: Sender) -> int | None:
    statement = insert(MailMessage).values(
        idempotency_key=mail.key,
        kind=about.kind,
        booking_id=about.booking_id,
        absence_id=about.absence_id,
        organization_id=about.organization_id,
        sender=sender.address,
        recipient=mail.recipient,
        subject=mail.subject,
        content=mail.message.as_bytes(),
        created_at=clock.now(),
        attempts=0,
    )
    statement = statement.on_conflict_do_nothing(index_elements=["idempotency_key"])
    return (await session.execute(statement.returning(MailMessage.id))).scalar()


@jobs.periodic(cron="17 3 * * *")
@jobs.task(name="mail.forget", queueing_lock="mail.forget", pass_context=False)
async def forget(timestamp: int) -> None:
    """Old messages are deleted: they name people."""
    async with workshop().database.work() as session:
        await forget_old(session, with_waiting=workshop().settings.smtp_url is None)


async def forget_old(session: AsyncSession, *, with_waiting: bool) -> None:
    """Delete messages older than `KEPT_FOR`, a bounded number at once.

    Those that wait stay, unless nothing will ever send them.
    """
    waits = true() if with_waiting else false()
    over = or_(MailMessage.sent_at.is_not(None), MailMessage.failed_at.is_not(None), waits)
    old = (
        select(MailMessage.id)
        .where(MailMessage.created_at < clock.now() - KEPT_FOR, over)
        .order_by(MailMessage.created_at)
        .limit(_FORGOTTEN_AT_ONCE)
    )
    await session.execute(delete(MailMessage).where(MailMessage.id.in_(old)))
