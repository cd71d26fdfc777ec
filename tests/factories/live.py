"""A world on a database of its own that really commits: for races, which one rolled back transaction cannot show."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from httpx import ASGITransport, AsyncClient

from locum.db.session import Database
from locum.settings import Settings
from tests.factories.world import World
from tests.support.applications import application_on


@asynccontextmanager
async def live_world(url: str, settings: Settings) -> AsyncIterator[World]:
    """People and callers of an application on the database at `url`, which has to be at the newest schema."""
    database = Database(url)
    await database.open()
    try:
        transport = ASGITransport(application_on(database, settings), raise_app_exceptions=False)
        async with (
            database.sessions() as session,
            AsyncClient(transport=transport, base_url="http://locum.test") as client,
        ):
            yield World(session, client)
    finally:
        await database.close()
