"""A series is told in one mail; its meetings are moved and cancelled one by one."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.events import BookingCancelled, BookingConfirmed, BookingCreated, BookingRescheduled
from locum.bookings.models import Booking
from tests.factories.world import World
from tests.mail.bookings import START, Desk, desk, moved, said
from tests.mail.told import calendar, happen

WEEK = timedelta(days=7)
RHYTHM = {"interval": 1, "occurrences": 3, "frequency": "weekly"}
pytestmark = pytest.mark.usefixtures("jobs_here")


async def three(place: Desk, **values: Any) -> list[Booking]:
    """Three weekly meetings."""
    return [
        await place.book(uid=f"s{week}", recurring_uid="series", starts_at=START + week * WEEK, **values)
        for week in range(3)
    ]


async def test_one_mail_speaks_for_the_series(world: World, session: AsyncSession) -> None:
    bookings = await three(await desk(world, recurrence=RHYTHM))
    messages = await happen(session, *(BookingCreated(**said(booking)) for booking in bookings))
    assert [(message.recipient, message.booking_id) for message in messages] == [
        ("ada@house.example", bookings[0].id),
        ("bob@guest.example", bookings[0].id),
    ]
    _, event = calendar(messages[1]) or ("", {})
    assert event["UID"] == "series@locum"
    assert event["RRULE"] == {"FREQ": ["WEEKLY"], "INTERVAL": [1], "COUNT": [3]}
    assert event["DTSTART"].params["TZID"] == "America/New_York"


async def test_confirming_a_series_is_one_mail(world: World, session: AsyncSession) -> None:
    bookings = await three(await desk(world, recurrence=RHYTHM))
    bookings[0].status = "cancelled"
    messages = await happen(session, *(BookingConfirmed(**said(booking)) for booking in bookings[1:]))
    assert {message.booking_id for message in messages} == {bookings[1].id}
    _, event = calendar(messages[1]) or ("", {})
    assert event["RRULE"]["COUNT"] == [2]


async def test_confirming_what_is_left_of_a_series_keeps_the_days_of_each(world: World, session: AsyncSession) -> None:
    bookings = await three(await desk(world, recurrence=RHYTHM))
    bookings[1].status = "cancelled"
    messages = await happen(session, *(BookingConfirmed(**said(booking)) for booking in bookings[::2]))
    _, event = calendar(messages[1]) or ("", {})
    assert event["RRULE"]["COUNT"] == [3]
    assert [one.dt for one in event["EXDATE"].dts] == [bookings[1].starts_at]


async def test_a_cancelled_meeting_is_taken_out_of_its_series(world: World, session: AsyncSession) -> None:
    bookings = await three(await desk(world, recurrence=RHYTHM))
    bookings[1].ics_sequence = 1
    messages = await happen(session, BookingCancelled(**said(bookings[1])))
    method, event = calendar(messages[1]) or ("", {})
    assert (method, event["UID"], event["SEQUENCE"]) == ("CANCEL", "series@locum", 1)
    assert event["RECURRENCE-ID"].dt == bookings[1].starts_at
    assert "RRULE" not in event


@pytest.mark.parametrize("moves", [1, 2])
async def test_a_moved_meeting_keeps_its_place_in_the_series(world: World, session: AsyncSession, moves: int) -> None:
    place = await desk(world, recurrence=RHYTHM)
    bookings = await three(place)
    last = bookings[1]
    for move in range(moves):
        last = await place.book(
            uid=f"m{move}",
            recurring_uid="series",
            rescheduled_from_uid=last.uid,
            starts_at=last.starts_at + timedelta(hours=1),
            ics_sequence=move + 1,
        )
    before = moved(last.starts_at - timedelta(hours=1), place.host.id)
    messages = await happen(session, BookingRescheduled(**said(last), **before))
    assert len(messages) == 2
    method, event = calendar(messages[1]) or ("", {})
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", "series@locum", moves)
    assert event["RECURRENCE-ID"].dt == bookings[1].starts_at
    assert event["DTSTART"].dt == last.starts_at
