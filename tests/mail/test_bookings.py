"""From what happens to a booking to the messages that people get (e-mails sheet, section 3)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.events import (
    BookingCancelled,
    BookingConfirmed,
    BookingCreated,
    BookingDeclined,
    BookingRequested,
    BookingRescheduled,
)
from locum.mail.models import MailMessage
from locum.mail.reading import open_message
from tests.factories.oauth import oauth_client
from tests.factories.world import World
from tests.mail.bookings import BOB, EVE, GRACE, START, desk, moved, said
from tests.mail.told import calendar, happen

NEW_YORK, LONDON = "3:00 AM (Eastern Daylight Time)", "08:00 (British Summer Time)"
ON = "Intro between Ada and Bob at Monday, September 5, 2050,"


pytestmark = pytest.mark.usefixtures("jobs_here")


def subjects(messages: list[MailMessage]) -> list[tuple[str, str]]:
    """Recipient and subject of each."""
    return [(message.recipient.split("@")[0], message.subject) for message in messages]


def methods(messages: list[MailMessage]) -> list[str | None]:
    """What each tells the calendar."""
    found = [calendar(message) for message in messages]
    return [entry and entry[0] for entry in found]


async def test_a_new_booking(world: World, session: AsyncSession) -> None:
    booking = await (await desk(world)).book(BOB, EVE)
    messages = await happen(session, BookingCreated(**said(booking)))
    assert subjects(messages) == [(name, "Intro between Ada and Bob") for name in ("ada", "bob", "eve")]
    assert {message.idempotency_key for message in messages} == {
        f"booking:{booking.id}:scheduled:0:{message.recipient}" for message in messages
    }
    method, event = calendar(messages[1]) or ("", {})
    assert (method, event["UID"], event["SEQUENCE"], event["STATUS"]) == ("REQUEST", "u1@Locum", 0, "CONFIRMED")
    bob = open_message(messages[1].content)
    assert "http://locum.test/reschedule/u1" in bob.text
    assert "http://locum.test/booking/u1?cancel=true" in bob.text
    assert dict(bob.headers)["From"] == "Ada <locum@localhost>"
    assert dict(bob.headers)["Reply-To"] == "Ada <ada@house.example>"


async def test_a_platform_writes_itself_unless_its_client_says_otherwise(world: World, session: AsyncSession) -> None:
    house = await desk(world)
    client = await oauth_client(
        world,
        booking_reschedule_redirect_uri="https://shop.example/move",
        booking_cancel_redirect_uri="javascript:alert(1)",
    )
    house.host.platform_client_id = client.id
    await session.commit()
    booking = await house.book()
    assert await happen(session, BookingCreated(**said(booking))) == []
    client.are_emails_enabled = True
    await session.commit()
    messages = await happen(session, BookingCreated(**said(booking)))
    assert [name for name, _ in subjects(messages)] == ["ada", "bob"]
    bob = open_message(messages[1].content)
    assert "https://shop.example/move/u1" in bob.text
    assert "http://locum.test/booking/u1?cancel=true" in bob.text


async def test_each_reads_his_own_clock(world: World, session: AsyncSession) -> None:
    booking = await (await desk(world)).book()
    await happen(session, BookingCreated(**said(booking)))
    booking.ics_sequence, booking.status, booking.cancellation_reason = 1, "cancelled", "Flu"
    messages = await happen(session, BookingCancelled(**said(booking)))
    cancelled = [message for message in messages if message.kind == "booking.cancelled"]
    assert subjects(cancelled) == [("ada", f"Canceled: {ON} {LONDON}"), ("bob", f"Canceled: {ON} {NEW_YORK}")]
    assert methods(cancelled) == ["CANCEL", "CANCEL"]
    assert "Reason for cancelling: Flu" in open_message(cancelled[1].content).text


async def test_a_request(world: World, session: AsyncSession) -> None:
    booking = await (await desk(world)).book(BOB, EVE, status="pending")
    messages = await happen(session, BookingRequested(**said(booking)))
    assert subjects(messages) == [
        ("ada", f"Awaiting Approval: {ON} {LONDON}"),
        ("bob", f"Booking Submitted: {ON} {NEW_YORK}"),
    ]
    assert methods(messages) == [None, None]
    assert "http://locum.test/booking/u1?confirm=true" in open_message(messages[0].content).text
    assert "confirm=true" not in open_message(messages[1].content).text


async def test_a_confirmed_request(world: World, session: AsyncSession) -> None:
    booking = await (await desk(world)).book(status="pending")
    await happen(session, BookingRequested(**said(booking)))
    booking.status = "accepted"
    messages = await happen(session, BookingConfirmed(**said(booking)))
    confirmed = [message for message in messages if message.kind == "booking.scheduled"]
    assert subjects(confirmed) == [(name, "Intro between Ada and Bob") for name in ("ada", "bob")]
    assert methods(confirmed) == ["REQUEST", "REQUEST"]


async def test_a_declined_request(world: World, session: AsyncSession) -> None:
    booking = await (await desk(world)).book(status="rejected", rejection_reason="On holiday")
    messages = await happen(session, BookingDeclined(**said(booking)))
    assert subjects(messages) == [("bob", f"Declined: {ON} {NEW_YORK}")]
    assert methods(messages) == [None]
    assert "Reason: On holiday" in open_message(messages[0].content).text


async def test_a_declined_move_takes_the_old_meeting_out_of_calendars(world: World, session: AsyncSession) -> None:
    booking = await (await desk(world)).book(status="rejected", rescheduled_from_uid="u0", ics_sequence=1)
    messages = await happen(session, BookingDeclined(**said(booking)))
    assert [name for name, _ in subjects(messages)] == ["ada", "bob"]
    assert methods(messages) == ["CANCEL", "CANCEL"]


async def test_a_moved_booking(world: World, session: AsyncSession) -> None:
    place = await desk(world)
    booking = await place.book(
        rescheduled_from_uid="u0", ics_uid="u0@Locum", ics_sequence=1, rescheduling_reason="Train"
    )
    before = moved(START - timedelta(days=1), place.host.id)
    messages = await happen(session, BookingRescheduled(**said(booking), **before))
    words = "Your Intro between Ada and Bob has been rescheduled to Monday, September 5, 2050,"
    assert subjects(messages) == [("ada", f"{words} {LONDON}."), ("bob", f"{words} {NEW_YORK}.")]
    method, event = calendar(messages[1]) or ("", {})
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", "u0@Locum", 1)
    told = open_message(messages[1].content).text
    assert "Before: Sunday, September 4, 2050, 3:00 AM" in told
    assert "Reason for the new time: Train" in told


async def test_a_move_to_another_host(world: World, session: AsyncSession) -> None:
    place = await desk(world)
    other = await world.user(name="Olga", email="olga@house.example")
    booking = await place.book(rescheduled_from_uid="u0", ics_sequence=1)
    before = moved(START - timedelta(days=1), other.id)
    messages = await happen(session, BookingRescheduled(**said(booking), **before))
    title = "Intro between Ada and Bob"
    assert subjects(messages) == [
        ("ada", title),
        ("bob", f"Your {title} has been rescheduled to Monday, September 5, 2050, {NEW_YORK}."),
        ("olga", f"Reassigned: {title} at Sunday, September 4, 2050, 7:00 AM (Coordinated Universal Time)"),
    ]
    assert methods(messages) == ["REQUEST", "REQUEST", "CANCEL"]


async def test_a_cancelled_request_was_in_no_calendar(world: World, session: AsyncSession) -> None:
    booking = await (await desk(world)).book(status="cancelled")
    messages = await happen(session, BookingCancelled(**said(booking), was_pending=True))
    assert methods(messages) == [None, None]


async def test_other_hosts_are_hosts(world: World, session: AsyncSession) -> None:
    booking = await (await desk(world)).book(BOB, GRACE)
    messages = await happen(session, BookingCreated(**said(booking)))
    assert "Bob has booked a time with you." in open_message(messages[2].content).text
    text_of_bob = open_message(messages[1].content).text
    assert "Grace (host) <grace@house.example>" in text_of_bob


async def test_answers_are_shown_unless_hidden(world: World, session: AsyncSession) -> None:
    fields = [
        {"type": "text", "slug": "size", "label": "Your size", "required": False},
        {"type": "boolean", "slug": "lunch", "label": "Lunch?", "required": False},
        {"type": "multiselect", "slug": "days", "label": "Days", "required": False, "options": ["Mon", "Tue"]},
        {"type": "text", "slug": "inner", "label": "Inner", "required": False, "hidden": True},
        {"type": "text", "slug": "empty", "label": "Empty", "required": False},
    ]
    responses = {"size": "M", "lunch": False, "days": ["Mon", "Tue"], "inner": "secret", "empty": "", "name": "Bob"}
    booking = await (await desk(world, booking_fields=fields)).book(responses=responses, description="Side door")
    told = open_message((await happen(session, BookingCreated(**said(booking))))[1].content).text
    assert "Notes: Side door\nYour size: M\nLunch?: No\nDays: Mon, Tue\n\n" in told
    assert "secret" not in told


async def test_what_the_event_type_hides(world: World, session: AsyncSession) -> None:
    place = await desk(world, hide_organizer_email=True, hide_calendar_event_details=True, hide_calendar_notes=True)
    booking = await place.book(description="Side door")
    messages = await happen(session, BookingCreated(**said(booking)))
    _, event = calendar(messages[1]) or ("", {})
    assert (event["CLASS"], str(event["ORGANIZER"])) == ("PRIVATE", "mailto:locum@localhost")
    assert "Side door" not in event["DESCRIPTION"]
    assert b"ada@house.example" not in messages[1].content
    assert "Side door" in open_message(messages[1].content).text


@pytest.mark.parametrize(("switch", "left"), [("disableEmailsToHosts", ["bob"]), ("disableEmailsToAttendees", ["ada"])])
async def test_one_side_may_be_left_alone(world: World, session: AsyncSession, switch: str, left: list[str]) -> None:
    booking = await (await desk(world, email_settings={switch: True})).book()
    messages = await happen(session, BookingCreated(**said(booking)))
    assert [name for name, _ in subjects(messages)] == left


@pytest.mark.parametrize(
    ("values", "absent"),
    [
        ({"disable_cancelling": {"disabled": True}}, "cancel=true"),
        ({"disable_rescheduling": {"disabled": True}}, "/reschedule/"),
    ],
)
async def test_links_that_lead_nowhere_are_absent(
    world: World, session: AsyncSession, values: dict[str, Any], absent: str
) -> None:
    booking = await (await desk(world, **values)).book()
    told = open_message((await happen(session, BookingCreated(**said(booking))))[1].content).text
    assert absent not in told
    assert "http://locum.test/booking/u1" in told


async def test_nobody_writes_to_a_made_up_address(world: World, session: AsyncSession) -> None:
    by_phone = {"email": "4930123456@sms.cal.com", "phone": "+4930123456"}
    booking = await (await desk(world)).book(by_phone)
    messages = await happen(session, BookingCreated(**said(booking)))
    assert [name for name, _ in subjects(messages)] == ["ada"]
    assert "Bob <+4930123456>" in open_message(messages[0].content).text


async def test_a_host_whose_account_is_gone(world: World, session: AsyncSession) -> None:
    booking = await (await desk(world)).book(user_id=None, event_type_id=None)
    messages = await happen(session, BookingCreated(**said(booking)))
    assert [name for name, _ in subjects(messages)] == ["bob"]
    assert "Your meeting with somebody is confirmed." in open_message(messages[0].content).text


async def test_a_booking_that_is_gone_tells_nothing(world: World, session: AsyncSession) -> None:
    booking = await (await desk(world)).book()
    facts = said(booking)
    await session.delete(booking)
    assert await happen(session, BookingCreated(**facts)) == []


async def test_languages(world: World, session: AsyncSession) -> None:
    booking = await (await desk(world)).book({"language": "ar", "time_zone": "Asia/Riyadh"})
    message = (await happen(session, BookingCreated(**said(booking))))[1]
    assert 'lang="ar" dir="rtl"' in open_message(message.content).html
