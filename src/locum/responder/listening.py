"""Where copies of mail are taken: one process of a machine listens, others stand by for when it goes."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import structlog

from locum.db.session import Database
from locum.responder.lmtp import Conversation, Reception
from locum.settings import Settings

log = structlog.get_logger(__name__)

MOST_CONNECTIONS = 200
TOO_MANY_CONNECTIONS = b"421 4.3.2 too many connections, try again later\r\n"
TRIES_EVERY_SECONDS = 2.0
STOPS_WITHIN_SECONDS = 3.0
SOCKET_MODE = 0o660
"""Of a socket in the file system: the mail server's user shares a group with Locum's."""


class Door:
    """The listener of one process."""

    def __init__(self, database: Database, address: str) -> None:
        self._address = address
        self._reception = Reception(database)
        self._inside: set[Conversation] = set()

    def _answer(self) -> asyncio.BaseProtocol:
        if len(self._inside) >= MOST_CONNECTIONS:
            return _Full()
        conversation = Conversation(self._reception, self._inside.discard, loop=asyncio.get_running_loop())
        self._inside.add(conversation)
        return conversation

    async def stand(self) -> None:
        """Listen until cancelled, as soon as nobody else does."""
        told = False
        while True:
            try:
                async with self._listening():
                    log.info("mail is taken over LMTP", address=self._address)
                    await asyncio.Event().wait()
            except OSError as error:
                if not told:
                    log.warning("standing by for LMTP", address=self._address, reason=error.strerror or str(error))
                told = True
                await asyncio.sleep(TRIES_EVERY_SECONDS)

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        if self._address.startswith("/"):
            with _sole_use(Path(self._address)):
                server = await loop.create_unix_server(self._answer, self._address)
                _share(self._address)
                with _closed(server):
                    yield
            return
        parts = urlsplit(f"//{self._address}")
        server = await loop.create_server(self._answer, parts.hostname, parts.port or 0)
        with _closed(server):
            yield

    async def close(self) -> None:
        """Whoever is in the middle of a message is given some seconds; then everybody goes."""
        with suppress(TimeoutError):
            async with asyncio.timeout(STOPS_WITHIN_SECONDS):
                for one in [*self._inside]:
                    await one.quiet.wait()
        for one in [*self._inside]:
            if one.transport is not None:
                one.transport.close()


class _Full(asyncio.Protocol):
    """For whom there is no room."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.WriteTransport, transport).write(TOO_MANY_CONNECTIONS)
        transport.close()


def _share(path: str) -> None:
    Path(path).chmod(SOCKET_MODE)


@contextmanager
def _closed(server: asyncio.AbstractServer) -> Iterator[None]:
    """In the end."""
    try:
        yield
    finally:
        server.close()


@contextmanager
def _sole_use(path: Path) -> Iterator[None]:
    """Of a socket's path: what a killed process left there is removed, what a living one uses is not.

    Raises BlockingIOError when another process has it. What is no socket is never touched.
    """
    lock = os.open(f"{path}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if path.is_socket():
            path.unlink()
        try:
            yield
        finally:
            if path.is_socket():
                path.unlink()
    finally:
        os.close(lock)


@asynccontextmanager
async def listening(database: Database, settings: Settings) -> AsyncIterator[None]:
    """Take mail for as long as the block lasts, if the settings say where."""
    if settings.lmtp_listen is None:
        yield
        return
    door = Door(database, settings.lmtp_listen)
    standing = asyncio.create_task(door.stand())
    try:
        yield
    finally:
        standing.cancel()
        with suppress(asyncio.CancelledError):
            await standing
        await door.close()
