"""Servers that mean harm to whoever asks them: each costs little, and ends as an answer or as none."""

import asyncio
import gzip
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from locum.kit.safe_urls import Answer, Outbound, Unreachable

OK, CHUNKED = b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
PATIENCE = 60.0
"""Seconds that a request may take here: what ends, ends for another reason."""


@asynccontextmanager
async def talker(first: bytes, again: bytes = b"", every_seconds: float = 0) -> AsyncIterator[str]:
    """The address of a server that says something and then, if told, the same again and again."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(first)
            while again:
                writer.write(again)
                await writer.drain()
                await asyncio.sleep(every_seconds)
        writer.close()

    async with listening(talk) as address:
        yield address


@asynccontextmanager
async def listening(talk: "asyncio.streams._ClientConnectedCallback") -> AsyncIterator[str]:
    """The address of a server for as long as the block lasts."""
    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()


async def ask(address: str, within_seconds: float = PATIENCE, most_bytes: int = 4000) -> Answer:
    async with Outbound(allow_private=True) as outbound:
        return await outbound.send("POST", address, within_seconds=within_seconds, most_bytes=most_bytes)


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, "too much around"),
        (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 1000, "too much around"),
        (OK, b"a: b\r\n" * 1000, "too"),
        (OK + b"a: ", b"x" * 10_000, "too"),
        (b"", b"\r\n" * 1000, "ProtocolError"),
        (
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
            b"x" * 1000,
            "ProtocolError",
        ),
        (OK + b"Content-Length: 2\r\nContent-Length: 5\r\n\r\nok", b"", "ProtocolError"),
        (OK + b"Content-Length: -1\r\n\r\nok", b"", "ProtocolError"),
        (b"HTTP/1.1 2000 OK\r\n\r\n", b"", "ProtocolError"),
    ],
)
async def test_floods_before_the_answer_end_soon_and_are_none(first: bytes, again: bytes, said: str) -> None:
    async with talker(first, again) as address:
        with pytest.raises(Unreachable, match=said):
            await ask(address)


async def test_much_around_each_piece_of_an_answer_cuts_it() -> None:
    piece = b"1;" + b"e" * 60_000 + b"\r\nx\r\n"
    async with talker(CHUNKED, piece) as address:
        answer = await ask(address)
    assert answer.status == 200
    assert 0 < len(answer.beginning) < 10


async def test_pieces_of_one_byte_are_no_harm() -> None:
    async with talker(CHUNKED, b"1\r\nx\r\n" * 1000) as address:
        assert (await ask(address)).beginning == b"x" * 4000


async def test_headers_in_drops_do_not_outlast_the_limit() -> None:
    async with talker(OK, b"a: b\r\n", every_seconds=0.02) as address:
        with pytest.raises(Unreachable, match=r"no answer within 0\.3"):
            await ask(address, within_seconds=0.3)


async def test_nothing_is_unpacked() -> None:
    packed = gzip.compress(b"0" * 10_000_000)
    head = OK + f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    async with talker(head + packed) as address:
        assert (await ask(address)).beginning == packed[:4000]


async def test_a_connection_that_is_reset() -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    async with listening(reset) as address:
        with pytest.raises(Unreachable):
            await ask(address)


async def test_the_room_of_one_request_is_not_that_of_the_next() -> None:
    """A connection that is used again begins anew, and requests at the same time do not share."""
    long = OK + b"Content-Length: 60000\r\n\r\n" + b"x" * 60_000

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(long)
                await writer.drain()
        writer.close()

    async with listening(talk) as address, Outbound(allow_private=True) as outbound:
        for _ in range(5):
            asking = [outbound.send("GET", address, most_bytes=60_001) for _ in range(4)]
            assert {len(answer.beginning) for answer in await asyncio.gather(*asking)} == {60_000}
