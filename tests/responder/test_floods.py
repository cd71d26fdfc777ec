"""Very many messages, and a server that is killed meanwhile: everybody who wrote is answered, once."""

import asyncio
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from locum.db.session import Database
from locum.mail.models import MailMessage
from locum.responder.models import IncomingMessage
from locum.settings import Settings
from tests.factories.live import live_world
from tests.factories.mailboxes import mail_house
from tests.mail.server import Postbox, postbox
from tests.responder.client import Courier, courier, letter
from tests.responder.conftest import away
from tests.support.server import Server, free_port, start

ANNA = "anna@acme.example.org"
COURIERS = 8


class Flood:
    """Messages on their way. What was not taken is brought again, as a mail server does."""

    def __init__(self, port: int, messages: int, senders: int) -> None:
        self.port = port
        self.left = [(f"p{number % senders}@x{number % senders}.example", number) for number in range(messages)]
        Random(1).shuffle(self.left)
        self.taken = 0

    async def come(self) -> None:
        """Until everything is taken."""
        async with asyncio.TaskGroup() as couriers:
            for _ in range(COURIERS):
                couriers.create_task(self._bring())

    async def _bring(self) -> None:
        while self.left:
            try:
                async with courier(self.port) as mail:
                    while self.left:
                        await self._hand_over(mail)
            except (OSError, AssertionError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.2)

    async def _hand_over(self, mail: Courier) -> None:
        sender, number = errand = self.left.pop()
        try:
            answer = await mail.send(sender, [ANNA], letter(number))
        except BaseException:
            self.left.append(errand)
            raise
        if answer[0].startswith("250"):
            self.taken += 1
        else:
            self.left.append(errand)
            raise ConnectionError(answer[0])


async def _start(folder: Path, url: str, lmtp: int, relay: str) -> Server:
    told = {"DATABASE_URL": url, "SECRET_KEY": "a secret of the tests", "LMTP_LISTEN": f"127.0.0.1:{lmtp}"}
    told |= {"SMTP_URL": f"smtp://{relay}", "REPLIES_PER_DAY": "1000000", "LOG_FORMAT": "json"}
    return await asyncio.to_thread(start, folder, **told)


async def _flood(
    alone: Database, settings: Settings, folder: Path, *, messages: int, senders: int, kills: int
) -> tuple[Flood, Postbox]:
    async with live_world(alone.url, settings) as world:
        await away(world, (await mail_house(world)).anna)
    chance, flood = Random(kills), Flood(free_port(), messages, senders)
    async with postbox() as (box, relay):
        server = await _start(folder, alone.url, flood.port, relay)
        coming = asyncio.create_task(flood.come())
        for number in range(kills):
            while not coming.done() and flood.taken < messages * (number + 1) // (kills + 2):
                await asyncio.sleep(0.02)
            await asyncio.sleep(chance.uniform(0, 0.3))
            server.process.kill()
            await asyncio.to_thread(server.process.wait, 30)
            server = await _start(folder, alone.url, flood.port, relay)
        await coming
        await _quiet(alone)
        await asyncio.to_thread(server.stop)
    return flood, box


async def _quiet(alone: Database) -> None:
    """Returns when everything is decided and every reply is sent."""
    waits = select(func.count()).select_from(IncomingMessage).where(IncomingMessage.decided_at.is_(None))
    unsent = select(func.count()).select_from(MailMessage).where(MailMessage.sent_at.is_(None))
    for _ in range(1200):
        async with alone.look() as session:
            if not await session.scalar(waits) and not await session.scalar(unsent):
                return
        await asyncio.sleep(0.1)
    raise AssertionError("it is never quiet")


async def _audit(alone: Database, flood: Flood, box: Postbox, messages: int, senders: int) -> None:
    async with alone.look() as session:
        rows = (await session.scalars(select(IncomingMessage.reason))).all()
    assert Counter(rows) == {"answered": senders, "already_answered": messages - senders}
    replies = {str(message_from_bytes(content)["Message-ID"]): content for content in box.contents}
    # Who is killed between the relay's yes and the note of it sends the same bytes again, which programs know as one.
    assert set(replies.values()) == set(box.contents)
    assert Counter(str(message_from_bytes(content)["To"]) for content in replies.values()) == {
        f"p{number}@x{number}.example": 1 for number in range(senders)
    }


async def test_a_flood_with_two_kills(alone: Database, settings: Settings, data_dir: Path) -> None:
    flood, box = await _flood(alone, settings, data_dir, messages=300, senders=30, kills=2)
    await _audit(alone, flood, box, 300, 30)


@pytest.mark.soak
async def test_ten_thousand_messages_with_five_kills(alone: Database, settings: Settings, data_dir: Path) -> None:
    flood, box = await _flood(alone, settings, data_dir, messages=10_000, senders=1000, kills=5)
    await _audit(alone, flood, box, 10_000, 1000)
