"""A small server on loopback that speaks JSON, for what a test has it be."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; names of headers are in lower case. `form` is a body that is one, `body` one that is JSON."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any = None
    form: dict[str, str] | None = None


Answer = tuple[int, Any]
Handler = Callable[[Asked], Answer | Awaitable[Answer]]


@asynccontextmanager
async def json_server(handler: Handler) -> AsyncIterator[str]:
    """The server's address, for as long as the block lasts."""
    open_ones: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_ones.add(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                answer = handler(await _read(reader))
                status, told = await answer if isinstance(answer, Awaitable) else answer
                body = json.dumps(told).encode()
                head = (
                    f"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                )
                writer.write(head.encode() + body)
                await writer.drain()
        open_ones.discard(writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for writer in open_ones:
            writer.close()
        await asyncio.sleep(0)


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:] if line)}
    content = await reader.readexactly(int(headers.get("content-length", "0")))
    if headers.get("content-type") == "application/x-www-form-urlencoded":
        return Asked(
            method, path, headers, form={name: values[0] for name, values in parse_qs(content.decode()).items()}
        )
    return Asked(method, path, headers, json.loads(content) if content else None)
