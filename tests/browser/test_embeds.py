"""Booking pages inside another site, put there by our own script; and what may not stand in a frame."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitors
from tests.browser.embeds import SCENARIOS, Embedding
from tests.browser.neighbour import Neighbour, neighbour
from tests.browser.server import PASSWORD, Served
from tests.browser.settling import settle

_LOADER = """<script>
window.Cal = function () {
  if (arguments[0] !== "init" || typeof arguments[1] !== "string") { Cal.q.push(arguments); return; }
  const name = arguments[1];
  Cal.ns[name] ??= function () { Cal.ns[name].q.push(arguments); };
  Cal.ns[name].q ??= [];
  Cal.ns[name].q.push(arguments);
  Cal.q.push(["initNamespace", name]);
};
Object.assign(Cal, { q: [], ns: {}, loaded: true });
</script><script async src="%s/embed/embed.js"></script>"""
"""Sites call before the script is there; ours is fetched meanwhile."""


@pytest.fixture
def around(visitors: Visitors) -> Iterator[Neighbour]:
    """Another site."""
    with neighbour() as site:
        visitors.friends.append(site.origin)
        yield site


@pytest.fixture
def embedding(visitors: Visitors, around: Neighbour, site: Served) -> Embedding:
    """With our own script."""
    return Embedding(visitors, around, site, _LOADER % site.origin)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda it: it.__name__)
def test_with_our_own_script(embedding: Embedding, scenario: Callable[[Embedding], None]) -> None:
    scenario(embedding)


def test_a_frame_needs_no_script_around_it(visitors: Visitors, around: Neighbour, site: Served) -> None:
    address = around.put(
        "/plain.html", f"<title>Plain</title><iframe title=b src='{site.origin}/ada/intro/embed'></iframe>"
    )
    page = visitors.page()
    page.goto(address)
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
    scriptless = visitors.page(java_script_enabled=False)
    scriptless.goto(address)
    expect(scriptless.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("path", ["/dashboard", "/auth/login", "/auth/oauth2/authorize?client_id=clplanner", "/mail"])
def test_what_needs_an_account_is_never_framed(visitors: Visitors, around: Neighbour, site: Served, path: str) -> None:
    page = visitors.page()
    page.goto("/auth/login")
    page.locator("#email").fill("ada@example.com")
    page.locator("#password").fill(PASSWORD)
    page.locator(".actions button").click()
    page.wait_for_url("**/dashboard")
    page.goto(around.put("/trap.html", f"<title>Trap</title><iframe title=b src='{site.origin}{path}'></iframe>"))
    # The browser says that it refuses.
    settle(page, lambda: visitors.troubles, bool)
    page.wait_for_timeout(300)
    assert all("frame-ancestors" in trouble or "X-Frame-Options" in trouble for trouble in visitors.troubles)
    visitors.troubles.clear()
