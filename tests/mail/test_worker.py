"""With real transactions, real workers and a real mail server: nothing is lost, nothing is sent that did not happen."""

import asyncio
import os
import signal
from datetime import date
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.events import AbsenceCreated
from locum.absences.models import Absence
from locum.background import run_worker
from locum.db.events import publish
from locum.db.jobs import opened, put_back
from locum.db.session import Database
from locum.mail.models import MailMessage
from locum.settings import Settings
from locum.users.models import User
from tests.mail.conftest import with_server
from tests.mail.server import Postbox, postbox
from tests.support.server import start
from tests.support.waiting import PATIENCE_SECONDS, eventually


async def two_people(database: Database) -> tuple[int, int]:
    """Somebody who will be away, and who stands in."""
    async with database.work() as session:
        anna = User(email="anna@house.example", name="Anna", username="anna")
        ben = User(email="ben@house.example", name="Ben", username="ben")
        session.add_all([anna, ben])
        await session.flush()
        return anna.id, ben.id


async def enter(session: AsyncSession, people: tuple[int, int], day: int) -> int:
    """One of the two is away on a day of May, the other stands in."""
    anna, ben = people
    at = date(2050, 5, day)
    absence = Absence(user_id=anna, substitute_id=ben, first_day=at, last_day=at)
    session.add(absence)
    await session.flush()
    await publish(session, AbsenceCreated(absence.id, anna, ben, at, at))
    return absence.id


async def enter_each(database: Database, *on: int) -> set[int]:
    """An absence of each of some days, each in a transaction of its own."""
    people = await two_people(database)
    ids = set()
    for day in on:
        async with database.work() as session:
            ids.add(await enter(session, people, day))
    with pytest.raises(ZeroDivisionError):
        async with database.work() as session:
            await enter(session, people, 31)
            _ = 1 / 0
    return ids


def message_ids(box: Postbox) -> list[str]:
    """The Message-IDs of what a server took."""
    return [str(message_from_bytes(content)["Message-ID"]) for content in box.contents]


async def kept(database: Database) -> list[MailMessage]:
    """Everything on the shelf."""
    async with database.look() as session:
        return [*(await session.scalars(select(MailMessage).order_by(MailMessage.id)))]


@pytest.mark.usefixtures("no_waiting")
async def test_everything_that_happened_arrives_and_nothing_else(alone: Database, settings: Settings) -> None:
    ids = await enter_each(alone, 1, 2, 3)
    async with postbox("451 busy", "drop") as (box, address), run_worker(alone, with_server(settings, address)):
        await eventually(lambda: len(box.taken) >= 3)
        await asyncio.sleep(0.3)
    assert len(set(message_ids(box))) == len(box.taken) == 3
    rows = await kept(alone)
    assert {row.absence_id for row in rows} == ids
    assert all(row.sent_at and row.last_error is None for row in rows)
    assert sum(row.attempts for row in rows) == 5


async def test_a_killed_worker_loses_nothing(alone: Database, settings: Settings, tmp_path: Path) -> None:
    ids = await enter_each(alone, 1)
    async with postbox() as (box, address):
        box.is_silent = True
        environment = {
            "DATABASE_URL": alone.url,
            "SECRET_KEY": "a secret of the tests",
            "SMTP_URL": f"smtp://{address}",
        }
        server = await asyncio.to_thread(start, tmp_path / "serve", **environment)
        try:
            await eventually(lambda: box.tries == 1)
        finally:
            os.kill(server.process.pid, signal.SIGKILL)
            server.process.wait(PATIENCE_SECONDS)
        assert box.taken == []
        box.is_silent = False
        async with opened(alone, settings):
            await put_back(0)
        async with run_worker(alone, with_server(settings, address)):
            await eventually(lambda: len(box.taken) == 1)
    assert {row.absence_id for row in await kept(alone)} == ids


async def test_without_a_server_messages_are_written_and_wait(alone: Database, settings: Settings) -> None:
    await enter_each(alone, 1)

    async def is_one_kept() -> bool:
        return bool(await kept(alone))

    async with run_worker(alone, settings):
        await eventually(is_one_kept)
    rows = await kept(alone)
    assert [(row.recipient, row.sent_at, row.failed_at) for row in rows] == [("ben@house.example", None, None)]
