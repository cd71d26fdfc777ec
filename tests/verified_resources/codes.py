"""Codes as their readers see them."""

import re
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from locum.mail import code_jobs
from locum.mail.models import MailMessage
from locum.sms.models import SmsMessage


async def mailed(session: AsyncSession) -> list[MailMessage]:
    """Do what waits to be mailed, twice over, as after a crash; every message with a code."""
    rows = await session.execute(
        text("SELECT args FROM procrastinate_jobs WHERE task_name = 'mail.send_code' ORDER BY id")
    )
    waiting: list[dict[str, Any]] = [row[0] for row in rows]
    for arguments in waiting * 2:
        await code_jobs.send_code(**arguments)
    kept = select(MailMessage).where(MailMessage.kind == "verification.code").order_by(MailMessage.id)
    return [*await session.scalars(kept)]


async def mailed_code(session: AsyncSession) -> str:
    """The code of the newest message."""
    found = re.match(r"(\d{6}) is your code$", (await mailed(session))[-1].subject)
    assert found is not None
    return found[1]


async def texted(session: AsyncSession) -> list[SmsMessage]:
    """Every message to a phone."""
    return [*await session.scalars(select(SmsMessage).order_by(SmsMessage.id))]


async def texted_code(session: AsyncSession) -> str:
    """The code of the newest message."""
    found = re.match(r"(\d{6}) is your code", (await texted(session))[-1].text)
    assert found is not None
    return found[1]


def wrong(code: str, by: int = 1) -> str:
    """A code that is not this one."""
    return f"{(int(code) + by) % 10**6:06}"
