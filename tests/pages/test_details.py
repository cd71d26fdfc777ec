"""The page of a booking: what it says, and what can be done there."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from locum.bookings.models import Booking, BookingAttendee
from locum.kit import clock
from locum.kit.passwords import hash_password
from tests.pages.booking import Site
from tests.pages.browser import forms_of, links_of, text_of

SLOT = "2027-02-01T09:00Z"
PASSWORD = "correct horse battery"
DIGEST = hash_password(PASSWORD)


@pytest.fixture
async def booked(site: Site) -> Booking:
    """Grace's half hour with Ada."""
    await site.send(SLOT, notes="Bring cards")
    return await last(site)


async def last(site: Site) -> Booking:
    """The newest booking as it stands."""
    statement = select(Booking).order_by(Booking.id.desc()).limit(1)
    return (await site.world.session.scalars(statement.execution_options(populate_existing=True))).one()


async def fresh(site: Site, uid: str) -> Booking:
    """A booking as it stands."""
    statement = select(Booking).where(Booking.uid == uid).execution_options(populate_existing=True)
    return (await site.world.session.scalars(statement)).one()


async def sign_in(site: Site) -> None:
    """Ada signs in."""
    site.owner.password_hash = DIGEST
    await site.world.session.commit()
    page = await site.reader.open("/auth/login")
    await site.reader.send(page, "/auth/login", email=site.owner.email, password=PASSWORD)


async def change(site: Site, **values: Any) -> None:
    """Change the event type."""
    for name, value in values.items():
        setattr(site.event, name, value)
    await site.world.session.commit()


async def test_everything_is_told_that_matters(site: Site, booked: Booking) -> None:
    page = await site.reader.open(f"/booking/{booked.uid}?cal.tz=America/New_York")
    text = text_of(page.text)
    assert "Monday, February 1, 2027" in text
    assert "4:00 AM – 4:30 AM" in text
    assert "New York (UTC-5)" in text
    assert "For Ada Lovelace: Monday, February 1, 2027, 10:00 AM – 10:30 AM, Berlin (UTC+1)" in text
    assert "Video call" in text
    assert "Bring cards" in text
    assert "grace@example.com" in text
    assert site.owner.email not in page.text
    links = links_of(page.text)
    assert any(link.startswith("https://calendar.google.com/") for link in links)
    assert any(link.startswith("https://outlook.live.com/") for link in links)
    assert f"/booking/{booked.uid}/calendar.ics" in links


async def test_one_zone_is_told_once(site: Site, booked: Booking) -> None:
    assert "For Ada Lovelace:" not in (await site.reader.open(f"/booking/{booked.uid}")).text


async def test_unknown_bookings_are_not_found(site: Site) -> None:
    for path in ("/booking/unknown", "/reschedule/unknown", "/booking/unknown/calendar.ics", "/success?uid="):
        assert (await site.reader.open(path)).status_code == 404
    assert (await site.reader.client.post("/booking/unknown/cancel")).status_code == 404


async def test_the_calendar_file_holds_the_booking(site: Site, booked: Booking) -> None:
    file = await site.reader.open(f"/booking/{booked.uid}/calendar.ics")
    event = Calendar.from_ical(file.content).walk("VEVENT")[0]
    assert str(event["UID"]) == booked.ics_uid
    assert event.decoded("DTSTART") == booked.starts_at
    assert str(event["SUMMARY"]) == booked.title
    assert file.headers["content-type"].startswith("text/calendar")


async def test_the_booker_cancels_without_signing_in_and_without_a_reason(site: Site, booked: Booking) -> None:
    for answer, asks in (("accept", "confirm"), ("reject", "decline")):
        followed = await site.reader.client.get(f"/booking/direct/{answer}/ada@example.com/{booked.uid}/sometoken")
        assert followed.headers["location"].endswith(f"/booking/{booked.uid}?{asks}=true")
    question = await site.reader.open(f"/cancel/{booked.uid}")
    assert question.url.path == f"/booking/{booked.uid}"
    assert "Cancel this meeting?" in question.text
    assert (await fresh(site, booked.uid)).status == "accepted"
    done = await site.reader.send(question, "/cancel")
    assert "This meeting is cancelled" in done.text
    assert (await fresh(site, booked.uid)).status == "cancelled"
    again = await site.reader.open(f"/booking/{booked.uid}?cancel=true")
    assert "can no longer be cancelled here" in again.text


async def test_a_reason_is_passed_on_and_shown(site: Site, booked: Booking) -> None:
    question = await site.reader.open(f"/booking/{booked.uid}?cancel=true")
    done = await site.reader.send(question, "/cancel", reason="Rain & <storm>")
    assert "Rain &amp; &lt;storm&gt;" in done.text
    assert (await fresh(site, booked.uid)).cancellation_reason == "Rain & <storm>"


async def test_the_host_says_why_he_cancels(site: Site, booked: Booking) -> None:
    await sign_in(site)
    question = await site.reader.open(f"/booking/{booked.uid}?cancel=true")
    refused = await site.reader.send(question, "/cancel", reason=" ")
    assert refused.status_code == 422
    assert "Please fill this in." in refused.text
    assert (await fresh(site, booked.uid)).status == "accepted"
    await site.reader.send(question, "/cancel", reason="Ill")
    assert (await fresh(site, booked.uid)).cancelled_by == site.owner.email


async def test_a_form_from_elsewhere_does_not_act_for_the_host(site: Site, booked: Booking) -> None:
    await sign_in(site)
    question = await site.reader.open(f"/booking/{booked.uid}?cancel=true")
    site.reader.headers = {"Sec-Fetch-Site": "cross-site"}
    await site.reader.send(question, "/cancel", reason="Ill")
    assert (await fresh(site, booked.uid)).cancelled_by is None


async def test_what_is_over_cannot_be_cancelled_or_moved(site: Site, booked: Booking) -> None:
    with clock.frozen(booked.ends_at + timedelta(minutes=1)):
        page = await site.reader.open(f"/booking/{booked.uid}")
        assert "This meeting is over" in page.text
        assert f"/reschedule/{booked.uid}" not in page.text
        late = await site.reader.client.post(f"/booking/{booked.uid}/cancel")
        assert late.status_code == 409


async def test_what_the_event_type_forbids_is_not_offered(site: Site, booked: Booking) -> None:
    await change(site, disable_cancelling={"disabled": True}, disable_rescheduling={"disabled": True})
    page = await site.reader.open(f"/booking/{booked.uid}")
    assert "cancel=true" not in page.text
    assert "/reschedule/" not in page.text


async def test_a_booking_is_moved_from_its_page(site: Site, booked: Booking) -> None:
    page = await site.reader.open(f"/reschedule/{booked.uid}")
    assert page.url.path == site.path
    assert page.url.params["rescheduleUid"] == booked.uid
    assert "10:00 AM – 10:30 AM" in text_of(page.text)
    form = await site.open(rescheduleUid=booked.uid, slot="2027-02-02T09:00Z")
    fields = next(form for form in forms_of(form.text) if form.method == "post").fields
    assert "a.name" not in fields
    done = await site.reader.send(form, site.path, **{"a.rescheduleReason": "Dentist"})
    assert "This meeting is booked" in done.text
    new, old = await last(site), await fresh(site, booked.uid)
    assert (old.status, old.rescheduled_to_uid) == ("cancelled", new.uid)
    assert new.starts_at == datetime.fromisoformat("2027-02-02T09:00+00:00")
    assert new.rescheduling_reason == "Dentist"
    gone = await site.reader.open(f"/booking/{booked.uid}")
    assert "This meeting was moved" in gone.text
    assert f"/booking/{new.uid}" in links_of(gone.text)
    assert (await site.reader.open(f"/reschedule/{booked.uid}")).url.path == f"/booking/{booked.uid}"


async def test_the_own_time_is_not_in_the_way_of_a_move(site: Site, booked: Booking) -> None:
    assert SLOT in (await site.open(rescheduleUid=booked.uid, date="2027-02-01")).text
    assert f'value="{SLOT}"' not in (await site.open(date="2027-02-01")).text


async def test_a_booking_of_something_else_is_not_moved_here(site: Site, booked: Booking) -> None:
    booked.event_type_id = None
    await site.world.session.commit()
    assert (await site.open(rescheduleUid=booked.uid)).status_code == 404


@pytest.fixture
async def asked_for(site: Site) -> Booking:
    """A request that waits for Ada."""
    await change(site, confirmation_policy={"type": "always", "blockUnconfirmedBookingsInBooker": False})
    await site.send(SLOT)
    return await last(site)


async def test_the_host_confirms_from_the_page(site: Site, asked_for: Booking) -> None:
    stranger = await site.reader.open(f"/booking/{asked_for.uid}")
    assert "Sign in to answer" in stranger.text
    assert "/answer" not in stranger.text
    await sign_in(site)
    page = await site.reader.open(f"/booking/{asked_for.uid}")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    done = await site.reader.send(page, "/answer", answer="confirm")
    assert "This meeting is booked" in done.text
    assert (await fresh(site, asked_for.uid)).status == "accepted"
    twice = await site.reader.send(page, "/answer", answer="confirm")
    assert twice.status_code == 409
    assert "answered already" in twice.text


async def test_the_link_in_the_hosts_mail_leads_through_signing_in(site: Site, asked_for: Booking) -> None:
    site.owner.password_hash = DIGEST
    await site.world.session.commit()
    asked = await site.reader.open(f"/booking/{asked_for.uid}?confirm=true")
    assert asked.url.path == "/auth/login"
    page = await site.reader.send(asked, "/auth/login", email=site.owner.email, password=PASSWORD)
    assert page.url.path == f"/booking/{asked_for.uid}"
    assert "Confirm or decline this request." in page.text


async def test_the_host_declines_and_says_why(site: Site, asked_for: Booking) -> None:
    await sign_in(site)
    page = await site.reader.open(f"/booking/{asked_for.uid}")
    done = await site.reader.send(page, "/answer", answer="decline", reason="No room")
    assert "This request was declined" in done.text
    found = await fresh(site, asked_for.uid)
    assert (found.status, found.rejection_reason) == ("rejected", "No room")


async def test_nobody_else_answers(site: Site, asked_for: Booking) -> None:
    path = f"/booking/{asked_for.uid}/answer"
    stranger = await site.world.user(password_hash=DIGEST)
    nobody = await site.reader.client.post(path, data={"answer": "confirm"})
    assert nobody.headers["location"] == "/auth/login"
    page = await site.reader.open("/auth/login")
    home = await site.reader.send(page, "/auth/login", email=stranger.email, password=PASSWORD)
    token = forms_of(home.text)[0].fields["token"][0]
    refused = await site.reader.client.post(path, data={"answer": "confirm", "token": token})
    assert refused.status_code == 403
    assert (await fresh(site, asked_for.uid)).status == "pending"


async def test_other_holders_of_seats_stay_unknown(site: Site, booked: Booking) -> None:
    await change(site, seats={"seatsPerTimeSlot": 3, "showAttendeeInfo": False, "showAvailabilityCount": True})
    await site.world.session.execute(update(BookingAttendee).values(seat_uid="a seat"))
    await site.world.session.commit()
    page = await site.reader.open(f"/booking/{booked.uid}")
    assert "grace@example.com" not in page.text
    assert "Ada Lovelace" in page.text
