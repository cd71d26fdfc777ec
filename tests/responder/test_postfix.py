"""Behind a real Postfix, as docs/answering-mail.md says: copies in over LMTP, through a pipe or from a Sieve script of
Dovecot, replies out with the null sender, nothing of it seen by anybody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import aiosmtplib
import pytest
from aiosmtpd.smtp import Envelope
from sqlalchemy import select

from locum.background import run_worker
from locum.db.session import Database
from locum.mail.models import MailMessage
from locum.responder.models import IncomingMessage
from locum.settings import Settings
from tests.factories.live import live_world
from tests.factories.mailboxes import mail_house
from tests.mail.server import Postbox, postbox
from tests.responder.client import letter
from tests.responder.conftest import away
from tests.responder.postfix import Postfix, postfix, require_postfix
from tests.responder.shim import piped
from tests.support.dovecot import dovecot
from tests.support.server import free_port
from tests.support.waiting import eventually

ANNA = "anna@acme.example.org"


@pytest.fixture
async def people(alone: Database, settings: Settings) -> None:
    require_postfix()
    async with live_world(alone.url, settings) as world:
        await away(world, (await mail_house(world)).anna)


@asynccontextmanager
async def behind_postfix(pipe: Path | None = None) -> AsyncIterator[tuple[Postfix, Postbox]]:
    """A Postfix, and the server that gets everything it sends on."""
    async with postbox() as (box, address), postfix(int(address.rpartition(":")[2]), pipe=pipe) as server:
        yield server, box


def locum(alone: Database, settings: Settings, server: Postfix) -> Settings:
    """The settings of a Locum behind it."""
    told = {
        "lmtp_listen": f"127.0.0.1:{server.lmtp}",
        "smtp_url": f"smtp://127.0.0.1:{server.port}?starttls=false",
        "mail_from": "Locum <locum@acme.example.org>",
    }
    return settings.model_copy(update=told)


async def send(server: Postfix, sender: str, recipient: str, content: bytes) -> None:
    """Mail comes in from somewhere."""
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=server.port, start_tls=False) as client:
        await client.sendmail(sender, [recipient], content)


def to(box: Postbox, recipient: str) -> list[Envelope]:
    """What the world, or a mailbox, got."""
    return [message for message in box.taken if message.rcpt_tos == [recipient]]


async def decided(alone: Database, number: int) -> list[IncomingMessage]:
    """The messages, when there are so many and all are decided."""
    rows: list[IncomingMessage] = []

    async def are_decided() -> bool:
        async with alone.look() as session:
            rows[:] = await session.scalars(select(IncomingMessage).order_by(IncomingMessage.id))
        return len(rows) >= number and all(row.decided_at for row in rows)

    await eventually(are_decided)
    return rows


@pytest.mark.usefixtures("people")
async def test_a_copy_in_and_a_reply_out(alone: Database, settings: Settings) -> None:
    async with behind_postfix() as (server, box), run_worker(alone, locum(alone, settings, server)):
        for number, sender in ((1, "max@guest.example"), (6, "lea@guest.example"), (7, "zoe@guest.example")):
            await send(server, sender, ANNA, letter(number))
            await eventually(lambda: bool(to(box, sender)))  # noqa: B023 - it is waited for here
        await send(server, "max@guest.example", ANNA, letter(2))
        await send(server, "", ANNA, letter(3))
        await send(server, "mia@guest.example", ANNA, letter(4, "Precedence: bulk"))
        await send(server, "kim@guest.example", "team@acme.example.org", letter(5, to="team@acme.example.org"))
        rows = await decided(alone, 7)
        await eventually(lambda: len(to(box, ANNA)) == 6 and len(to(box, "ben@acme.example.org")) == 1)
    found = sorted((row.sender, row.reason) for row in rows)
    assert found == [
        ("", "null_sender"),
        ("kim@guest.example", "not_addressed"),
        ("lea@guest.example", "answered"),
        ("max@guest.example", "already_answered"),
        ("max@guest.example", "answered"),
        ("mia@guest.example", "precedence"),
        ("zoe@guest.example", "answered"),
    ]
    (reply,) = to(box, "max@guest.example")
    assert reply.mail_from == "<>"
    told = message_from_bytes(bytes(reply.original_content or b""))
    assert (told["From"], told["Auto-Submitted"]) == (f"Anna Apt <{ANNA}>", "auto-replied")
    assert told["In-Reply-To"] == "<1@guest.example>"
    came = {row.sender: row.received_at for row in rows if row.reason == "answered"}
    async with alone.look() as session:
        kept = {row.recipient: row.sent_at for row in await session.scalars(select(MailMessage))}
    assert kept.keys() == came.keys()
    # The quickest of some: how fast it is, not how busy the machine.
    assert min(sent - came[sender] for sender, sent in kept.items() if sent) < timedelta(seconds=5)
    assert _strays(box) == []


@pytest.mark.usefixtures("people")
async def test_nothing_is_lost_while_locum_is_away(alone: Database, settings: Settings) -> None:
    async with behind_postfix() as (server, box):
        await send(server, "max@guest.example", ANNA, letter(1))
        await eventually(lambda: bool(to(box, ANNA)))
        await _one_waits(server)
        async with run_worker(alone, locum(alone, settings, server)):
            await asyncio.to_thread(server.try_again)
            await eventually(lambda: bool(to(box, "max@guest.example")))
        assert len(to(box, "max@guest.example")) == 1
        assert [row.reason for row in await decided(alone, 1)] == ["answered"]


@pytest.mark.usefixtures("people")
async def test_copies_through_a_pipe(alone: Database, settings: Settings, tmp_path: Path) -> None:
    async with (
        piped(tmp_path, alone.url) as (pipe, statuses),
        behind_postfix(pipe) as (server, box),
        run_worker(alone, locum(alone, settings, server).model_copy(update={"lmtp_listen": None})),
    ):
        await send(server, "max@guest.example", ANNA, letter(1))
        await send(server, "", ANNA, letter(2))
        await send(server, "max@guest.example", "nobody@acme.example.org", letter(3))
        await eventually(lambda: bool(to(box, "max@guest.example")))
        rows = await decided(alone, 2)
        await eventually(lambda: len(statuses) == 3)
    assert sorted((row.sender, row.reason) for row in rows) == [
        ("", "null_sender"),
        ("max@guest.example", "answered"),
    ]
    assert statuses == [0, 0, 0]
    assert _strays(box) == []


@pytest.mark.usefixtures("people")
async def test_a_pipe_that_can_keep_nothing_loses_nothing(alone: Database, settings: Settings, tmp_path: Path) -> None:
    nowhere = f"postgresql://locum:x@127.0.0.1:{free_port()}/locum"
    async with piped(tmp_path, nowhere) as (pipe, statuses), behind_postfix(pipe) as (server, box):
        await send(server, "max@guest.example", ANNA, letter(1))
        await eventually(lambda: statuses[:1] == [75])
        await _one_waits(server)
        assert [message.rcpt_tos for message in box.taken] == [[ANNA]]


REDIRECT = """
require ["copy", "envelope", "variables"];
if envelope :matches "to" "*@acme.example.org" {
  redirect :copy "${1}=acme.example.org@oof.internal";
}
"""


@pytest.mark.usefixtures("people")
async def test_copies_from_a_script_of_dovecot(alone: Database, settings: Settings) -> None:
    async with (
        behind_postfix() as (server, box),
        run_worker(alone, locum(alone, settings, server)),
        dovecot(f"127.0.0.1:{server.port}", ANNA, before=REDIRECT) as mailboxes,
    ):
        await mailboxes.deliver("max@guest.example", ANNA, letter(1).decode())
        await mailboxes.deliver("max@guest.example", ANNA, letter(2).decode())
        await mailboxes.deliver("", ANNA, letter(3).decode())
        await mailboxes.deliver("mia@guest.example", ANNA, letter(4, "List-Id: <all.acme.example.org>").decode())
        rows = await decided(alone, 4)
        await eventually(lambda: bool(to(box, "max@guest.example")))
        kept = [*(mailboxes.home(ANNA) / "mail" / "new").iterdir()]
    assert sorted((row.sender, row.reason) for row in rows) == [
        ("", "null_sender"),
        ("max@guest.example", "already_answered"),
        ("max@guest.example", "answered"),
        ("mia@guest.example", "mailing_list"),
    ]
    assert len(kept) == 4
    assert [message.mail_from for message in to(box, "max@guest.example")] == ["<>"]
    assert _strays(box) == []


def _strays(box: Postbox) -> list[list[str]]:
    """Copies that went anywhere else than to Locum."""
    return [message.rcpt_tos for message in box.taken if "oof.internal" in str(message.rcpt_tos)]


async def _one_waits(server: Postfix) -> None:
    async def does_one() -> bool:
        return await asyncio.to_thread(server.waiting) == 1

    await eventually(does_one)
