"""Patience with pages: how long anything may take, and how what Playwright has no expectation for is awaited."""

from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from playwright.sync_api import Page

T = TypeVar("T")
PATIENCE_SECONDS = 30
"""How long something may take on a machine that has a lot else to do. Only what fails waits for so long."""


def settle(page: Page, measure: Callable[[], T], is_right: Callable[[T], bool]) -> T:
    """Measure until it is as it should be, and answer what was measured.

    For sizes and the like, which layout, scripts and messages between frames bring about in their own time.
    """
    until = monotonic() + PATIENCE_SECONDS
    while not is_right(found := measure()):
        assert monotonic() < until, f"it stays at {found!r}"
        page.wait_for_timeout(50)
    return found
