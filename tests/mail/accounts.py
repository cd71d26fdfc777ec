"""What people are told about their account."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from locum.mail import account_jobs, invitation_jobs, sign_up_jobs
from locum.mail.models import MailMessage
from locum.mail.reading import OpenedMessage, open_message

TASKS: dict[str, Callable[..., Awaitable[None]]] = {
    "mail.invite": account_jobs.invite,
    "mail.offer": invitation_jobs.offer,
    "mail.confirm_address": account_jobs.confirm_address,
    "mail.remind": account_jobs.remind,
    "mail.answer_sign_up": sign_up_jobs.answer_sign_up,
}


async def run_jobs(session: AsyncSession) -> list[MailMessage]:
    """Do what waits to be told about accounts, twice over, as after a crash; everything written, in order."""
    rows = await session.execute(text("SELECT task_name, args FROM procrastinate_jobs ORDER BY id"))
    waiting: list[tuple[str, dict[str, Any]]] = [(row[0], row[1]) for row in rows if row[0] in TASKS]
    for name, arguments in waiting * 2:
        await TASKS[name](**arguments)
    return [*await session.scalars(select(MailMessage).order_by(MailMessage.id))]


def opened(message: MailMessage) -> OpenedMessage:
    """A message as its reader sees it."""
    return open_message(message.content)


def link_in(message: MailMessage) -> str:
    """The link of a message, the same in its text and its HTML; without the server's name."""
    read = opened(message)
    found = re.findall(r"http://locum\.test(/(?:auth|signup|dashboard)\S*)", read.text)
    assert len(found) == 1
    assert f'href="http://locum.test{found[0]}"' in read.html
    return str(found[0])
