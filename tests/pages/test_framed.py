"""Pages inside another site, trials, and pages that are told how to lay things out."""

import json
import re
from html import unescape
from typing import Any

import pytest

from tests.pages.booking import Site
from tests.pages.browser import Reader
from tests.pages.test_details import sign_in
from tests.pages.test_submitting import SLOT, bookings, change

BOTH = {"defaultLayout": "column", "enabledLayouts": ["month", "column"]}


def told(text: str) -> Any:
    """What a page tells the site around it."""
    found = re.search('data-happened="([^"]*)"', text)
    assert found, text
    return json.loads(unescape(found[1]))


def layout(text: str) -> str:
    """How a page is laid out."""
    found = re.search('data-layout="([a-z]+)"', text)
    assert found, text
    return found[1]


async def book_in_frame(site: Site, **query: str) -> Any:
    page = await site.open(slot=SLOT, cal_tz="Europe/Berlin", embed="x", **query)
    typed = {"a.name": "Grace", "a.email": "grace@example.com"}
    return await site.reader.send(page, site.path, **typed)


@pytest.mark.parametrize("word", ["cal.isBookingDryRun", "cal.sandbox"])
async def test_a_trial_books_nothing(site: Site, word: str) -> None:
    done = await book_in_frame(site, **{word: "true"})
    assert "This would be booked" in done.text
    found = told(done.text)
    assert (found["happened"], found["booking"]["startTime"]) == ("tried", "2027-02-01T09:00:00.000Z")
    assert "uid" not in found["booking"]
    assert await bookings(site) == []
    assert "This would be booked" in (await site.reader.open("/booking/dry-run-successful")).text


async def test_a_trial_is_refused_like_a_booking(site: Site) -> None:
    await site.send(SLOT)
    page = await site.open(slot="2027-02-01T10:00Z", **{"cal.sandbox": "true"})
    typed = {"a.name": "Grace", "a.email": "grace@example.com", "slot": SLOT}
    assert (await site.reader.send(page, site.path, **typed)).status_code == 409


async def test_the_site_around_learns_of_a_booking_that_leads_on(site: Site) -> None:
    await change(site, success_redirect_url="https://shop.example/thanks?from=ada")
    done = await book_in_frame(site, utm_source="letter")
    assert done.status_code == 200
    assert told(done.text)["happened"] == "booked"
    leads = unescape(re.findall('data-leads="([^"]*)"', done.text)[0])
    assert leads.startswith("https://shop.example/thanks?from=ada&uid=")
    assert "utm_source=letter" in leads
    assert "embed" not in leads
    assert "frame-ancestors *" in done.headers["content-security-policy"]


async def test_all_bookings_of_a_series_are_told(site: Site) -> None:
    await change(site, recurrence={"interval": 1, "occurrences": 3, "frequency": "weekly"})
    booking = told((await book_in_frame(site)).text)["booking"]
    assert booking["isRecurring"] is True
    days = [one["startTime"][:10] for one in booking["allBookings"]]
    assert days == ["2027-02-01", "2027-02-08", "2027-02-15"]


async def test_a_booking_is_told_once(site: Site) -> None:
    done = await book_in_frame(site)
    (cancel,) = re.findall('href="([^"]*cancel=true[^"]*)"', done.text)
    assert "data-happened" not in (await site.reader.open(unescape(cancel))).text


async def test_inside_a_frame_nobody_is_signed_in(site: Site, reader: Reader) -> None:
    await site.send(SLOT)
    (booking,) = await bookings(site)
    await sign_in(site)
    alone = await reader.open(f"/booking/{booking.uid}")
    assert "frame-ancestors 'none'" in alone.headers["content-security-policy"]
    framed = await reader.open(f"/booking/{booking.uid}?embed=x")
    assert "frame-ancestors *" in framed.headers["content-security-policy"]
    assert 'href="/dashboard' not in framed.text
    assert (await reader.open("/dashboard?embed=x")).url.path == "/auth/login"


async def test_layouts_are_those_that_the_owner_allows(site: Site) -> None:
    assert layout((await site.open()).text) == "month"
    assert layout((await site.open(layout="week_view")).text) == "columns"
    assert "data-layouts" in (await site.open()).text
    await change(site, booker_layouts=BOTH)
    assert layout((await site.open()).text) == "columns"
    assert layout((await site.open(layout="month_view")).text) == "month"
    await change(site, booker_layouts={"defaultLayout": "month", "enabledLayouts": ["month"]})
    only = await site.open(layout="column_view")
    assert layout(only.text) == "month"
    assert "data-layouts" not in only.text
    assert "Several days" not in only.text
