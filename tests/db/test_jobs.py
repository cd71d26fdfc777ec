"""A job exists exactly if the transaction that deferred it committed, and outlives the worker that held it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from procrastinate import JobContext
from sqlalchemy import text

from locum.background import run_worker
from locum.db.jobs import defer, jobs, opened, put_back, workshop
from locum.db.session import Database
from locum.settings import Settings
from tests.conftest import migrated_database
from tests.support.waiting import eventually

seen: list[str] = []


@jobs.task(name="tests.remember")
async def remember(word: str) -> None:
    """Notes a word, so that a test sees that the job ran with its tools."""
    assert workshop().settings.secret
    seen.append(word)


@jobs.task(name="tests.fail_once", pass_context=True, retry=2)
async def fail_once(context: JobContext) -> None:
    """Fails at the first attempt."""
    seen.append(f"attempt {context.job.attempts}")
    if context.job.attempts == 0:
        raise RuntimeError("at first")


@pytest.fixture
async def alone(cluster_url: str, worker_name: str) -> AsyncIterator[Database]:
    """A database of its own, with real transactions."""
    url = migrated_database(cluster_url, f"jobs_{worker_name}")
    database = Database(url)
    await database.open()
    seen.clear()
    yield database
    await database.close()


async def _count(database: Database) -> int:
    async with database.look() as session:
        return int(await session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) or 0)


async def test_a_job_needs_its_commit(alone: Database, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret_key="a secret of the tests")
    with pytest.raises(ZeroDivisionError):
        async with alone.work() as session:
            await defer(session, remember, word="never")
            _ = 1 / 0
    assert await _count(alone) == 0
    async with alone.work() as session:
        await defer(session, remember, word="once")
        await defer(session, fail_once)
    async with run_worker(alone, settings):
        await eventually(lambda: sorted(seen) == ["attempt 0", "attempt 1", "once"])


async def test_jobs_of_a_killed_worker_run_again(alone: Database, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret_key="a secret of the tests")
    async with alone.work() as session:
        await defer(session, remember, word="again")
        await session.execute(
            text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
        )
        await session.execute(
            text(
                "UPDATE procrastinate_jobs SET status = 'doing', "
                "worker_id = (SELECT id FROM procrastinate_workers LIMIT 1)"
            )
        )
    async with opened(alone, settings):
        await put_back(15)
    async with run_worker(alone, settings):
        await eventually(lambda: seen == ["again"])
