"""Fixtures of page tests."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from httpx import AsyncClient

from locum.kit import clock
from tests.factories.world import World
from tests.pages.booking import Site, make_site
from tests.pages.browser import Reader

NOW = datetime(2027, 2, 1, 6, 0, tzinfo=UTC)
"""A Monday morning."""


@pytest.fixture
def reader(client: AsyncClient) -> Reader:
    """A visitor whom nobody knows."""
    return Reader(client)


@pytest.fixture
def morning() -> Iterator[datetime]:
    """Monday, 1 February 2027, 06:00 UTC."""
    with clock.frozen(NOW):
        yield NOW


@pytest.fixture
async def site(world: World, reader: Reader, morning: datetime) -> Site:
    """Ada, who works from Monday to Friday, 9 to 17 in Berlin, and her half hours; on the morning of a Monday."""
    return await make_site(world, reader)
