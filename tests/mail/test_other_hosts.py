"""What people are told when another host takes a booking over, or should, or when nobody does."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locum.affected_bookings.events import BookingKept, RescheduleAsked
from locum.bookings.events import BookingEvent, BookingReassigned, BookingRequested, BookingRescheduled
from locum.mail.models import MailMessage
from locum.mail.reading import open_message
from tests.factories.world import World
from tests.mail.bookings import BOB, EVE, GRACE, START, desk, moved, said
from tests.mail.told import calendar, happen

pytestmark = pytest.mark.usefixtures("jobs_here")
ON = "Intro between Ada and Bob at Monday, September 5, 2050,"
NEW_YORK, LONDON = "3:00 AM (Eastern Daylight Time)", "08:00 (British Summer Time)"


def _told(messages: list[MailMessage]) -> list[tuple[str, str, str | None]]:
    """Who was told what, and what his calendar was told."""
    entries = [(message, calendar(message)) for message in messages]
    return [(one.recipient.split("@")[0], one.subject, entry and entry[0]) for one, entry in entries]


async def test_another_organizer(world: World, session: AsyncSession) -> None:
    house = await desk(world)
    old = await world.user(name="Olga", email="olga@house.example", time_zone="Europe/London", time_format=24)
    booking = await house.book(BOB, EVE, ics_sequence=1)
    change = BookingReassigned(**said(booking), previous_host_id=old.id, host_id=house.host.id, reason="She is ill")
    messages = await happen(session, change)
    assert _told(messages) == [
        ("ada", "Intro between Ada and Bob", "REQUEST"),
        ("bob", f"Updated: {ON} {NEW_YORK}", "REQUEST"),
        ("eve", f"Updated: {ON} {NEW_YORK}", "REQUEST"),
        ("olga", f"Reassigned: {ON} {LONDON}", "CANCEL"),
    ]
    texts = {message.recipient.split("@")[0]: open_message(message.content).text for message in messages}
    assert [name for name, text in texts.items() if "She is ill" in text] == ["olga"]
    _, event = calendar(messages[0]) or ("", {})
    assert event["SEQUENCE"] == 1


async def test_another_host_beside_the_organizer(world: World, session: AsyncSession) -> None:
    house = await desk(world)
    old, new = await world.user(email="olga@house.example"), await world.user(email="grace@house.example")
    booking = await house.book(BOB, GRACE)
    messages = await happen(session, BookingReassigned(**said(booking), previous_host_id=old.id, host_id=new.id))
    assert [(name, method) for name, _, method in _told(messages)] == [("grace", "REQUEST"), ("olga", "CANCEL")]


async def test_what_waits_for_an_answer_waits_for_the_new_hosts(world: World, session: AsyncSession) -> None:
    house = await desk(world)
    old = await world.user(email="olga@house.example", time_zone="Europe/London", time_format=24)
    booking = await house.book(BOB, status="pending")
    change = BookingReassigned(**said(booking), previous_host_id=old.id, host_id=house.host.id, was_pending=True)
    assert _told(await happen(session, change)) == [
        ("ada", f"Awaiting Approval: {ON} {LONDON}", None),
        ("bob", f"Updated: {ON} {NEW_YORK}", None),
        ("olga", f"Reassigned: {ON} {LONDON}", None),
    ]


async def test_attendees_are_asked_to_choose_again(world: World, session: AsyncSession) -> None:
    house = await desk(world)
    booking = await house.book(BOB, EVE)
    asked: dict[str, Any] = {"host_id": house.host.id, "decided_by": house.host.id, "reason": "I am sorry"}
    messages = await happen(session, RescheduleAsked(**said(booking), **asked))
    assert _told(messages) == [(name, f"Please choose another time: {ON} {NEW_YORK}", None) for name in ("bob", "eve")]
    bob = open_message(messages[0].content)
    assert "http://locum.test/reschedule/u1" in bob.text
    assert "I am sorry" in bob.text
    assert "Ada is away at this time" in bob.text


async def test_who_keeps_a_booking_hears_it_unless_he_said_so_himself(world: World, session: AsyncSession) -> None:
    house = await desk(world)
    admin, booking = await world.user(), await house.book(BOB)
    himself = BookingKept(**said(booking), host_id=house.host.id, decided_by=house.host.id)
    assert await happen(session, himself) == []
    messages = await happen(session, BookingKept(**said(booking), host_id=house.host.id, decided_by=admin.id))
    assert _told(messages) == [
        ("ada", f"You keep Intro between Ada and Bob at Monday, September 5, 2050, {LONDON}", None)
    ]


@pytest.mark.parametrize("status", ["accepted", "pending"])
async def test_who_hosts_no_more_after_a_move_is_told(world: World, session: AsyncSession, status: str) -> None:
    """Organizer or not, and whether the move has to be confirmed or not."""
    house = await desk(world)
    olga = await world.user(name="Olga", email="olga@house.example")
    await world.user(name="Grace", email="grace@house.example")
    await house.book(BOB, GRACE, uid="u0", user_id=olga.id, status="cancelled")
    booking = await house.book(
        BOB, uid="u1", ics_uid="u0@Locum", ics_sequence=1, rescheduled_from_uid="u0", status=status
    )
    if status == "accepted":
        event: BookingEvent = BookingRescheduled(**said(booking), **moved(START - timedelta(days=1), olga.id))
    else:
        event = BookingRequested(**said(booking), previous_booking_id=1, previous_starts_at=START - timedelta(days=1))
    told = _told(await happen(session, event))
    over = [(name, method) for name, subject, method in told if subject.startswith("Reassigned:")]
    assert over == [("grace", "CANCEL"), ("olga", "CANCEL")]
    assert {name for name, _, _ in told} == {"ada", "bob", "grace", "olga"}
