"""A kept message is sent until it is taken or given up, and not once more."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import Workshop
from locum.kit import clock
from locum.mail import sending
from locum.mail.reading import NOT_KEPT, open_message
from locum.mail.sending import deliver, wait_seconds
from locum.mail.transport import NotNow
from tests.mail.conftest import MakeMessage
from tests.mail.server import postbox

Tools = Callable[[str | None], Workshop]
NOON = datetime(2050, 9, 1, 12, tzinfo=UTC)


async def test_a_message_is_sent_once(message: MakeMessage, tools: Tools, session: AsyncSession) -> None:
    row = await message()
    async with postbox() as (box, address):
        with clock.frozen(NOON):
            await deliver(tools(address), row.id)
        await deliver(tools(address), row.id)
    assert box.contents == [row.content]
    await session.refresh(row)
    assert (row.sent_at, row.failed_at, row.attempts, row.last_error) == (NOON, None, 1, None)


@pytest.mark.parametrize("kind", ["verification.code", "account.password_forgotten"])
async def test_what_lets_people_in_is_not_kept_once_it_is_sent(
    message: MakeMessage, tools: Tools, session: AsyncSession, kind: str
) -> None:
    subject = "135790 is your code"
    content = f"Subject: {subject}\r\nTo: ada@house.example\r\n\r\nEnter 135790 at /auth/reset/abc\r\n".encode()
    row = await message(kind=kind, subject=subject, content=content)
    written = open_message(row.content)
    async with postbox("451 try later") as (box, address):
        with pytest.raises(NotNow):
            await deliver(tools(address), row.id)
        await session.refresh(row)
        assert open_message(row.content) == written
        await deliver(tools(address), row.id)
    assert [open_message(content) for content in box.contents] == [written]
    await session.refresh(row)
    kept = open_message(row.content)
    assert (kept.text, dict(kept.headers)["To"], row.subject) == (NOT_KEPT, "ada@house.example", "······ is your code")
    assert b"135790" not in row.content


async def test_a_final_no_is_kept_in_sight(message: MakeMessage, tools: Tools, session: AsyncSession) -> None:
    row = await message()
    async with postbox("550 no such mailbox") as (box, address):
        with clock.frozen(NOON):
            await deliver(tools(address), row.id)
        await deliver(tools(address), row.id)
    assert box.tries == 1
    await session.refresh(row)
    assert (row.sent_at, row.failed_at, row.attempts) == (None, NOON, 1)
    assert row.last_error == "550 no such mailbox"


@pytest.mark.parametrize("answer", ["451 try later", "drop"])
async def test_not_now_is_tried_again(message: MakeMessage, tools: Tools, session: AsyncSession, answer: str) -> None:
    row = await message()
    async with postbox(answer) as (box, address):
        with pytest.raises(NotNow):
            await deliver(tools(address), row.id)
        await session.refresh(row)
        assert (row.sent_at, row.failed_at, row.attempts) == (None, None, 1)
        assert row.last_error
        await deliver(tools(address), row.id)
    assert box.contents == [row.content]
    await session.refresh(row)
    assert row.attempts == 2
    assert row.sent_at is not None


async def test_trying_ends(message: MakeMessage, tools: Tools, session: AsyncSession) -> None:
    row = await message(attempts=sending.MOST_ATTEMPTS - 1)
    async with postbox("451 try later") as (_, address):
        await deliver(tools(address), row.id)
    await session.refresh(row)
    assert row.failed_at is not None
    assert row.last_error == "451 try later"


def test_waits_grow_to_an_hour() -> None:
    waits = [wait_seconds(attempts) for attempts in range(sending.MOST_ATTEMPTS)]
    assert waits[:6] == [10, 30, 90, 270, 810, 2430]
    assert set(waits[6:]) == {3600}
    assert timedelta(hours=18) < timedelta(seconds=sum(waits)) < timedelta(hours=20)


async def test_without_a_server_messages_are_kept(message: MakeMessage, tools: Tools, session: AsyncSession) -> None:
    row = await message()
    await deliver(tools(None), row.id)
    await session.refresh(row)
    assert (row.sent_at, row.failed_at, row.attempts) == (None, None, 0)


async def test_a_crash_after_the_servers_yes_repeats_the_same_message(
    message: MakeMessage, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await message()

    async def die(*_: object, **__: object) -> None:
        raise ConnectionResetError("the process is gone")

    async with postbox() as (box, address):
        with monkeypatch.context() as crash:
            crash.setattr(sending, "_note", die)
            with pytest.raises(ConnectionResetError):
                await deliver(tools(address), row.id)
        await deliver(tools(address), row.id)
    assert box.contents == [row.content, row.content]


async def test_what_the_server_took_is_noted_before_it_is_left(
    message: MakeMessage, tools: Tools, session: AsyncSession
) -> None:
    row = await message()
    async with postbox() as (box, address):
        box.is_clinging = True
        telling = asyncio.create_task(deliver(tools(address), row.id))
        await box.is_left.wait()
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
        await session.refresh(row)
        assert row.sent_at is not None
        await deliver(tools(address), row.id)
    assert box.contents == [row.content]


async def _jobs_for(session: AsyncSession, message_id: int) -> int:
    found = await session.scalar(
        text(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'mail.send' AND (args->>'message_id')::int = :id"
        ),
        {"id": message_id},
    )
    return int(found or 0)
