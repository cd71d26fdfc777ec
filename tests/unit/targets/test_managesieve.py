"""The client of ManageSieve against servers that say odd things."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from locum.targets.backends import managesieve
from locum.targets.backends.managesieve import ManageSieve, SieveBroken, SieveRefused

GREETING = b'"IMPLEMENTATION" "Test"\r\n"SASL" "PLAIN"\r\n"SIEVE" "vacation date"\r\n"STARTTLS"\r\nOK "ready"\r\n'


@asynccontextmanager
async def _server(*answers: bytes) -> AsyncIterator[tuple[ManageSieve, list[bytes]]]:
    """Says the first thing at once, and each further one when something was said to it."""
    said: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answers[0])
        for answer in answers[1:]:
            said.append(await reader.read(65536))
            writer.write(answer)
            await writer.drain()
        await reader.read(1)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.sockets[0].getsockname()[1])
        async with ManageSieve(reader, writer) as client:
            yield client, said
    finally:
        server.close()
        await server.wait_closed()


async def test_names_and_literals_are_read_as_they_are() -> None:
    listing = b'"plain" ACTIVE\r\n"OK"\r\n"a \\"b\\" \\\\"\r\n{5}\r\nx\r\n"y\r\nOK\r\n'
    async with _server(GREETING, listing, b'{8+}\r\nOK\r\nNO\r\n\r\nOK "done"\r\n') as (client, said):
        await client.greet()
        assert client.extensions == {"vacation", "date"}
        assert await client.scripts() == (frozenset({"plain", "OK", 'a "b" \\', 'x\r\n"y'}), "plain")
        assert await client.script('n"\r\n') == "OK\r\nNO\r\n"
        assert said == [b"LISTSCRIPTS\r\n", b'GETSCRIPT {4+}\r\nn"\r\n\r\n']


async def test_a_password_is_one_argument_whatever_is_in_it() -> None:
    async with _server(GREETING, b"OK\r\n") as (client, said):
        await client.greet()
        await client.authenticate('m"aster', 'p"\r\n', on_behalf_of="anna@x")
        assert said == [b'AUTHENTICATE "PLAIN" {28+}\r\nYW5uYUB4AG0iYXN0ZXIAcCINCg==\r\n']


@pytest.mark.parametrize(
    ("answer", "code", "text"),
    [
        (b'NO (QUOTA/MAXSIZE) "too big"\r\n', "QUOTA", "too big"),
        (b"NO {5}\r\nlong!\r\n", "", "long!"),
        (b"NO\r\n", "", "no reason given"),
        (b'BYE (TRYLATER) "later"\r\n', "TRYLATER", "later"),
    ],
)
async def test_refusals_are_told(answer: bytes, code: str, text: str) -> None:
    async with _server(GREETING, answer) as (client, _):
        await client.greet()
        with pytest.raises(SieveRefused) as refused:
            await client.put("x", "keep;")
        assert (refused.value.code, str(refused.value)) == (code, text)


async def test_what_was_said_before_encryption_is_not_believed() -> None:
    async with _server(GREETING, b'OK "begin"\r\n"SASL" "PLAIN"\r\nOK "injected"\r\n') as (client, _):
        await client.greet()
        with pytest.raises(SieveBroken, match="before encryption"):
            await client.encrypt(ssl.create_default_context(), "localhost")


async def test_no_encryption_and_no_passwords_are_said() -> None:
    async with _server(b'"SASL" "GSSAPI"\r\nOK\r\n') as (client, _):
        await client.greet()
        with pytest.raises(SieveRefused, match="STARTTLS"):
            await client.encrypt(ssl.create_default_context(), "localhost")
        with pytest.raises(SieveRefused, match="SASL PLAIN"):
            await client.authenticate("a", "b")


@pytest.mark.parametrize("answer", [b"{99999999}\r\n", b"", b'"half'])
async def test_what_never_ends_is_broken_off(answer: bytes) -> None:
    async with _server(GREETING, answer) as (client, _):
        await client.greet()
        with pytest.raises((SieveBroken, TimeoutError)):
            async with asyncio.timeout(0.3):
                await client.scripts()


async def test_a_talkative_server_is_not_heard_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(managesieve, "MOST_BYTES", 1000)
    async with _server(GREETING, b'"script"\r\n' * 200) as (client, _):
        await client.greet()
        with pytest.raises(SieveBroken, match="too much"):
            await client.scripts()
