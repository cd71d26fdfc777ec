"""The one gate for requests to addresses that somebody else chose (webhooks, calendars, providers).

A name is resolved here, every address it has must belong to the open internet, and the connection goes to an address
that was looked at: what the name means a moment later does not matter. Redirects are not followed, cookies are not
kept, proxies of the environment are not asked, the time is limited as a whole, and of an answer only the beginning is
read.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Any, Self

import httpcore
import httpx

from locum.kit.addresses import is_public, parse_address

WITHIN_SECONDS = 10.0
"""For everything: the name, the connection, the request and the answer."""
MOST_BYTES = 64 * 1024
"""Of an answer; what comes behind is not read."""
AROUND_BYTES, AROUND_EACH_BYTE = 128 * 1024, 8
"""What may come over the wire with it: headers, answers before the answer, and how long its pieces are."""
RESOLVED_WITHIN_SECONDS = 2.0
"""When an address is only looked at, not used."""
KEPT_ALIVE_SECONDS = 2.0
"""Less than any usual server, so that no request runs into a connection that is just being closed."""

Resolve = Callable[[str], Awaitable[Sequence[str]]]
"""A name to its literal addresses. Raises OSError or UnicodeError for a name that has none."""

_resolvers = ThreadPoolExecutor(32, thread_name_prefix="resolve")
# Threads of their own: names that never resolve must not hold up the rest of the process.


class Refused(Exception):
    """The address may not be asked; the message says why and may be shown to whoever chose it."""


class Unreachable(Exception):
    """Nobody answered in time, or not in HTTP; the message says what happened."""


@dataclass(slots=True)
class Answer:
    """A status, 0 until there is one, and the beginning of what came with it."""

    status: int = 0
    beginning: bytes = b""


async def resolve_by_system(host: str) -> list[str]:
    """Ask the machine's own resolver."""
    loop = asyncio.get_running_loop()
    found = await loop.run_in_executor(_resolvers, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    return list(dict.fromkeys(str(address[0]) for _, _, _, _, address in found))


def parse_url(text: str) -> httpx.URL:
    """An http or https address without credentials. Raises Refused."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused("it is not a URL") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise Refused("it is not an http or https URL")
    if url.userinfo:
        raise Refused("it carries a user name or password")
    if url.port is not None and not 0 < url.port < 65536:
        raise Refused("its port does not exist")
    return url


async def vet(text: str, *, allow_private: bool, resolve: Resolve = resolve_by_system) -> None:
    """Look at an address that will be used later. Raises Refused.

    A name that does not resolve now, or not soon, is let through: it is looked at again whenever it is used.
    """
    url = parse_url(text)
    try:
        async with asyncio.timeout(RESOLVED_WITHIN_SECONDS):
            await permitted_addresses(url.raw_host.decode(), allow_private=allow_private, resolve=resolve)
    except (Unreachable, TimeoutError):
        return


async def permitted_addresses(host: str, *, allow_private: bool, resolve: Resolve = resolve_by_system) -> Sequence[str]:
    """The addresses of a name, at least one, once all are found to be good. Raises Refused or Unreachable."""
    try:
        found = await resolve(host)
    except (OSError, UnicodeError) as error:
        raise Unreachable("the name does not resolve") from error
    if not found:
        raise Unreachable("the name does not resolve")
    if not allow_private and not all((address := parse_address(text)) and is_public(address) for text in found):
        raise Refused("it leads to a private or reserved address")
    return found


@dataclass(slots=True)
class _Room:
    """How many bytes the answer to a request may still take on the wire, whatever of it is an answer in the end."""

    left: int


_room: ContextVar[_Room] = ContextVar("room of the request under way")


class _Metered(httpcore.AsyncNetworkStream):
    """A connection that ends when more comes than an answer of the wanted length can need.

    Otherwise somebody could keep the process busy for as long as a request may take: by interim answers that never
    end, or by pieces of one byte with much around each.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - as below
        piece = await self._stream.read(max_bytes, timeout)
        room = _room.get()
        room.left -= len(piece)
        if room.left < 0:
            raise httpcore.ReadError("there is too much around the answer")
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        return _Metered(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _VettedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to addresses that were looked at, and to nothing else."""

    def __init__(self, network: httpcore.AsyncNetworkBackend, resolve: Resolve, allow_private: bool) -> None:
        self._network, self._resolve, self._allow_private = network, resolve, allow_private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's own
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        allow_private, resolve = self._allow_private, self._resolve
        *others, last = await permitted_addresses(host, allow_private=allow_private, resolve=resolve)
        for address in others:
            try:
                return _Metered(await self._network.connect_tcp(address, port, 3.0, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # a name has several addresses so that one may be down
        return _Metered(await self._network.connect_tcp(last, port, timeout, local_address, socket_options))

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


@cache
def _usual_tls() -> ssl.SSLContext:
    """Reading all authorities takes longer than a request, so it is done once."""
    return httpx.create_ssl_context()


class Outbound:
    """Sends requests through the gate; connections are kept for a moment and used again. Close it in the end."""

    def __init__(
        self,
        *,
        allow_private: bool,
        resolve: Resolve = resolve_by_system,
        network: httpcore.AsyncNetworkBackend | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context or _usual_tls(),
            max_connections=None,
            keepalive_expiry=KEPT_ALIVE_SECONDS,
            network_backend=_VettedNetwork(network or httpcore.AnyIOBackend(), resolve, allow_private),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.aclose()

    async def send(
        self,
        method: str,
        address: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
        within_seconds: float = WITHIN_SECONDS,
        most_bytes: int = MOST_BYTES,
    ) -> Answer:
        """One request and its answer, a redirect being an answer like any other. Raises Refused or Unreachable.

        Once there is a status, it counts: an answer that breaks off or never ends is cut.
        """
        url, answer, named = parse_url(address), Answer(), [*(headers or {}).items()]
        _room.set(_Room(AROUND_BYTES + AROUND_EACH_BYTE * most_bytes))
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        try:
            async with (
                asyncio.timeout(within_seconds),
                self._pool.stream(method, target, headers=named, content=content) as response,
            ):
                answer.status = response.status
                async for piece in response.aiter_stream():
                    answer.beginning += piece[: most_bytes - len(answer.beginning)]
                    if len(answer.beginning) >= most_bytes:
                        break
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
            if not answer.status:
                late = f"no answer within {within_seconds:g} seconds"
                raise Unreachable(late if isinstance(error, TimeoutError) else _in_words(error)) from error
        return answer


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")
