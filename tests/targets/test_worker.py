"""With a real worker: mail servers hear of absences at once, and no request waits for them."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from locum.app import run_worker
from locum.db.jobs import Workshop
from locum.db.session import Database
from locum.kit import clock
from locum.settings import Settings
from locum.targets.models import MailboxSync
from tests.conftest import migrated_database
from tests.factories.live import live_world
from tests.factories.mailboxes import mail_house
from tests.factories.targets import Post, maildir
from tests.support.receiver import SILENCE, receiver
from tests.support.waiting import eventually


@pytest.fixture
async def live(cluster_url: str, worker_name: str, settings: Settings) -> AsyncIterator[Post]:
    """A house on a database of its own, with a worker."""
    url = migrated_database(cluster_url, f"targets_{worker_name}")
    async with live_world(url, settings) as world:
        database = Database(url)
        await database.open()
        async with run_worker(database, settings):
            yield Post(await mail_house(world), Workshop(database, settings))
        await database.close()


async def _away(here: Post) -> float:
    """Anna is away today; how many seconds the answer took."""
    api = await here.world.api(here.anna)
    today = clock.now().date()
    began = time.monotonic()
    answer = await api.post("/v2/me/ooo", {"start": f"{today}T00:00:00Z", "end": f"{today}T00:00:00Z"})
    assert answer.status_code == 201, answer.text
    return time.monotonic() - began


async def _in_step(here: Post) -> None:
    """The worker listens, and has looked once."""
    deadline = time.monotonic() + 30
    while (await here.sync()).state != "in_step":
        assert time.monotonic() < deadline
        await here.world.session.commit()
        await asyncio.sleep(0.1)


async def test_r14_an_absence_is_at_the_server_within_five_seconds(live: Post, tmp_path: Path) -> None:
    config = maildir(tmp_path)
    await live.target("gromox", maildir="{local}")
    await _in_step(live)
    await _away(live)
    state = config / "autoreply.cfg"
    await eventually(lambda: state.exists() and "oof_state = 2" in state.read_text(), 5)
    api = await live.world.api(live.anna)
    entry = (await api.get("/v2/me/ooo")).json()["data"][0]["id"]
    await api.delete(f"/v2/me/ooo/{entry}")
    await eventually(lambda: "oof_state = 0" in state.read_text(), 5)
    # Changed there, it is heard of without anybody asking here: when the mailbox is due, the worker looks by itself.
    state.write_text("oof_state = 1\nallow_external_oof = 1\nexternal_audience = 0\n")
    sync = await live.sync()
    sync.due_at = clock.now()
    await live.world.session.commit()
    deadline = time.monotonic() + 20
    while (await live.state(clock.now())).state.mode != "on":
        assert time.monotonic() < deadline
        await asyncio.sleep(0.2)


async def test_a_server_that_says_nothing_keeps_nobody_waiting(live: Post) -> None:
    async with receiver(otherwise=SILENCE) as silent:
        await live.target("sieve", secret="x", host="127.0.0.1", port=silent.port)
        assert await _away(live) < 2
        await live.world.session.get_one(MailboxSync, live.anna.id)
