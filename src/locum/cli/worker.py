"""`locum worker`: background jobs alone, for servers of several machines."""

import asyncio
import signal
from collections.abc import Iterable

from locum.background import run_worker
from locum.cli import logs
from locum.cli.database import database_url
from locum.db.session import Database
from locum.settings import Settings, load_settings


def worker() -> None:
    """Run background jobs until told to stop. Needs the database of a running server, or LOCUM_DATABASE_URL."""
    settings = load_settings()
    logs.configure(settings.log_format)
    with database_url(settings) as url:
        asyncio.run(work(settings, url))


async def work(
    settings: Settings, url: str, *, stops_at: Iterable[signal.Signals] = (signal.SIGINT, signal.SIGTERM)
) -> None:
    """Run background jobs on this database until one of the signals comes."""
    # Few jobs run at once, and each has one connection.
    database = Database(url, pool_size=10)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in stops_at:
        loop.add_signal_handler(number, stop.set)
    await database.open()
    try:
        async with run_worker(database, settings):
            await stop.wait()
    finally:
        await database.close()
