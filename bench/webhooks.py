"""Deliveries of webhooks: a flood to ten endpoints of which one is dead, and how soon a single event arrives.

Couriers, receivers and this measurement share one process, so the figures are on the low side. The aim is 200
deliveries a second.

python -m bench.webhooks
"""

import statistics
import time
from collections.abc import Iterable
from pathlib import Path

import uvloop
from rich.table import Table
from sqlalchemy import func, select

from bench.measuring import folder_of_its_own, shown
from locum.background import run_worker
from locum.db import embedded
from locum.db.migrate import upgrade
from locum.db.session import Database
from locum.settings import Settings
from locum.users.models import User
from locum.webhooks.models import Webhook, WebhookDelivery, WebhookEvent
from locum.webhooks.outbox import put
from tests.support.receiver import SILENCE, Receiver, receiver
from tests.support.waiting import eventually

ENDPOINTS, EVENTS, SINGLE = 10, 1000, 100
TRIGGER = "BOOKING_CREATED"
BODY = {"triggerEvent": TRIGGER, "payload": {"title": "Talk", "attendees": [{"name": "x" * 100}] * 20}}


async def _subscribe(database: Database, settings: Settings, addresses: Iterable[str]) -> int:
    async with database.work() as session:
        user = User(email="host@example.com", name="Host", username="host")
        session.add(user)
        await session.flush()
        sealed = settings.vault.seal("secret")
        session.add_all(
            Webhook(user_id=user.id, subscriber_url=address, active=True, triggers=[TRIGGER], sealed_secret=sealed)
            for address in addresses
        )
        return user.id


async def _happen(database: Database, user_id: int, times: int = 1) -> None:
    async with database.work() as session:
        await put(session, *(WebhookEvent(trigger=TRIGGER, user_id=user_id, body=BODY) for _ in range(times)))


async def _until(servers: list[Receiver], heard: int) -> float:
    began = time.perf_counter()
    await eventually(lambda: all(len(server.heard) >= heard for server in servers), seconds=3600)
    return time.perf_counter() - began


async def _measure(url: str, folder: Path) -> Table:
    settings = Settings(data_dir=folder, secret_key="a secret of the bench", outbound_allow_private=True)
    database = Database(url)
    await database.open()
    good = [receiver() for _ in range(ENDPOINTS - 1)]
    async with receiver(otherwise=SILENCE) as dead, run_worker(database, settings):
        servers = [await made.__aenter__() for made in good]
        user_id = await _subscribe(database, settings, [server.url for server in (*servers, dead)])
        await _happen(database, user_id, EVENTS)
        flood = await _until(servers, EVENTS)
        singles = []
        for number in range(SINGLE):
            await _happen(database, user_id)
            singles.append(await _until(servers, EVENTS + number + 1) * 1000)
        async with database.look() as session:
            delivered = await session.scalar(
                select(func.count()).select_from(WebhookDelivery).where(WebhookDelivery.state == "delivered")
            )
        for made in good:
            await made.__aexit__(None, None, None)
    await database.close()
    table = Table("webhooks", "figure", title=f"{EVENTS} events to {ENDPOINTS} endpoints, one of them dead")
    table.add_row(f"until the {ENDPOINTS - 1} good ones have all", f"{flood:.1f} s")
    table.add_row("deliveries per second", f"{EVENTS * (ENDPOINTS - 1) / flood:.0f}")
    table.add_row("a single event, until all good ones have it, p50", f"{statistics.median(singles):.0f} ms")
    table.add_row("the same, p95", f"{sorted(singles)[int(SINGLE * 0.95)]:.0f} ms")
    table.add_row("delivered, attempts on the dead one", f"{delivered}, {len(dead.heard)}")
    return table


def table(folder: Path) -> Table:
    """Measure on a database of its own below the folder."""
    with embedded.running(folder) as cluster:
        upgrade(cluster.url)
        return uvloop.run(_measure(cluster.url, folder))


def main() -> None:
    """Measure these alone."""
    with folder_of_its_own() as folder:
        shown.print(table(folder))


if __name__ == "__main__":
    main()
