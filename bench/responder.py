"""Incoming mail: how fast a server takes it while it decides and answers, and how soon a single reply is at the relay.

Client, relay and server share two cores, so the figures are on the low side.
"""

import asyncio
import statistics
import time
from pathlib import Path

import uvloop
from rich.table import Table

import locum.tables  # noqa: F401
from locum.db import embedded
from locum.db.session import Database
from locum.kit import clock
from locum.mailboxes.models import MailDomain
from locum.replies.models import ReplySettings
from locum.users.models import User
from tests.mail.server import Postbox, postbox
from tests.responder.client import Courier, courier, letter
from tests.support.server import free_port, start
from tests.support.waiting import eventually

DELIVERIES, COURIERS, SINGLE = 4000, 8, 30
ANNA = "anna@acme.example"
BODY = "Hello Anna,\r\n\r\nshall we have lunch?\r\n" * 60
"""A message of some kilobytes."""


async def _house(url: str) -> None:
    """Somebody who is away."""
    database = Database(url)
    async with database.work() as session:
        anna = User(email=ANNA, name="Anna", username="anna")
        session.add_all([anna, MailDomain(name="acme.example")])
        await session.flush()
        texts = {"internal_html": "<p>Away</p>", "external_html": "<p>Away</p>"}
        told = {"state": "on", "audience": "all", "switched_on_at": clock.now(), "version": 1, **texts}
        session.add(ReplySettings(user_id=anna.id, repeat_after_days=7, **told))
    await database.engine.dispose()


async def _bring(port: int, numbers: list[int], senders: int, times: list[float]) -> None:
    async with courier(port) as mail:
        while numbers:
            await _deliver(mail, numbers.pop(), senders, times)


async def _deliver(mail: Courier, number: int, senders: int, times: list[float]) -> None:
    began = time.perf_counter()
    sender = f"p{number % senders}@x{number % senders}.example"
    (answer,) = await mail.send(sender, [ANNA], letter(number, to=ANNA, body=BODY))
    times.append((time.perf_counter() - began) * 1000)
    assert answer.startswith("250"), answer


async def _flood(port: int, box: Postbox, senders: int) -> tuple[float, list[float], float]:
    """Seconds until all is taken, milliseconds of each, seconds until every sender has his reply."""
    numbers, times = list(range(DELIVERIES)), list[float]()
    began = time.perf_counter()
    async with asyncio.TaskGroup() as couriers:
        for _ in range(COURIERS):
            couriers.create_task(_bring(port, numbers, senders, times))
    taken = time.perf_counter() - began
    await eventually(lambda: len(box.taken) >= senders, seconds=600)
    return taken, times, time.perf_counter() - began


async def _singles(port: int, box: Postbox) -> list[float]:
    """Milliseconds from the 250 to the relay, with nothing else to do."""
    found = []
    async with courier(port) as mail:
        for number in range(DELIVERIES, DELIVERIES + SINGLE):
            before = len(box.taken)
            await _deliver(mail, number, DELIVERIES + SINGLE, [])
            began = time.perf_counter()
            await eventually(lambda before=before: len(box.taken) > before)  # type: ignore[misc]
            found.append((time.perf_counter() - began) * 1000)
    return found


async def _measure(folder: Path) -> Table:
    senders = DELIVERIES // 10
    async with postbox() as (box, relay):
        lmtp = free_port()
        told = {"LMTP_LISTEN": f"127.0.0.1:{lmtp}", "SMTP_URL": f"smtp://{relay}", "REPLIES_PER_DAY": "1000000"}
        server = await asyncio.to_thread(start, folder, "serve", LOG_FORMAT="json", **told)
        try:
            with embedded.running(folder) as cluster:
                await _house(cluster.url)
                taken, times, answered = await _flood(lmtp, box, senders)
                singles = await _singles(lmtp, box)
        finally:
            await asyncio.to_thread(server.stop)
    table = Table(
        "incoming mail", "figure", title=f"{DELIVERIES} messages of {senders} senders over {COURIERS} connections"
    )
    table.add_row("deliveries per second", f"{DELIVERIES / taken:.0f} (aim 200)")
    table.add_row(
        "a delivery, p50, p95", f"{statistics.median(times):.1f} ms, {sorted(times)[int(len(times) * 0.95)]:.1f} ms"
    )
    table.add_row(f"until all {senders} replies are at the relay", f"{answered:.1f} s")
    table.add_row("a single reply, from the 250 to the relay, p50", f"{statistics.median(singles):.0f} ms")
    table.add_row("the same, slowest", f"{max(singles):.0f} ms (aim 5000)")
    return table


def table(folder: Path) -> Table:
    """Measure a server of its own below the folder."""
    return uvloop.run(_measure(folder))
