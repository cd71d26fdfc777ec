"""Every SELECT of kept messages."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.paging import Page
from locum.sms.models import SmsMessage


async def list_messages(session: AsyncSession, page: Page) -> Sequence[SmsMessage]:
    """Messages, newest first."""
    statement = select(SmsMessage).order_by(SmsMessage.id.desc()).limit(page.take).offset(page.skip)
    return (await session.scalars(statement)).all()
