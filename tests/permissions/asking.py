"""Calling operations of a house, each without a trace, by whoever may."""

import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from httpx import ASGITransport, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from locum.http.realms import Mount, Operation
from locum.mounts import MOUNTS
from tests.factories.world import Api, World

NO_THINGS = frozenset({"uid", "seatUid", "permission"})
"""These ids are no things of an organization: secrets by themselves, public applications, or mere words."""


def application(world: World) -> FastAPI:
    """The application under test."""
    transport = world.client._transport
    assert isinstance(transport, ASGITransport)
    app: Any = transport.app
    assert isinstance(app, FastAPI)
    return app


def operations() -> Iterator[tuple[Mount, Operation]]:
    """Everything that the document shows."""
    for mount in MOUNTS:
        for operation in mount.operations():
            if not mount.hidden:
                yield mount, operation


def names(path: str) -> list[str]:
    """The parameters of an address that name things."""
    return [name for name in re.findall(r"\{(\w+)\}", path) if name not in NO_THINGS]


async def who_may(
    connection: AsyncConnection, callers: dict[str, Api], operation: Operation, path: str, body: Any
) -> Api | None:
    """Somebody of one's own organization for whom it works."""
    for name in ("owner", "self", "lead", "captain"):
        answer = await call(connection, callers[name], operation.method, path, body)
        if answer.status_code < 300:
            return callers[name]
    return None


async def call(connection: AsyncConnection, caller: Api, method: str, path: str, body: Any) -> Response:
    """One request, of which nothing stays."""
    before = await connection.begin_nested()
    answer = await caller.call(method, path, **sent(body))
    await before.rollback()
    return answer


def sent(body: Any) -> dict[str, Any]:
    """How a client is told to send a body: JSON, or a text that is CSV."""
    if isinstance(body, str):
        return {"content": body, "headers": {"Content-Type": "text/csv"}}
    return {} if body is None else {"json": body}
