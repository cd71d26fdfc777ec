"""The unit of work of a command: whatever it causes is heard, as on the server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

import locum.listeners
import locum.tables  # noqa: F401
from locum.db.session import Database


@asynccontextmanager
async def unit_of_work(url: str) -> AsyncIterator[AsyncSession]:
    """A session of a command; commits when the block ends well."""
    database = Database(url, pool_size=2)
    try:
        async with database.work() as session:
            yield session
    finally:
        await database.engine.dispose()
