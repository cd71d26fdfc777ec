"""An application asks whether it may act for somebody: with and without scripts, by keyboard, in three languages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitors
from tests.browser.server import PASSWORD
from tests.browser.test_accessibility import LANGUAGES, fits, look
from tests.factories.oauth2 import CHALLENGE

SOME = "BOOKING_READ SCHEDULE_READ SCHEDULE_WRITE TEAM_PROFILE_READ ORG_MEMBERSHIP_READ ORG_MEMBERSHIP_WRITE"
NOWHERE = "http://127.0.0.1/callback"


def question(**changes: str) -> str:
    """Where the application leads people."""
    proof = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    usual = {"client_id": "clplanner", "redirect_uri": NOWHERE, "response_type": "code", "state": "x y", "scope": SOME}
    return f"/auth/oauth2/authorize?{urlencode({**usual, **proof, **changes})}"


def ask(page: Page, **changes: str) -> None:
    """Ada signs in on the way to the question."""
    page.goto(question(**changes))
    page.locator("#email").fill("ada@example.com")
    page.locator("#password").fill(PASSWORD)
    page.locator(".actions button").click()
    page.locator("button[value=allow]").wait_for()


@dataclass
class Listener:
    """The application on the device: waits on a port of its own for what the browser brings."""

    address: str
    brought: list[dict[str, list[str]]] = field(default_factory=list)


@pytest.fixture
def listener(visitors: Visitors) -> Iterator[Listener]:
    """An application that listens."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            application.brought.append(parse_qs(urlsplit(self.path).query))
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><link rel=icon href=data:,><title>Planner</title><h1>Welcome</h1>")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    application = Listener(f"http://127.0.0.1:{server.server_port}/callback")
    Thread(target=server.serve_forever).start()
    yield application
    server.shutdown()
    server.server_close()
    visitors.troubles = [trouble for trouble in visitors.troubles if f"elsewhere: {application.address}" not in trouble]


@pytest.mark.parametrize("scripts", [True, False])
def test_allowing_leads_to_the_application(visitors: Visitors, listener: Listener, scripts: bool) -> None:
    page = visitors.page(java_script_enabled=scripts)
    ask(page, redirect_uri=listener.address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Planner wants to act for you")
    page.get_by_label("Engines").check()
    page.get_by_role("button", name="Allow", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome")
    (brought,) = listener.brought
    assert set(brought) == {"code", "state"}
    assert brought["state"] == ["x y"]


def test_by_keyboard_alone_and_not_allowed(visitors: Visitors, listener: Listener) -> None:
    page = visitors.page()
    ask(page, client_id="clwall", scope="", redirect_uri=listener.address)
    page.locator("input[name=for]").first.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Allow", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Do not allow")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome")
    assert listener.brought[0]["error"] == ["access_denied"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_question_has_no_violations_and_fits(visitors: Visitors, language: str, scheme: Any) -> None:
    page = visitors.page(color_scheme=scheme)
    ask(page, lang=language, scope="")
    expect(page.locator("html")).to_have_attribute("lang", language)
    look(page)
    for width in (320, 640):
        page.set_viewport_size({"width": width, "height": 700})
        fits(page, width)
    page.goto(question(client_id="clwall", lang=language, scope=""))
    page.locator("img.face").wait_for()
    look(page)
    page.goto(question(client_id="nobody", lang=language))
    look(page)


def test_another_account(visitors: Visitors) -> None:
    page = visitors.page()
    ask(page)
    page.get_by_role("button", name="Use another account").click()
    page.wait_for_url("**/auth/login?**")
    page.locator("#email").fill("ada@example.com")
    page.locator("#password").fill(PASSWORD)
    page.locator(".actions button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Planner wants to act for you")
