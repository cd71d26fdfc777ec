"""What races need: a world that really commits, on a database that only the tests of one module change."""

from collections.abc import AsyncIterator

import pytest

from locum.settings import Settings
from tests.conftest import migrated_database
from tests.factories.live import live_world
from tests.factories.world import World


@pytest.fixture(scope="module")
def races_url(cluster_url: str, worker_name: str) -> str:
    """A database of this module."""
    return migrated_database(cluster_url, f"races_{worker_name}")


@pytest.fixture
async def live(races_url: str, settings: Settings) -> AsyncIterator[World]:
    """A world on it."""
    async with live_world(races_url, settings) as world:
        yield world
