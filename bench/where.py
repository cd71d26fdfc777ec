"""Where the time goes: the same requests inside one process, with the time that the database takes set apart."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from httpx import ASGITransport, AsyncClient
from rich.table import Table
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.seed import Seeded, booking
from locum.app import create_app
from locum.cli import logs
from locum.db import embedded
from locum.db.session import Database
from locum.settings import Settings
from tests.support.server import Server

ROUNDS = 100


@dataclass(slots=True)
class Watch:
    """Statements of the units of work, and the seconds they took."""

    statements: int = 0
    seconds: float = 0.0
    _since: float = 0.0

    def follow(self, engine: AsyncEngine) -> None:
        """Listen to an engine."""

        def before(*_: Any) -> None:
            self._since = time.perf_counter()

        def after(*_: Any) -> None:
            self.statements += 1
            self.seconds += time.perf_counter() - self._since

        event.listen(engine.sync_engine, "before_cursor_execute", before)
        event.listen(engine.sync_engine, "after_cursor_execute", after)


def table(server: Server, folder: Path, data: Seeded) -> Table:
    """Per operation: whole time, admission (key and limit), statements of the handler; the rest is Python."""
    rows = Table(
        "operation", "whole ms", "admission ms", "statements", "their ms", "Python ms", title="Where the time goes"
    )
    logs.configure("json", logging.WARNING)
    with embedded.running(folder) as cluster:
        for row in asyncio.run(_measure(cluster.url, data)):
            rows.add_row(*row)
    return rows


async def _measure(url: str, data: Seeded) -> list[tuple[str, ...]]:
    database, watch = Database(url), Watch()
    watch.follow(database.engine)
    watch.follow(database.reading_engine)
    await database.open()
    settings = Settings(secret_key="only for measuring", rate_limit_per_minute=10**7)
    transport = ASGITransport(create_app(settings, database))
    headers = {"Authorization": f"Bearer {data.key}", "cal-api-version": "2024-08-13"}
    async with AsyncClient(transport=transport, base_url="http://bench", headers=headers) as client:
        last = data.first_day + timedelta(days=27)
        slots = f"/v2/slots?eventTypeId={data.busy_type_id}&start={data.first_day:%Y-%m-%d}&end={last:%Y-%m-%d}"
        admission = await _mean(lambda _: client.get("/v2/nowhere"), Watch())
        moments = (
            data.first_day + timedelta(weeks=120 + n // 80, days=n // 16 % 5, hours=9, minutes=30 * (n % 16))
            for n in range(10**4)
        )
        operations: dict[str, Callable[[int], Awaitable[Any]]] = {
            "absences, list of 60": lambda _: client.get(f"/v2/organizations/{data.organization_id}/ooo?take=60"),
            "slots, host-month with 40 busy": lambda _: client.get(slots),
            "booking, create": lambda _: client.post("/v2/bookings", json=booking(data.free_type_id, next(moments))),
            "bookings, list of 50": lambda _: client.get("/v2/bookings?take=50"),
        }
        rows = [(name, *await _row(once, watch, admission[0])) for name, once in operations.items()]
    await database.close()
    return rows


async def _mean(once: Callable[[int], Awaitable[Any]], watch: Watch) -> tuple[float, float, float]:
    """Means of whole milliseconds, statements and their milliseconds, after a warm-up."""
    for number in range(20):
        await once(number)
    statements, seconds, began = watch.statements, watch.seconds, time.perf_counter()
    for number in range(ROUNDS):
        await once(number)
    whole = (time.perf_counter() - began) / ROUNDS * 1000
    return whole, (watch.statements - statements) / ROUNDS, (watch.seconds - seconds) / ROUNDS * 1000


async def _row(once: Callable[[int], Awaitable[Any]], watch: Watch, admission: float) -> tuple[str, ...]:
    whole, statements, database = await _mean(once, watch)
    rest = whole - admission - database
    return tuple(f"{value:.2f}" for value in (whole, admission, statements, database, rest))
