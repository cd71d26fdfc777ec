"""Every SELECT of messages to phones."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.paging import Page
from locum.sms.models import OutgoingSms, SmsMessage


async def list_messages(session: AsyncSession, page: Page) -> Sequence[SmsMessage]:
    """Messages, newest first."""
    statement = select(SmsMessage).order_by(SmsMessage.id.desc()).limit(page.take).offset(page.skip)
    return (await session.scalars(statement)).all()


async def waiting(session: AsyncSession, message_id: int) -> OutgoingSms | None:
    """A message that is neither sent nor given up."""
    statement = select(OutgoingSms).where(
        OutgoingSms.id == message_id, OutgoingSms.sent_at.is_(None), OutgoingSms.failed_at.is_(None)
    )
    return (await session.scalars(statement)).one_or_none()


async def written_since(session: AsyncSession, number: str, since: datetime) -> int:
    """How many messages a number was meant to get from an aware instant on."""
    statement = select(func.count()).where(OutgoingSms.recipient == number, OutgoingSms.created_at >= since)
    return (await session.execute(statement)).scalar_one()
