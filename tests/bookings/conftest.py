"""All tests of bookings happen on the same Monday morning."""

from collections.abc import Iterator

import pytest

from locum.kit import clock
from tests.conftest import migrated_database
from tests.factories.bookings import NOW


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture(scope="module")
def rush_url(cluster_url: str, worker_name: str) -> str:
    """A database of its own for races, with real transactions."""
    return migrated_database(cluster_url, f"rush_{worker_name}")
