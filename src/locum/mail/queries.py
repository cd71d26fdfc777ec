"""Every SELECT of kept messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.paging import Page
from locum.mail.models import MailMessage

MOST_AT_ONCE = 250

S = TypeVar("S", bound=Any)


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


async def list_messages(
    session: AsyncSession, page: Page, *, organization_id: int | None = None
) -> Sequence[MessageSummary]:
    """Messages, newest first, at most 250 at once; of one organization, or of the whole house when None."""
    statement = select(*_SUMMARY).order_by(MailMessage.id.desc())
    statement = statement.limit(min(page.take, MOST_AT_ONCE)).offset(page.skip)
    rows = await session.execute(_seen_by(statement, organization_id))
    return [MessageSummary(*row) for row in rows]


async def get_message(
    session: AsyncSession, message_id: int, *, organization_id: int | None = None
) -> MailMessage | None:
    """One message with its content (see `locum.mail.reading`), if it may be seen from that organization."""
    statement = select(MailMessage).where(MailMessage.id == message_id)
    return (await session.scalars(_seen_by(statement, organization_id))).first()


async def waiting(session: AsyncSession, message_id: int) -> MailMessage | None:
    """A message that has neither been sent nor given up, held until the end of the transaction."""
    statement = select(MailMessage).where(
        MailMessage.id == message_id, MailMessage.sent_at.is_(None), MailMessage.failed_at.is_(None)
    )
    return (await session.scalars(statement.with_for_update())).first()


def _seen_by(statement: Select[S], organization_id: int | None) -> Select[S]:
    return statement if organization_id is None else statement.where(MailMessage.organization_id == organization_id)
