"""The unit of work of a command: whatever it causes is heard, as on the server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

import locum.listeners
import locum.tables  # noqa: F401
from locum.cli.database import migrated_database_url
from locum.db.session import Database
from locum.settings import Settings, load_settings

T = TypeVar("T")


@asynccontextmanager
async def unit_of_work(url: str) -> AsyncIterator[AsyncSession]:
    """A session of a command; commits when the block ends well."""
    database = Database(url, pool_size=2)
    try:
        async with database.work() as session:
            yield session
    finally:
        await database.engine.dispose()


def run(work: Callable[[AsyncSession], Awaitable[T]], settings: Settings | None = None) -> T:
    """Do something in one unit of work on the database of this server, which has the newest schema then."""

    async def within(url: str) -> T:
        async with unit_of_work(url) as session:
            return await work(session)

    with migrated_database_url(settings or load_settings()) as url:
        return asyncio.run(within(url))
