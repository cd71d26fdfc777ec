"""Over LMTP, with real transactions: one status for each recipient, yes only for what is kept (RFC 2033)."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from locum.db.session import Database
from locum.mail.models import MailMessage
from locum.responder import listening as door
from locum.responder import lmtp
from locum.responder.clerk import deciding
from locum.responder.listening import listening
from locum.responder.models import IncomingMessage
from locum.settings import Settings
from tests.factories.live import live_world
from tests.factories.mailboxes import mail_house
from tests.responder.client import courier, letter
from tests.responder.conftest import away
from tests.support.server import free_port
from tests.support.waiting import PATIENCE_SECONDS, eventually

ANNA, ADMIN = "anna@acme.example.org", "admin@acme.example.org"


@pytest.fixture
async def people(alone: Database, settings: Settings) -> None:
    """A house whose Anna is away, committed."""
    async with live_world(alone.url, settings) as world:
        await away(world, (await mail_house(world)).anna)


@asynccontextmanager
async def open_door(database: Database, settings: Settings, place: str = "") -> AsyncIterator[int]:
    """The listener on a port of loopback, or on a socket."""
    port = free_port()
    told = settings.model_copy(update={"lmtp_listen": place or f"127.0.0.1:{port}"})
    async with listening(database, told):
        await eventually(lambda: _is_shared(Path(place)) if place else _answers(port))
        yield port


def _is_shared(place: Path) -> bool:
    return place.is_socket() and place.stat().st_mode & 0o777 == 0o660


def _answers(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.usefixtures("people")
async def test_commands_may_come_together(alone: Database, settings: Settings) -> None:
    async with open_door(alone, settings) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"LHLO mx.house.example\r\n")
        await reader.readuntil(b"250-PIPELINING\r\n")
        await reader.readuntil(b"250 HELP\r\n")
        recipients = (ANNA, "nobody@acme.example.org", ADMIN)
        together = ["MAIL FROM:<max@guest.example>", *(f"RCPT TO:<{one}>" for one in recipients), "DATA"]
        writer.write("".join(f"{command}\r\n" for command in together).encode())
        assert [(await reader.readline())[:3] for _ in together] == [b"250", b"250", b"550", b"250", b"354"]
        writer.write(letter() + b".\r\nMAIL FROM:<>\r\nQUIT\r\n")
        assert [(await reader.readline())[:3] for _ in range(4)] == [b"250", b"250", b"250", b"221"]
        writer.close()
    assert len(await kept(alone)) == 2


async def kept(database: Database) -> list[IncomingMessage]:
    """Everything that was taken."""
    async with database.look() as session:
        return [*(await session.scalars(select(IncomingMessage).order_by(IncomingMessage.id)))]


pytestmark = pytest.mark.usefixtures("people")


async def test_each_recipient_has_an_answer_of_his_own(alone: Database, settings: Settings) -> None:
    recipients = [ANNA, "nobody@acme.example.org", "nobody=acme.example.org@oof.internal", ADMIN, f"<{ANNA}>"[1:-1]]
    async with open_door(alone, settings) as port, courier(port) as mail:
        answers = await mail.send("max@guest.example", recipients, letter())
        assert [answer[:9] for answer in answers] == ["250 2.0.0", "550 5.1.1", "250 2.0.0", "250 2.0.0", "250 2.0.0"]
        assert answers[2] == lmtp.DROPPED
        rows = await kept(alone)
        assert {(row.recipient, row.sender, row.decided_at) for row in rows} == {
            (ANNA, "max@guest.example", None),
            (ADMIN, "max@guest.example", None),
        }
        assert (await mail.send("", [ANNA], letter(2)))[0].startswith("250"), "the next message on the same connection"
        assert (await kept(alone))[2].sender == ""
        assert (await mail.say("QUIT")).startswith("221")


async def test_no_is_said_while_nothing_can_be_kept(alone: Database, settings: Settings) -> None:
    async with open_door(alone, settings) as port, courier(port) as mail:
        assert (await mail.say("MAIL FROM:<max@guest.example>")).startswith("250")
        for recipient in (ANNA, "nobody=acme.example.org@oof.internal", ADMIN):
            assert (await mail.say(f"RCPT TO:<{recipient}>")).startswith("250")
        assert (await mail.say("DATA")).startswith("354")
        await alone.quick.close()
        mail.writer.write(letter() + b".\r\n")
        assert [await mail.hear() for _ in range(3)] == [lmtp.LATER, lmtp.DROPPED, lmtp.LATER]
        assert await mail.send("max@guest.example", [ANNA], letter()) == [lmtp.LATER]
        assert await kept(alone) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\r\n",
        b"To: anna@acme.example.org\r\n\r\n.dotted\r\n..twice\r\n.\x00\xff\r\n",
        b"To: anna@acme.example.org\r\n\r\n" + b"x" * 3_000_000 + b"\r\n",
        b"To: anna@acme.example.org\r\n\r\n" + (b"y" * (lmtp.LINE_PIECE - 1) + b"\r\n") * 3,
        b"To: anna@acme.example.org\r\n\r\n" + (b"." * lmtp.LINE_PIECE + b"\r\n") * 3,
        b"X: " + b"z" * 300_000 + b"\r\n\r\n",
    ],
    ids=[
        "empty",
        "one line",
        "dots",
        "long line",
        "lines as long as a piece",
        "dots as long as a piece",
        "long header",
    ],
)
async def test_whatever_the_content_the_conversation_goes_on(
    alone: Database, settings: Settings, content: bytes
) -> None:
    async with open_door(alone, settings) as port, courier(port) as mail:
        assert await mail.send("max@guest.example", [ANNA], content) == [lmtp.STORED]
        assert await mail.send("max@guest.example", [ANNA], letter()) == [lmtp.STORED]
        assert await mail.send("max@guest.example", [ANNA], content) == [lmtp.STORED]
    assert len(await kept(alone)) == 2


async def test_what_is_too_large_is_refused_for_each_and_not_held(alone: Database, settings: Settings) -> None:
    async with open_door(alone, settings) as port, courier(port) as mail:
        assert (await mail.say(f"MAIL FROM:<a@guest.example> SIZE={lmtp.SIZE_LIMIT + 1}")).startswith("552")
        assert (await mail.say("MAIL FROM:<a@guest.example> SIZE=1000 BODY=8BITMIME")).startswith("250")
        for recipient in (ANNA, ADMIN):
            await mail.say(f"RCPT TO:<{recipient}>")
        await mail.say("DATA")
        line = b"x" * 1022 + b"\r\n"
        for _ in range(51):
            mail.writer.write(line * 1024)
            await mail.writer.drain()
        mail.writer.write(b".\r\n")
        assert [await mail.hear(), await mail.hear()] == [lmtp.TOO_LARGE] * 2
        assert await mail.send("max@guest.example", [ANNA], letter()) == [lmtp.STORED]
    assert len(await kept(alone)) == 1


async def test_there_is_room_for_so_many(alone: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_CONNECTIONS", 2)
    async with open_door(alone, settings) as port:
        async with courier(port) as one, courier(port):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            assert (await reader.readline()).startswith(b"421 4.3.2")
            assert await reader.read() == b""
            writer.close()
            assert await one.send("max@guest.example", [ANNA], letter()) == [lmtp.STORED]
        async with courier(port) as again:
            assert await again.send("max@guest.example", [ANNA], letter(2)) == [lmtp.STORED]


async def test_a_socket_and_its_heirs(alone: Database, settings: Settings, data_dir: Path) -> None:
    place = data_dir / "lmtp"
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(place))
    told = settings.model_copy(update={"lmtp_listen": str(place)})
    async with open_door(alone, settings, str(place)), listening(alone, told), courier(str(place)) as mail:
        assert await mail.send("max@guest.example", [ANNA], letter()) == [lmtp.STORED]
    assert not place.exists()


async def test_a_file_that_is_no_socket_is_left_alone(alone: Database, settings: Settings, data_dir: Path) -> None:
    place = data_dir / "precious"
    place.write_text("words")
    async with listening(alone, settings.model_copy(update={"lmtp_listen": str(place)})):
        await asyncio.sleep(0.2)
    assert place.read_text() == "words"


async def test_who_stands_by_takes_over(alone: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "TRIES_EVERY_SECONDS", 0.05)
    async with open_door(alone, settings) as port:
        told = settings.model_copy(update={"lmtp_listen": f"127.0.0.1:{port}"})
        heir = listening(alone, told)
        await heir.__aenter__()
        await asyncio.sleep(0.2)
    await eventually(lambda: _answers(port))
    async with courier(port) as mail:
        assert await mail.send("max@guest.example", [ANNA], letter()) == [lmtp.STORED]
    await heir.__aexit__(None, None, None)


async def test_many_at_once_get_one_answer(alone: Database, settings: Settings) -> None:
    async def delivers(port: int, number: int) -> None:
        async with courier(port) as mail:
            for again in range(5):
                content = letter(f"{number}.{again}")
                assert await mail.send("max@guest.example", [ANNA], content) == [lmtp.STORED]

    async with (
        open_door(alone, settings) as port,
        deciding(alone, settings),
        deciding(alone, settings),
    ):
        await asyncio.gather(*(delivers(port, number) for number in range(20)))
        rows = await _until_decided(alone, 100)
    assert sorted(str(row.reason) for row in rows) == ["already_answered"] * 99 + ["answered"]
    async with alone.look() as session:
        assert len((await session.scalars(select(MailMessage.id))).all()) == 1


async def test_the_database_may_go_and_come_back(alone: Database, settings: Settings) -> None:
    async with open_door(alone, settings) as port, deciding(alone, settings), courier(port) as mail:
        assert await mail.send("max@guest.example", [ANNA], letter()) == [lmtp.STORED]
        await _until_decided(alone, 1)
        async with alone.quick.connection() as connection:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

        async def is_stored() -> bool:
            (answer,) = await mail.send("mia@guest.example", [ANNA], letter(2))
            assert answer in {lmtp.STORED, lmtp.LATER}
            return answer == lmtp.STORED

        await eventually(is_stored)
        assert [row.reason for row in await _until_decided(alone, 2)] == ["answered", "answered"]


async def _until_decided(database: Database, number: int) -> list[IncomingMessage]:
    rows: list[IncomingMessage] = []

    async def are_decided() -> bool:
        with suppress(OperationalError):
            rows[:] = await kept(database)
            return len(rows) == number and all(row.decided_at for row in rows)
        return False

    await eventually(are_decided)
    return rows


async def test_noise_disturbs_nobody(alone: Database, settings: Settings) -> None:
    chance = Random(7)
    words = [
        "LHLO x",
        "MAIL FROM:<>",
        "MAIL FROM:<a@b.c> SMTPUTF8",
        f"RCPT TO:<{ANNA}>",
        "DATA",
        "RSET",
        "NOOP",
        ".",
        "",
    ]
    words += [
        "MAIL FROM:<" + "a" * 3000 + ">",
        "RCPT TO:<\x00@\xff>",
        "EHLO x",
        "HELO",
        "VRFY anna",
        "AUTH PLAIN x",
        "é",
    ]
    words += [
        'RCPT TO:<"a b"@c.d>',
        "RCPT TO:",
        "MAIL FROM:<@x:a@b>",
        "MAIL FROM:<a@b",
        "STARTTLS",
        "HELP",
        "x" * 70_000,
    ]
    async with open_door(alone, settings) as port:
        for _ in range(30):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            noise = [chance.choice(words).encode("utf-8", "surrogateescape") for _ in range(30)]
            writer.write(b"\r\n".join(noise) + b"\r\n.\r\n")
            writer.write_eof()
            async with asyncio.timeout(PATIENCE_SECONDS):
                heard = await reader.read()
            assert b"Traceback" not in heard
            writer.close()
        async with courier(port) as mail:
            assert await mail.send("max@guest.example", [ANNA], letter()) == [lmtp.STORED]


async def test_who_is_stopped_ends_what_comes_in(alone: Database, settings: Settings) -> None:
    house = AsyncExitStack()
    port = await house.enter_async_context(open_door(alone, settings))
    async with courier(port) as mail, courier(port) as idle:
        for command in ("MAIL FROM:<max@guest.example>", f"RCPT TO:<{ANNA}>", "DATA"):
            await mail.say(command)
        stopping = asyncio.create_task(house.aclose())
        await asyncio.sleep(0.1)
        mail.writer.write(letter() + b".\r\n")
        assert await mail.hear() == lmtp.STORED
        await stopping
        assert await mail.hear() == await idle.hear() == ""
    assert len(await kept(alone)) == 1
