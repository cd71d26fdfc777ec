"""The published component library's Booker, in a page of somebody else's product (client surface sheet, section 1)."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.neighbour import Neighbour, neighbour
from tests.browser.observatory import NOW
from tests.browser.server import Served
from tests.clients.install import component_library

pytestmark = pytest.mark.clients

_BOOKER = """import React from "react";
import { createRoot } from "react-dom/client";
import { Booker, CalProvider } from "@calcom/atoms";
const told = JSON.parse(document.getElementById("told").textContent);
window.booked = [];
createRoot(document.getElementById("here")).render(
  React.createElement(CalProvider, { clientId: told.clientId, options: { apiUrl: told.apiUrl } },
    React.createElement(Booker, { ...told.booker, onCreateBookingSuccess: (answer) => booked.push(answer) })));"""

_PATIENCE = 30_000
"""Milliseconds: the library is large, and reads its pages on machines that do other things, too."""


@dataclass(frozen=True, slots=True)
class Product:
    """A site of somebody else's, and the browser of whoever visits it."""

    around: Neighbour
    context: BrowserContext


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A script with the library and a page of it."""
    folder = component_library(tmp_path_factory.mktemp("booker"))
    (folder / "entry.js").write_text(_BOOKER)
    command = ["node_modules/.bin/esbuild", "entry.js", "--bundle", "--outfile=out.js", "--log-level=error"]
    subprocess.run([*command, '--define:process.env.NODE_ENV="production"'], cwd=folder, check=True, timeout=120)
    return (folder / "out.js").read_bytes()


@pytest.fixture
def product(browser: Browser, bundle: bytes) -> Iterator[Product]:
    """A product that lets its visitors book. Of what its pages load besides, nothing is there."""
    with neighbour() as around:
        around.put("/booker.js", bundle)
        context = browser.new_context(locale="en-GB", timezone_id="Europe/Berlin")
        context.route(lambda url: not url.startswith("http://127.0.0.1:"), lambda route: route.abort())
        yield Product(around, context)
        context.close()


def _shows(product: Product, site: Served, **booker: Any) -> Page:
    client = site.observatory.pages["client"].rpartition("/")[2]
    told = {"clientId": client, "apiUrl": f"{site.origin}/v2", "booker": {"view": "MONTH_VIEW", **booker}}
    page = product.context.new_page()
    page.clock.set_fixed_time(NOW)
    text = f"<script id=told type=application/json>{json.dumps(told)}</script>"
    head = '<!doctype html><title>Product</title><link rel=icon href="data:,">'
    page.goto(product.around.put("/book.html", f"{head}{text}<div id=here></div><script src=/booker.js></script>"))
    return page


def _picks(page: Page, time: str) -> None:
    """A time of the day that is open."""
    page.get_by_test_id("time").filter(has_text=time).click(timeout=_PATIENCE)


def _sends(page: Page, button: str = "confirm-book-button") -> Any:
    """Sends the form; answers what the product is told."""
    page.get_by_test_id(button).click()
    page.wait_for_function("booked.length", timeout=_PATIENCE)
    return page.evaluate("booked[0].data")


def _says_who(page: Page) -> None:
    page.locator("[name=name]").fill("Grace Hopper")
    page.locator("[name=email]").fill("grace@example.com")


def test_somebody_books_and_moves(product: Product, site: Served) -> None:
    page = _shows(product, site, username="ada", eventSlug="intro")
    expect(page.get_by_test_id("event-title")).to_have_text("Introduction", timeout=_PATIENCE)
    _picks(page, "14:00")
    _says_who(page)
    made = _sends(page)
    assert (made["status"], made["startTime"]) == ("ACCEPTED", "2027-02-01T13:00:00.000Z")
    assert [attendee["email"] for attendee in made["attendees"]] == ["grace@example.com"]
    page = _shows(product, site, username="ada", eventSlug="intro", rescheduleUid=made["uid"])
    _picks(page, "15:00")
    moved = _sends(page, "confirm-reschedule-button")
    assert (moved["startTime"], moved["fromReschedule"]) == ("2027-02-01T14:00:00.000Z", made["uid"])


def test_lengths_places_and_answers_to_choose_from(product: Product, site: Served) -> None:
    page = _shows(product, site, username="ada", eventSlug="long")
    page.get_by_test_id("multiple-choice-90mins").click(timeout=_PATIENCE)
    _picks(page, "09:00")
    _says_who(page)
    page.locator("[name=location][value=inPerson]").check()
    page.locator("[data-fob-field-name=topic] input[role=combobox]").fill("Poetry")
    page.keyboard.press("Enter")
    page.get_by_label("Friend").click()
    page.get_by_label("I have read the notes").check()
    made = _sends(page)
    assert (made["startTime"], made["endTime"]) == ("2027-02-01T08:00:00.000Z", "2027-02-01T09:30:00.000Z")
    assert made["location"] == "12 St James's Square, London"
    said = made["responses"]
    assert (said["topic"], said["how"], said["agree"]) == ("Poetry", "Friend", True)
