"""`locum oof-pipe`: exit statuses are what decides whether a mail server keeps a message or sends it back."""

import asyncio
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select

from locum.cli import pipe
from locum.db.session import Database
from locum.responder.intake import Content
from locum.responder.models import IncomingMessage
from locum.settings import Settings
from tests.factories.live import live_world
from tests.factories.mailboxes import mail_house
from tests.responder.client import letter
from tests.support.server import LOCUM, environment, free_port

ANNA = "anna@acme.example.org"


@pytest.fixture
async def people(alone: Database, settings: Settings) -> None:
    async with live_world(alone.url, settings) as world:
        await mail_house(world)


async def _pipe(url: str, folder: Path, *words: str) -> int:
    told = environment(folder, DATABASE_URL=url, SECRET_KEY="a secret of the tests")
    command = [str(LOCUM), "oof-pipe", *words]
    done = await asyncio.to_thread(
        subprocess.run, command, env=told, input=letter(), capture_output=True, check=False, timeout=60
    )
    return done.returncode


@pytest.mark.usefixtures("people")
async def test_what_is_taken_and_what_is_not(alone: Database, tmp_path: Path) -> None:
    assert await _pipe(alone.url, tmp_path, "-f", "max@guest.example", "-r", ANNA, "admin@acme.example.org") == 0
    assert await _pipe(alone.url, tmp_path, "-f", "MAILER-DAEMON", "-r", "nobody@acme.example.org", ANNA) == 67
    for number, (recipients, status) in enumerate(
        [
            (["anna=acme.example.org@oof.internal"], pipe.TAKEN),
            (["nobody=acme.example.org@oof.internal"], pipe.TAKEN),
            (["nobody@acme.example.org"], pipe.NO_SUCH_USER),
            ([], pipe.TRY_AGAIN),
        ]
    ):
        content = Content()
        content.add(letter(number))
        assert await pipe._take(alone.url, f"p{number}@guest.example", recipients, content) == status
    async with alone.look() as session:
        rows = await session.execute(select(IncomingMessage.sender, IncomingMessage.recipient))
        assert sorted(tuple(row) for row in rows) == [
            ("", ANNA),
            ("max@guest.example", "admin@acme.example.org"),
            ("max@guest.example", ANNA),
            ("p0@guest.example", ANNA),
        ]


async def test_a_database_that_is_away_makes_nothing_bounce(tmp_path: Path) -> None:
    url = f"postgresql://locum:x@127.0.0.1:{free_port()}/locum"
    assert await _pipe(url, tmp_path, "-f", "max@guest.example", "-r", ANNA) == 75
