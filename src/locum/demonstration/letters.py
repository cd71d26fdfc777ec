"""The letters of the play are written while it is made: nobody shall mail people who do not exist afterwards."""

from sqlalchemy import text

from locum.db import jobs
from locum.db.session import Database
from locum.settings import Settings

_WAITING = text("SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status = 'todo' AND task_name LIKE 'mail.%')")


async def nothing_waits(database: Database) -> bool:
    """Whether no letters of anybody else's are still to be written or sent."""
    async with database.work() as session:
        return not await session.scalar(_WAITING)


async def write_letters(database: Database, settings: Settings) -> None:
    """Run the jobs of the play now, without a mail server, so that none are left for a server that has one."""
    async with jobs.opened(database, settings) as app:
        await app.run_worker_async(
            wait=False, install_signal_handlers=False, concurrency=4, listen_notify=False, delete_jobs="successful"
        )
