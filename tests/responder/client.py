"""A mail server's side of LMTP, on loopback: says what it is told to, and hears every line."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.support.waiting import PATIENCE_SECONDS


@dataclass(slots=True)
class Courier:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def hear(self) -> str:
        """One answer, the last of its lines."""
        while True:
            line = (await self.reader.readline()).decode()
            if line[3:4] != "-":
                return line.rstrip("\r\n")

    async def say(self, command: str) -> str:
        """One command and the answer to it."""
        self.writer.write(command.encode("utf-8", "surrogateescape") + b"\r\n")
        return await self.hear()

    async def send(self, sender: str, recipients: Sequence[str], content: bytes) -> list[str]:
        """A message as a mail server hands it over; the last answer that each recipient got."""
        assert (await self.say(f"MAIL FROM:<{sender}>")).startswith("250")
        answers = [await self.say(f"RCPT TO:<{recipient}>") for recipient in recipients]
        if not any(answer.startswith("250") for answer in answers):
            await self.say("RSET")
            return answers
        assert (await self.say("DATA")).startswith("354")
        self.writer.write(dotted(content) + b".\r\n")
        return [await self.hear() if answer.startswith("250") else answer for answer in answers]


def dotted(content: bytes) -> bytes:
    """A message as it goes over the wire."""
    lines = content.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
    return b"".join(b"." * line.startswith(b".") + line + b"\r\n" for line in lines)


@asynccontextmanager
async def courier(place: int | str) -> AsyncIterator[Courier]:
    """A connection that has said hello, to a port of loopback or to a socket's path."""
    found = await _let_in(place)
    await found.say("LHLO mx.house.example")
    try:
        yield found
    finally:
        found.writer.close()


async def _let_in(place: int | str) -> Courier:
    """A connection, as soon as there is room: whoever left is counted for a moment longer."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            opening = (
                asyncio.open_unix_connection(place)
                if isinstance(place, str)
                else asyncio.open_connection("127.0.0.1", place)
            )
            found = Courier(*await opening)
            if (await found.hear()).startswith("220"):
                return found
            found.writer.close()
            await asyncio.sleep(0.02)


def letter(number: int | str = 1, *headers: str, to: str = "anna@acme.example.org", body: str = "Hello\r\n") -> bytes:
    """A message from a person to a person."""
    lines = [
        "From: Max Guest <max@guest.example>",
        f"To: Anna Apt <{to}>",
        "Subject: Lunch on Tuesday?",
        f"Message-ID: <{number}@guest.example>",
        *headers,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
