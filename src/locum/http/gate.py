"""The first thing every request passes: a name for it, one form of its address, who asks, how often, and a log line."""

import re
import time
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import structlog
from psycopg import OperationalError
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from locum.http import cors, errors
from locum.http.admission import Chain
from locum.http.bodies import bounded
from locum.http.clients import client_address
from locum.http.credentials import read_credentials, trackers_of
from locum.http.metrics import Metrics
from locum.http.paths import canonical_path, canonical_query, is_api
from locum.http.routing import RouteLimits
from locum.kit.errors import LocumError, TooManyRequests
from locum.settings import Settings

log = structlog.get_logger("locum.access")

TOO_MANY = "CustomThrottlerGuard - Too many requests. Please try again later."
_PRIVATE_LINK = re.compile(r"(?<=^/d/)[^/]+|(?<=/private-links/)[^/]+")
Headers = list[tuple[bytes, bytes]]


class Unavailable(LocumError):
    """The database does not answer."""

    status = 503
    code = "ServiceUnavailableException"


@dataclass(slots=True)
class Passage:
    """One request on its way through the gate."""

    request_id: str
    api: bool
    started: float
    status: int = 500
    answering: bool = False
    headers: Headers = field(default_factory=list)


class Gate:
    """ASGI middleware; pure, because each layer of a framework's own costs a tenth of a millisecond and more."""

    def __init__(self, app: ASGIApp, settings: Settings, chain: Chain, metrics: Metrics, limits: RouteLimits) -> None:
        self.app = app
        self.settings = settings
        self.chain = chain
        self.metrics = metrics
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        passage = self._enter(scope)

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                passage.status = message["status"]
                passage.answering = True
                message["headers"] = _complete(message.get("headers", ()), passage)
            await send(message)

        structlog.contextvars.bind_contextvars(request_id=passage.request_id)
        try:
            await self._pass(scope, receive, tell, passage)
        except Exception:
            log.exception("request failed", path=loggable(scope["path"]))
            if passage.answering:
                raise
            response = await errors.broken(Request(scope))
            await response(scope, receive, tell)
        finally:
            self._leave(scope, passage)
            structlog.contextvars.unbind_contextvars("request_id")

    def _enter(self, scope: MutableMapping[str, Any]) -> Passage:
        raw_query = scope["query_string"]
        path = canonical_path(scope["path"], self.settings.base_path)
        target = scope["path"] + (f"?{raw_query.decode('latin-1')}" if raw_query else "")
        scope["locum.target"] = target.encode("utf-8", "replace").decode("utf-8")
        scope["path"], scope["raw_path"] = path, path.encode("utf-8", "replace")
        scope["query_string"] = canonical_query(raw_query)
        passage = Passage(str(uuid4()), is_api(path), time.perf_counter())
        passage.headers.append((b"x-request-id", passage.request_id.encode()))
        scope["locum.request_id"] = passage.request_id
        scope["locum.is_api"] = passage.api
        return passage

    async def _pass(self, scope: Scope, receive: Receive, send: Send, passage: Passage) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        scope["locum.address"] = client_address(scope, self.settings.trusted_proxies)
        receive = bounded(receive, headers.get("content-length"))
        if not passage.api:
            await self.app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            asked = headers.get("access-control-request-headers", "").encode("latin-1")
            await send({"type": "http.response.start", "status": 204, "headers": cors.preflight(asked or None)})
            await send({"type": "http.response.body", "body": b""})
            return
        passage.headers += cors.ANSWER
        try:
            await self._admit(scope, headers, passage)
        except LocumError as refusal:
            await errors.refuse(Request(scope), refusal)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    async def _admit(self, scope: Scope, headers: dict[str, str], passage: Passage) -> None:
        credentials = read_credentials(headers, scope["path"])
        limit = self.limits.of(scope["method"], scope["path"])
        trackers = trackers_of(credentials, scope["locum.address"], self.settings.rate_limit_per_minute, limit)
        try:
            admission = await self.chain.admit(credentials, trackers)
        except (OperationalError, PoolTimeout) as error:
            log.exception("database does not answer")
            raise Unavailable("There was an error, please try again later.") from error
        told = admission.allowance.headers().items()
        passage.headers += [(name.encode(), value.encode()) for name, value in told]
        scope["locum.principal"] = admission.principal
        scope["locum.why_nobody"] = credentials.why_nobody
        if admission.allowance.blocked:
            raise TooManyRequests(TOO_MANY)
        if admission.refusal is not None:
            raise admission.refusal

    def _leave(self, scope: Scope, passage: Passage) -> None:
        seconds = time.perf_counter() - passage.started
        self.metrics.observe(scope, passage.status, seconds)
        log.info(
            "request",
            method=scope["method"],
            path=loggable(scope["path"]),
            status=passage.status,
            milliseconds=round(seconds * 1000, 1),
        )


def _complete(headers: Iterable[tuple[bytes, bytes]], passage: Passage) -> Headers:
    told = [*headers, *passage.headers]
    if not passage.api:
        return told
    known = {name for name, _ in told}
    return told + [header for header in cors.PRIVATE if header[0] not in known]


def loggable(path: str) -> str:
    """A path as the log may say it: without names of private links, which let in whoever has them.

    What a terminal would obey (new lines, escapes) is shown as it was sent.
    """
    told = _PRIVATE_LINK.sub("...", path)
    return told if told.isprintable() else quote(told, errors="replace")
