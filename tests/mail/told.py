"""What people are told when something happens."""

from typing import Any

import icalendar
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.mail.booking_jobs import tell_booking
from locum.mail.models import MailMessage
from locum.mail.reading import open_message


async def happen(session: AsyncSession, *events: Any) -> list[MailMessage]:
    """Publish events, do the jobs that follow twice over (as after a crash), and see what was written, by address."""
    for event in events:
        await publish(session, event)
    await session.commit()
    rows = await session.scalars(
        text("SELECT args FROM procrastinate_jobs WHERE task_name = 'mail.tell_booking' ORDER BY id")
    )
    waiting: list[dict[str, Any]] = [*rows]
    for arguments in waiting * 2:
        await tell_booking(**arguments)
    messages = await session.scalars(select(MailMessage).order_by(MailMessage.recipient, MailMessage.id))
    return [*messages]


def calendar(message: MailMessage) -> tuple[str, Any] | None:
    """The method and the event of the attached calendar."""
    for file in open_message(message.content).attachments:
        parsed = icalendar.Calendar.from_ical(file.content)
        return str(parsed["METHOD"]), parsed.walk("VEVENT")[0]
    return None
