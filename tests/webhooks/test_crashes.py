"""A worker that is killed between sending and noting: nothing is lost, and the repeat has the same id."""

import asyncio
import os
import signal
from pathlib import Path

from sqlalchemy import select, update

from locum.background import run_worker
from locum.db.session import Database
from locum.webhooks.models import WebhookLane
from tests.support.receiver import SILENCE, Reply, receiver
from tests.support.server import start
from tests.support.waiting import PATIENCE_SECONDS, eventually
from tests.webhooks.post_office import NOON, PostOffice, ids, numbers


async def test_killed_between_sending_and_noting(alone: Database, office: PostOffice, data_dir: Path) -> None:
    environment = {"DATABASE_URL": alone.url, "SECRET_KEY": "a secret of the tests", "OUTBOUND_ALLOW_PRIVATE": "true"}
    async with receiver(Reply(), SILENCE) as server:
        await office.webhook(server.url)
        await office.happen(4)
        process = await asyncio.to_thread(start, data_dir / "serve", **environment)
        try:
            await eventually(lambda: numbers(server) == [0, 1])
        finally:
            os.kill(process.process.pid, signal.SIGKILL)
            process.process.wait(PATIENCE_SECONDS)
        states = [(row.state, row.attempts) for row in await office.deliveries()]
        assert states == [("delivered", 1), *[("pending", 0)] * 3]
        await _let_time_pass(alone)
        async with run_worker(alone, office.settings):
            await eventually(lambda: len(server.heard) == 5)
    assert numbers(server) == [0, 1, 1, 2, 3]
    assert ids(server)[1] == ids(server)[2]
    assert len(set(ids(server))) == 4
    assert {row.state for row in await office.deliveries()} == {"delivered"}


async def _let_time_pass(database: Database) -> None:
    """The time for which the dead held its lane."""
    async with database.work() as session:
        held = (await session.scalars(select(WebhookLane.held_until))).all()
        assert len(held) == 1
        assert held[0] is not None
        await session.execute(update(WebhookLane).values(held_until=NOON.replace(year=2000)))
