"""Every SELECT of kept messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.paging import Page
from locum.mail.models import MailMessage

MOST_AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class MessageSummary:
    """A message without its content, for lists."""

    id: int
    kind: str
    booking_id: int | None
    absence_id: int | None
    recipient: str
    subject: str
    created_at: datetime
    sent_at: datetime | None
    failed_at: datetime | None
    attempts: int
    last_error: str | None


_SUMMARY = tuple(getattr(MailMessage, name) for name in MessageSummary.__slots__)


async def list_messages(session: AsyncSession, page: Page) -> Sequence[MessageSummary]:
    """Messages of the whole house, newest first, at most 250 at once."""
    statement = select(*_SUMMARY).order_by(MailMessage.id.desc())
    rows = await session.execute(statement.limit(min(page.take, MOST_AT_ONCE)).offset(page.skip))
    return [MessageSummary(*row) for row in rows]


async def get_message(session: AsyncSession, message_id: int) -> MailMessage | None:
    """One message with its content (see `locum.mail.reading`)."""
    return await session.get(MailMessage, message_id)


async def waiting(session: AsyncSession, message_id: int) -> MailMessage | None:
    """A message that has neither been sent nor given up, held until the end of the transaction."""
    statement = select(MailMessage).where(
        MailMessage.id == message_id, MailMessage.sent_at.is_(None), MailMessage.failed_at.is_(None)
    )
    return (await session.scalars(statement.with_for_update())).first()
