"""A small HTTP server on loopback that writes down what it hears and answers as told."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ssl import SSLContext


@dataclass(frozen=True, slots=True)
class Heard:
    """One request; names of headers are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. Without a status there is none: the connection is dropped, after `after_seconds`.

    With `endless`, the body goes on for ever, in drops. With `after`, it waits for that to happen.
    """

    status: int | None = 200
    body: bytes = b"ok"
    headers: tuple[tuple[str, str], ...] = ()
    after_seconds: float = 0
    after: asyncio.Event | None = None
    endless: bool = False


SILENCE = Reply(None, after_seconds=60)
DROPPED = Reply(None)


@dataclass(slots=True)
class Receiver:
    """What was heard, and what is answered: first `replies`, one by one, then `otherwise`."""

    replies: deque[Reply] = field(default_factory=deque)
    otherwise: Reply = field(default_factory=Reply)
    heard: list[Heard] = field(default_factory=list)
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until either side has enough."""
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while await self._exchange(reader, writer):
                pass
        writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:] if line)}
        self.heard.append(
            Heard(method, path, headers, await reader.readexactly(int(headers.get("content-length", "0"))))
        )
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._answer(self.replies.popleft() if self.replies else self.otherwise, writer)
        finally:
            self.at_once -= 1

    async def _answer(self, reply: Reply, writer: asyncio.StreamWriter) -> bool:
        await asyncio.sleep(reply.after_seconds)
        if reply.after is not None:
            await reply.after.wait()
        if reply.status is None:
            return False
        length = 10**9 if reply.endless else len(reply.body)
        lines = [f"HTTP/1.1 {reply.status} Said", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in reply.headers]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + reply.body)
        await writer.drain()
        while reply.endless:
            await asyncio.sleep(0.05)
            writer.write(b".")
            await writer.drain()
        return True


@asynccontextmanager
async def receiver(
    *replies: Reply, otherwise: Reply | None = None, tls: SSLContext | None = None
) -> AsyncIterator[Receiver]:
    """A receiver for as long as the block lasts."""
    made = Receiver(deque(replies), otherwise or Reply())
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await made.handle(reader, writer)
        except asyncio.CancelledError:
            writer.close()
        finally:
            tasks.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for task in [*tasks]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
