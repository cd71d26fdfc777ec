"""Pages of seats, series, proven addresses and instant meetings; and all of them inside other sites."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import BookingAttendee
from locum.db.jobs import Workshop
from locum.db.session import Database
from locum.mail import code_jobs
from locum.settings import Settings
from tests.pages.booking import Site
from tests.pages.browser import forms_of, text_of
from tests.pages.test_submitting import SLOT, bookings, change
from tests.verified_resources.codes import mailed_code

SEATS = {"seatsPerTimeSlot": 3, "showAttendeeInfo": True, "showAvailabilityCount": True}
WEEKLY = {"interval": 1, "occurrences": 3, "frequency": "weekly"}


async def test_a_seat_is_taken_and_given_up(site: Site) -> None:
    await change(site, seats=SEATS)
    await site.send(SLOT)
    done = await site.send(SLOT, name="Second", email="second@example.com")
    assert done.status_code == 200, done.text
    (booking,) = await bookings(site)
    seat = parse_qs(done.url.query.decode())["seatReferenceUid"][0]
    assert [one.seat_uid for one in booking.attendees][1] == seat
    plain = await site.reader.open(f"/booking/{booking.uid}")
    assert "cancel=true" not in plain.text
    asked = await site.reader.open(f"/booking/{booking.uid}?cancel=true&seatReferenceUid={seat}")
    assert forms_of(asked.text), asked.text
    off = await site.reader.send(asked, "/cancel")
    assert off.status_code == 200
    left = await site.world.session.scalars(select(BookingAttendee.email))
    assert [*left] == ["grace@example.com"]


async def test_a_shared_meeting_is_not_called_off_by_its_guests(site: Site) -> None:
    await change(site, seats=SEATS)
    await site.send(SLOT)
    (booking,) = await bookings(site)
    refused = await site.reader.client.post(f"/booking/{booking.uid}/cancel", data={"reason": ""})
    assert refused.status_code == 409
    assert (await bookings(site))[0].status == "accepted"


async def test_a_series_is_booked_shown_and_partly_cancelled(site: Site) -> None:
    await change(site, recurrence=WEEKLY)
    done = await site.send(SLOT)
    assert "The series" in text_of(done.text)
    series = await bookings(site)
    assert len(series) == 3
    assert f"/booking/{series[2].uid}" in done.text
    second = await site.reader.open(f"/booking/{series[1].uid}?cancel=true&allRemainingBookings=true")
    assert "all later ones of the series will be cancelled" in text_of(second.text)
    await site.reader.send(second, "/cancel")
    assert [one.status for one in await bookings(site)] == ["accepted", "cancelled", "cancelled"]
    whole = await site.reader.open(f"/booking/{series[0].recurring_uid}")
    assert whole.status_code == 200


async def test_an_address_is_proven_on_the_page(
    site: Site, session: AsyncSession, monkeypatch: pytest.MonkeyPatch, settings: Settings, database: Database
) -> None:
    monkeypatch.setattr(code_jobs, "workshop", lambda: Workshop(database, settings))
    await change(site, requires_booker_email_verification=True)
    asked = await site.send(SLOT, notes="Kept")
    assert asked.status_code == 422
    assert "We have sent a code to your address" in text_of(asked.text)
    wrongly = await site.reader.send(asked, site.path, code="000000")
    assert "This is not the code" in text_of(wrongly.text)
    done = await site.reader.send(wrongly, site.path, code=await mailed_code(session))
    assert "This meeting is booked" in text_of(done.text)
    assert (await bookings(site))[0].description == "Kept"


async def test_every_booking_page_goes_into_a_frame(site: Site) -> None:
    answer = await site.reader.client.get(f"{site.path}/embed?embed=shop&name=Ann&embedType=inline")
    assert answer.status_code == 307
    target = urlsplit(answer.headers["location"])
    assert (target.path, parse_qs(target.query)["embed"]) == (site.path, ["shop"])
    bare = await site.reader.client.get(f"{site.path}/embed")
    assert bare.headers["location"] == f"{site.path}?embed="
    page = await site.reader.client.get(answer.headers["location"])
    assert 'class="embedded"' in page.text
    assert "embed-frame.js" in page.text
    assert "x-frame-options" not in page.headers
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert "embed-frame.js" not in (await site.open()).text


async def test_a_frame_stays_one_and_tells_what_was_booked(site: Site) -> None:
    page = await site.open(slot=SLOT, embed="shop", cal_tz="Europe/Berlin")
    done = await site.reader.send(page, site.path, **{"a.name": "Ann", "a.email": "ann@example.com"})
    assert parse_qs(done.url.query.decode())["embed"] == ["shop"]
    found = re.search(r'data-happened="([^"]+)"', done.text)
    assert found is not None
    told: Any = json.loads(found[1].replace("&#34;", '"').replace("&quot;", '"'))
    (booking,) = await bookings(site)
    assert (told["happened"], told["booking"]["uid"], told["booking"]["status"]) == ("booked", booking.uid, "ACCEPTED")
    assert "@" not in found[1]


async def test_the_script_for_other_sites(site: Site) -> None:
    for address in ("/embed/embed.js", "/embed.js"):
        script = await site.reader.client.get(address)
        assert script.headers["content-type"].startswith("text/javascript")
        assert script.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "window.Cal" in script.text


async def test_a_page_that_fails_says_so_in_its_frame(site: Site) -> None:
    page = await site.reader.client.get("/nobody-here/at-all?embed=")
    assert (page.status_code, 'data-failed="404"' in page.text) == (404, True)


async def test_how_often_a_series_comes_again_is_said_beforehand(site: Site) -> None:
    await change(site, recurrence={**WEEKLY, "interval": 2})
    for page in (await site.open(), await site.open(slot=SLOT)):
        assert "Every 2 weeks, 3 meetings" in text_of(page.text)
    await change(site, recurrence=None)
    assert "Every" not in text_of((await site.open()).text)
