"""What commands share: the database of this server, and how they speak."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import NoReturn

from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db import embedded
from locum.db.migrate import upgrade
from locum.db.session import Database
from locum.settings import Settings

told = Console(stderr=True, highlight=False)


def fail(message: str) -> NoReturn:
    """One line on standard error, and exit status 1."""
    told.print(f"[bold red]locum:[/] {message}", soft_wrap=True)
    sys.exit(1)


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The address of the database: the configured one, else the embedded one, found or started."""
    if settings.database_url:
        yield settings.database_url
        return
    with embedded.running(settings.data_dir) as cluster:
        yield cluster.url


@contextmanager
def migrated_database_url(settings: Settings) -> Iterator[str]:
    """The same, at the newest schema. A secret that is missing is told before anything is touched."""
    _ = settings.secret
    with database_url(settings) as url:
        upgrade(url)
        yield url


@asynccontextmanager
async def unit_of_work(url: str) -> AsyncIterator[AsyncSession]:
    """A session of a command; commits when the block ends well."""
    database = Database(url, pool_size=2)
    try:
        async with database.work() as session:
            yield session
    finally:
        await database.engine.dispose()
