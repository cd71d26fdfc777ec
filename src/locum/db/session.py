"""The unit of work: one session and one transaction for a request or a job, committed once, at the end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

Pool = AsyncConnectionPool[AsyncConnection[TupleRow]]

_BASE_URL = "locum.base_url"


def psycopg_url(url: str) -> str:
    """A PostgreSQL address as SQLAlchemy wants it for psycopg 3, whatever dialect spelling came in."""
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def libpq_url(url: str) -> str:
    """The same address as libpq, psycopg and the PostgreSQL tools want it."""
    parsed = make_url(url)
    return parsed.set(drivername="postgresql").render_as_string(hide_password=False)


class Database:
    """The connections of one process: an engine for units of work and a small pool for single fast statements."""

    def __init__(self, url: str, *, pool_size: int = 20) -> None:
        self.url = url
        self.info: dict[str, Any] = {}
        # No overflow: connections made and dropped in a rush cost more than what is done on them.
        # Errors go to the log: without the parameters, which hold digests, addresses and notes.
        self.engine = create_async_engine(
            psycopg_url(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=10,
            pool_reset_on_return="rollback",
            hide_parameters=True,
            connect_args={"prepare_threshold": 3},
        )
        # Reading needs no transaction: without BEGIN and COMMIT a small answer takes half the time.
        self.reading_engine = create_async_engine(
            psycopg_url(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=10,
            pool_reset_on_return=None,
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
            hide_parameters=True,
            connect_args={"prepare_threshold": 3},
        )
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False, info=self.info)
        self.reading_sessions = async_sessionmaker(self.reading_engine, expire_on_commit=False, info=self.info)
        self.quick: Pool = AsyncConnectionPool(
            libpq_url(url), min_size=1, max_size=6, open=False, kwargs={"autocommit": True, "prepare_threshold": 1}
        )

    def stands_at(self, base_url: str) -> None:
        """Have every session know the address that people see: what is told elsewhere carries links."""
        self.info[_BASE_URL] = base_url

    async def open(self, *, patience_seconds: float = 15) -> None:
        """Open the small pool; the engine connects when first asked. Raises PoolTimeout when nobody answers so long."""
        await self.quick.open(wait=True, timeout=patience_seconds)

    async def close(self) -> None:
        """Return every connection to the server."""
        await self.quick.close()
        await self.engine.dispose()
        await self.reading_engine.dispose()

    @asynccontextmanager
    async def work(self) -> AsyncIterator[AsyncSession]:
        """One unit of work: commits when the block ends well, rolls back when it raises."""
        async with self.sessions() as session:
            yield session
            await session.commit()

    @asynccontextmanager
    async def look(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads: every statement sees what is committed when it runs."""
        async with self.reading_sessions() as session:
            yield session


async def until_few_are_left(database: Database, some: Callable[[AsyncSession], Awaitable[int]], at_once: int) -> None:
    """Do something again and again, each time in a transaction of its own, until it finds fewer than `at_once` rows."""
    found = at_once
    while found == at_once:
        async with database.work() as session:
            found = await some(session)


@asynccontextmanager
async def taken_back(session: AsyncSession) -> AsyncIterator[None]:
    """What the block writes holds until its end only: so it is seen what would follow, and nothing of it stays."""
    trial = await session.begin_nested()
    try:
        yield
    finally:
        await trial.rollback()


def base_url(session: AsyncSession) -> str | None:
    """The address that people see, without a slash at the end; None in a session of no server (the command line)."""
    found: str | None = session.info.get(_BASE_URL)
    return found


async def raw_connection(session: AsyncSession) -> Any:
    """The psycopg connection that the session's transaction runs on (jobs are deferred on it)."""
    connection = await session.connection()
    raw = await connection.get_raw_connection()
    return raw.driver_connection
