"""One PostgreSQL for the whole run, one database per worker, one transaction per test that is rolled back."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog
from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from locum.app import create_app
from locum.db import embedded, jobs
from locum.db.jobs import Workshop
from locum.db.migrate import upgrade
from locum.db.session import Database, libpq_url, psycopg_url
from locum.kit import passwords
from locum.settings import Settings
from tests.factories.world import World

pytest_plugins = ["tests.support.folders", "tests.support.races"]

# Argon2 at its full price is tried in tests/unit/kit/test_passwords.py; everywhere else it would only be waited for.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

# How long an example takes says more of the machine than of Locum, whose speed is measured in `bench/`. The examples
# are the same in every run: what fails is the fault of a change, not of chance.
hypothesis_settings.register_profile(
    "locum", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("locum")

# Of its own it shows the local variables of every frame of a traceback, which may take a quarter of a minute.
structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()])

_started = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Only the process that conducts the run starts PostgreSQL; workers are told where it is."""
    if hasattr(config, "workerinput"):
        return
    folder = Path(tempfile.mkdtemp(prefix="locum-test-"))
    _started.callback(shutil.rmtree, folder, ignore_errors=True)
    cluster = _started.enter_context(embedded.running(folder))
    _hurry(cluster.url)
    config.stash[CLUSTER_URL] = cluster.url


def _hurry(cluster_url: str) -> None:
    """Nothing in here has to survive the machine. Tests of crashes have servers of their own."""
    with psycopg.connect(libpq_url(cluster_url), autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What lasts for minutes comes first, so that nobody waits for it alone in the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_unconfigure(config: pytest.Config) -> None:
    _started.close()


CLUSTER_URL = pytest.StashKey[str]()


class Conductor:
    """Hands the address of the cluster to the workers (only loaded with xdist)."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput["cluster_url"] = node.config.stash[CLUSTER_URL]


def pytest_plugin_registered(plugin: object, manager: pytest.PytestPluginManager) -> None:
    if not manager.has_plugin("locum-conductor"):
        manager.register(Conductor(), "locum-conductor")


@pytest.fixture(scope="session")
def cluster_url(request: pytest.FixtureRequest) -> str:
    """The address of the run's PostgreSQL (database `locum`, which tests leave alone)."""
    told = getattr(request.config, "workerinput", None)
    url: str = told["cluster_url"] if told else request.config.stash[CLUSTER_URL]
    return url


def make_database(cluster_url: str, name: str) -> str:
    """A fresh, empty database beside the others; returns its address."""
    with psycopg.connect(libpq_url(cluster_url), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return cluster_url.replace("/locum?", f"/{name}?", 1)


PATTERN = "newest"


def migrated_database(cluster_url: str, name: str) -> str:
    """A fresh database at the newest schema, with nothing in it; returns its address.

    The first of all workers that wants one makes a pattern, the others are copies of it.
    """
    with psycopg.connect(libpq_url(cluster_url), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('tests.pattern'))")
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (PATTERN,)).fetchone() is None:
            upgrade(make_database(cluster_url, "pattern_in_the_making"))
            connection.execute(f'ALTER DATABASE pattern_in_the_making RENAME TO "{PATTERN}"')
        connection.execute("SELECT pg_advisory_unlock(hashtext('tests.pattern'))")
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{PATTERN}"')
    return cluster_url.replace("/locum?", f"/{name}?", 1)


@pytest.fixture(scope="session")
def database_url(cluster_url: str, worker_name: str) -> str:
    """A database of this worker, at the newest schema."""
    return migrated_database(cluster_url, f"test_{worker_name}")


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    """The name of this xdist worker, `main` without xdist."""
    told = getattr(request.config, "workerinput", None)
    return str(told["workerid"]) if told else "main"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of the application under test; limits are out of the way."""
    return Settings(
        data_dir=tmp_path,
        public_url="http://locum.test",
        secret_key="a secret of the tests",
        rate_limit_per_minute=100_000,
    )


@pytest.fixture(scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(psycopg_url(database_url))
    yield engine
    await engine.dispose()


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection whose transaction is rolled back in the end."""
    async with engine.connect() as connection:
        transaction = await connection.begin()
        yield connection
        await transaction.rollback()


class _OneConnection:
    """Stands for the pool of single statements: the test's own connection, so that everything sees the same rows."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @asynccontextmanager
    async def connection(self, timeout: float | None = None) -> AsyncIterator[Any]:
        raw = await self._connection.get_raw_connection()
        yield raw.driver_connection

    async def open(self, **_: Any) -> None: ...

    async def close(self) -> None: ...


class OneTransaction(Database):
    """A database all of whose work happens in one outer transaction, another one for each test."""

    def use(self, connection: AsyncConnection) -> None:
        """Work on this connection from now on."""
        self.sessions = async_sessionmaker(
            bind=connection, expire_on_commit=False, join_transaction_mode="create_savepoint", info=self.info
        )
        self.reading_sessions = self.sessions
        self.quick = _OneConnection(connection)  # type: ignore[assignment]


@pytest.fixture(scope="session")
def switched_database(database_url: str) -> OneTransaction:
    """One object for the whole run, because making an application for it takes a quarter of a second."""
    return OneTransaction(database_url)


@pytest.fixture
def database(switched_database: OneTransaction, connection: AsyncConnection) -> Database:
    """The database of this test."""
    switched_database.use(connection)
    return switched_database


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    """A session of the test itself; commit it (or use the world, which does) so that requests see its rows."""
    async with database.sessions() as session:
        yield session


_applications: dict[str, FastAPI] = {}


@pytest.fixture
async def client(settings: Settings, database: Database) -> AsyncIterator[AsyncClient]:
    """The application, called without a network. Tests with the same settings share one, which keeps nothing."""
    key = settings.model_dump_json(exclude={"data_dir"})
    app = _applications.get(key) or _applications.setdefault(key, create_app(settings, database))
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://locum.test") as client:
        yield client


@pytest.fixture
def world(session: AsyncSession, client: AsyncClient) -> World:
    """People, organizations and keys for a test, made as needed."""
    return World(session, client)


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings of whoever runs the tests do not reach them."""
    for name in [name for name in os.environ if name.startswith("LOCUM_")]:
        monkeypatch.delenv(name)
    yield


@pytest.fixture
def workshop(monkeypatch: pytest.MonkeyPatch, settings: Settings, database: Database) -> Workshop:
    """What jobs that a test runs itself work with: the test's own transaction."""
    here = Workshop(database, settings)
    monkeypatch.setattr(jobs, "_workshop", [here])
    return here
