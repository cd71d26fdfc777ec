"""The shelf of messages: each once, seen in pages, forgotten in time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.kit.paging import Page
from locum.mail.compose import booking_mail
from locum.mail.models import MailMessage
from locum.mail.queries import get_message, list_messages
from locum.mail.reading import open_message
from locum.mail.shelf import Subject, forget_old, keep
from tests.mail.conftest import MakeMessage
from tests.unit.mail.facts import AT, SENDER, attendee, booking

NOW = datetime(2050, 9, 1, 12, tzinfo=UTC)


async def test_the_same_key_is_kept_once(session: AsyncSession) -> None:
    mails = [booking_mail(booking(), attendee(), SENDER, f"key:{number}", AT) for number in (1, 2, 1)]
    first = await keep(session, mails, Subject("booking.scheduled"), SENDER)
    second = await keep(session, mails, Subject("booking.scheduled"), SENDER)
    assert (len(first), second) == (2, [])
    jobs = await session.scalars(
        text("SELECT args->>'message_id' FROM procrastinate_jobs WHERE task_name = 'mail.send'")
    )
    assert sorted(int(job) for job in jobs) == sorted(first)


async def test_a_kept_message_is_whole(session: AsyncSession) -> None:
    mail = booking_mail(booking(), attendee(), SENDER, "key", AT)
    with clock.frozen(NOW):
        [message_id] = await keep(session, [mail], Subject("booking.scheduled", absence_id=7), SENDER)
    row = await get_message(session, message_id)
    assert row is not None
    assert (row.sender, row.recipient, row.kind) == ("no-reply@locum.example", "bob@guest.example", "booking.scheduled")
    assert (row.created_at, row.absence_id, row.attempts) == (NOW, 7, 0)
    opened = open_message(row.content)
    assert dict(opened.headers)["Subject"] == row.subject == "Intro between Ada Lovelace and Bob Stone"
    assert "It is in the calendar" in opened.text
    assert "<h1" in opened.html
    assert [(file.name, file.content[:15]) for file in opened.attachments] == [("event.ics", b"BEGIN:VCALENDAR")]


async def test_lists_are_bounded_and_newest_first(session: AsyncSession, message: MakeMessage) -> None:
    ids = [(await message()).id for _ in range(5)]
    found = await list_messages(session, Page(take=2, skip=1))
    assert [row.id for row in found] == [ids[3], ids[2]]
    assert len(await list_messages(session, Page(take=10_000))) == 5


@pytest.mark.parametrize(
    ("values", "with_waiting", "stays"),
    [
        ({"sent_at": NOW}, False, False),
        ({"failed_at": NOW}, False, False),
        ({}, False, True),
        ({}, True, False),
        ({"sent_at": NOW, "created_at": NOW - timedelta(days=89)}, True, True),
    ],
)
async def test_old_messages_are_forgotten(
    session: AsyncSession, message: MakeMessage, values: dict[str, datetime], with_waiting: bool, stays: bool
) -> None:
    row = await message(**{"created_at": NOW - timedelta(days=91), **values})
    with clock.frozen(NOW):
        await forget_old(session, with_waiting=with_waiting)
    assert (await session.scalar(select(MailMessage.id).where(MailMessage.id == row.id)) is not None) is stays
