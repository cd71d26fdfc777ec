"""Fixtures of page tests."""

import pytest
from httpx import AsyncClient

from tests.pages.browser import Reader


@pytest.fixture
def reader(client: AsyncClient) -> Reader:
    """A visitor whom nobody knows."""
    return Reader(client)
