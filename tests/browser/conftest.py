"""A real browser against a real server. Needs Debian's Chromium: `apt-get install chromium fonts-dejavu`."""

import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from locum.db.session import libpq_url
from locum.kit import clock
from tests.browser.observatory import NOW
from tests.browser.server import Served, serve
from tests.browser.settling import PATIENCE_SECONDS
from tests.conftest import migrated_database

CHROMIUM = Path("/usr/bin/chromium")
_ARGUMENTS = (
    "--no-sandbox --headless --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
_moments = count(1)

expect.set_options(timeout=PATIENCE_SECONDS * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser, whose driver wants a run of its own: it keeps an event loop in this thread."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. Without it these tests are skipped, on CI they fail.

    Its driver keeps an event loop running in this thread, so it has to be gone before other tests want theirs.
    """
    if not CHROMIUM.exists():
        told = f"NO BROWSER TESTS: {CHROMIUM} is missing; get it with: apt-get install chromium fonts-dejavu"
        if os.environ.get("CI") == "true":
            pytest.fail(told)
        pytest.skip(told)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS.split())
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def served(cluster_url: str, worker_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server on a database of its own, with people in it."""
    url = migrated_database(cluster_url, f"browser_{worker_name}")
    with serve(url, tmp_path_factory.mktemp("data")) as served:
        yield served


@pytest.fixture
def site(served: Served) -> Iterator[Served]:
    """The server at a moment of its own early on a Monday; the limits of one test do not reach the next."""
    with psycopg.connect(libpq_url(served.database), autocommit=True) as connection:
        connection.execute("TRUNCATE rate_limit_counters")
    with clock.frozen(NOW + timedelta(seconds=next(_moments))):
        yield served


class Visitors:
    """Opens browser windows, watches what they load, and fails on anything that went wrong in them."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser = browser
        self._origin = origin
        self._contexts: list[BrowserContext] = []
        self.troubles: list[str] = []
        self.friends: list[str] = []
        """Other sites that may be loaded from."""

    def page(self, **options: Any) -> Page:
        """A window in Berlin, English, wide, where nothing moves or fades (what looks at colours would meet others on
        the way), unless said otherwise.
        """
        usual: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}
        usual |= {"timezone_id": "Europe/Berlin", "reduced_motion": "reduce"}
        context = self._browser.new_context(base_url=self._origin, **{**usual, **options})
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"error on {page.url}: {error}"))
        page.on("request", lambda request: self._look_at(request.url))
        page.on("console", lambda message: self._hear(message.type, message.text))
        return page

    def _look_at(self, url: str) -> None:
        if not url.startswith((self._origin, *self.friends, "data:", "about:")):
            self.troubles.append(f"loaded from elsewhere: {url}")

    def _hear(self, kind: str, text: str) -> None:
        # Refused forms answer 4xx, which the browser reports too.
        if kind in {"error", "warning"} and "the server responded with a status of 4" not in text:
            self.troubles.append(f"{kind}: {text}")

    def close(self) -> None:
        """Close every window."""
        for context in self._contexts:
            context.close()


@pytest.fixture
def visitors(browser: Browser, site: Served) -> Iterator[Visitors]:
    """Visitors of the site; nothing may go wrong in any of their windows."""
    visitors = Visitors(browser, site.origin)
    yield visitors
    visitors.close()
    assert visitors.troubles == []
