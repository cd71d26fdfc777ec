"""Where a page stands in its list."""

import pytest

from locum.kit.paging import Page, pagination


@pytest.mark.parametrize(
    ("take", "skip", "total", "expected"),
    [
        (10, 0, 0, (0, 0, 0, 10, 0, 0, False, False)),
        (10, 0, 25, (25, 15, 10, 10, 1, 3, True, False)),
        (10, 20, 25, (25, 0, 5, 10, 3, 3, False, True)),
        (10, 40, 25, (25, 0, 0, 10, 3, 3, False, True)),
        (250, 0, 250, (250, 0, 250, 250, 1, 1, False, False)),
    ],
)
def test_eight_numbers(take: int, skip: int, total: int, expected: tuple[object, ...]) -> None:
    assert tuple(pagination(Page(take, skip), total).model_dump().values()) == expected
