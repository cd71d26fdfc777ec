"""What tests of deliveries need: a database that really commits, and couriers on it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from locum.db.session import Database
from locum.kit.safe_urls import Outbound
from locum.settings import Settings
from locum.webhooks.courier import Courier
from tests.conftest import migrated_database
from tests.webhooks.post_office import PostOffice


@pytest.fixture(scope="session")
async def own_database(cluster_url: str, worker_name: str) -> AsyncIterator[Database]:
    """A database of these tests alone."""
    url = migrated_database(cluster_url, f"webhooks_{worker_name}")
    database = Database(url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def alone(own_database: Database) -> Database:
    """The same, empty."""
    async with own_database.work() as session:
        for table in ("webhook_events", "bookings", "users", "teams", "procrastinate_jobs"):
            await session.execute(text(f"DELETE FROM {table}"))
    return own_database


@pytest.fixture
def near(settings: Settings) -> Settings:
    """Settings that allow deliveries to loopback."""
    return settings.model_copy(update={"outbound_allow_private": True})


@pytest.fixture
async def office(alone: Database, near: Settings) -> AsyncIterator[PostOffice]:
    """Somebody with webhooks, events of his, and couriers."""
    async with Outbound(allow_private=True) as outbound:
        office = PostOffice(alone, near, [Courier(alone, near, outbound) for _ in range(3)])
        await office.open()
        yield office
        for courier in office.couriers:
            await courier.stop()
