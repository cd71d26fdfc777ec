"""All tests of affected bookings happen on the same Monday morning."""

from collections.abc import Iterator

import pytest

from locum.kit import clock
from tests.factories.bookings import NOW


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.frozen(NOW):
        yield
