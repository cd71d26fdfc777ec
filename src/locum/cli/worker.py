"""`locum worker`: background jobs alone, for servers of several machines."""

import asyncio
import signal

from locum.app import run_worker
from locum.cli import logs
from locum.cli.database import database_url
from locum.db.session import Database
from locum.settings import Settings, load_settings


def worker() -> None:
    """Run background jobs until told to stop. Needs the database of a running server, or LOCUM_DATABASE_URL."""
    settings = load_settings()
    logs.configure(settings.log_format)
    with database_url(settings) as url:
        asyncio.run(_work(settings, url))


async def _work(settings: Settings, url: str) -> None:
    database = Database(url)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await database.open()
    try:
        async with run_worker(database, settings):
            await stop.wait()
    finally:
        await database.close()
