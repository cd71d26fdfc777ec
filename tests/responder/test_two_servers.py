"""Two Locums whose people are both away: each answers the other once at most, whatever stands between them."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from locum.db.migrate import upgrade
from locum.db.session import Database
from locum.settings import Settings
from tests.conftest import make_database
from tests.factories.live import live_world
from tests.factories.mailboxes import mail_house
from tests.responder.client import courier, letter
from tests.responder.conftest import away
from tests.support.server import free_port, start
from tests.support.waiting import eventually

QUIET_SECONDS = 3.0
"""So long nobody says anything any more."""

_MARKS = re.compile(
    rb"^(Auto-Submitted|Precedence|X-[^:]*):[^\r]*\r\n(?:[ \t][^\r]*\r\n)*", re.MULTILINE | re.IGNORECASE
)


@dataclass(slots=True)
class Between:
    """The mail servers of both sides in one. A careless one takes every mark off and makes up a sender."""

    is_careless: bool
    doors: dict[str, int] = field(default_factory=dict)
    carried: list[tuple[str, str]] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Carry a message to the other side."""
        content = bytes(envelope.original_content or b"")
        sender, recipient = (envelope.mail_from or "").strip("<>"), envelope.rcpt_tos[0]
        if self.is_careless:
            content = _MARKS.sub(b"", content)
            sender = (re.search(rb"^From:[^\r<]*<([^>]*)>", content, re.MULTILINE) or [b"", b""])[1].decode()
        self.carried.append((sender, recipient))
        async with courier(self.doors[recipient.rpartition("@")[2]]) as mail:
            return (await mail.send(sender, [recipient], content))[0]


@asynccontextmanager
async def _between(is_careless: bool) -> AsyncIterator[tuple[Between, int]]:
    handler, loop = Between(is_careless), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="localhost", loop=loop), "127.0.0.1", 0)
    try:
        yield handler, server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def _side(url: str, settings: Settings, folder: Path, domain: str, relay: int) -> AsyncIterator[int]:
    """A server of its own, with a mailbox of a person who is away; the port where it takes mail."""
    async with live_world(url, settings) as world:
        await away(world, (await mail_house(world, domain)).anna)
    port = free_port()
    told = {"DATABASE_URL": url, "SECRET_KEY": "a secret of the tests", "LMTP_LISTEN": f"127.0.0.1:{port}"}
    told |= {"SMTP_URL": f"smtp://127.0.0.1:{relay}", "MAIL_FROM": f"Locum <locum@{domain}>"}
    server = await asyncio.to_thread(start, folder, **told)
    try:
        yield port
    finally:
        await asyncio.to_thread(server.stop)


@pytest.mark.parametrize("is_careless", [False, True])
async def test_two_who_are_away_do_not_talk_for_ever(
    alone: Database, cluster_url: str, worker_name: str, settings: Settings, data_dir: Path, is_careless: bool
) -> None:
    other = make_database(cluster_url, f"other_side_{worker_name}")
    upgrade(other)
    async with _between(is_careless) as (between, relay), AsyncExitStack() as sides:
        for domain, url in {"here.example": alone.url, "there.example": other}.items():
            side = _side(url, settings, data_dir / domain, domain, relay)
            between.doors[domain] = await sides.enter_async_context(side)
        for number in range(3):
            async with courier(between.doors["here.example"]) as mail:
                content = letter(number, to="anna@here.example")
                assert (await mail.send("anna@there.example", ["anna@here.example"], content))[0].startswith("250")
        await eventually(lambda: len(between.carried) > int(is_careless))
        await asyncio.sleep(QUIET_SECONDS)
    there, back = ("", "anna@there.example"), ("anna@here.example", "anna@there.example")
    assert between.carried == ([back, back[::-1]] if is_careless else [there])
