"""Booking a person: what is answered and what is kept (bookings sheet, section 3)."""

from typing import Any

import pytest
from sqlalchemy import select

from locum.slots.models import HostBusy
from tests.factories.bookings import ATTENDEE, practice
from tests.factories.world import World


async def test_a_plain_booking(world: World) -> None:
    house = await practice(world)
    booking = await house.booked(metadata={"order": 7, "videoCallUrl": "https://example.com"})
    assert len(booking.pop("uid")) == 22
    assert booking.pop("id") > 0
    assert booking.pop("icsUid").endswith("@locum")
    assert booking == {
        "title": f"{house.event_type.title} between {house.host.name} and Bea Booker",
        "description": "",
        "hosts": [
            {
                "id": house.host.id,
                "name": house.host.name,
                "email": house.host.email,
                "displayEmail": house.host.email,
                "username": house.host.username,
                "timeZone": "UTC",
            }
        ],
        "status": "accepted",
        "start": "2050-01-05T10:00:00.000Z",
        "end": "2050-01-05T11:00:00.000Z",
        "duration": 60,
        "eventTypeId": house.event_type.id,
        "eventType": {"id": house.event_type.id, "slug": house.event_type.slug},
        "meetingUrl": "integrations:daily",
        "location": "integrations:daily",
        "absentHost": False,
        "createdAt": "2050-01-03T08:00:00.000Z",
        "updatedAt": "2050-01-03T08:00:00.000Z",
        "metadata": {"order": 7},
        "attendees": [
            {
                "name": "Bea Booker",
                "email": "bea@example.com",
                "displayEmail": "bea@example.com",
                "timeZone": "Europe/Rome",
                "language": "en",
                "absent": False,
            }
        ],
        "bookingFieldsResponses": {
            "name": "Bea Booker",
            "email": "bea@example.com",
            "location": {"value": "integrations:daily", "optionValue": ""},
        },
    }


async def test_what_was_answered_is_what_is_read(world: World) -> None:
    house = await practice(world)
    booking = await house.booked(guests=["gus@example.com"], bookingFieldsResponses={"notes": "Bring cake", "x": [1]})
    assert booking["description"] == "Bring cake"
    assert booking["guests"] == ["gus@example.com"]
    assert booking["bookingFieldsResponses"]["x"] == [1]
    read = await house.nobody.get(f"/v2/bookings/{booking['uid']}")
    assert read.status_code == 200
    assert read.json()["data"] == booking


async def test_guests_attend_in_the_zone_of_the_booker(world: World) -> None:
    house = await practice(world)
    booking = await house.booked(guests=["gus@example.com", "Bea@example.com"])
    assert [(person["email"], person["name"], person["timeZone"]) for person in booking["attendees"]] == [
        ("bea@example.com", "Bea Booker", "Europe/Rome"),
        ("gus@example.com", "", "Europe/Rome"),
    ]


async def test_guests_are_left_out_where_there_are_none(world: World) -> None:
    house = await practice(world, disable_guests=True)
    assert len((await house.booked(guests=["gus@example.com"]))["attendees"]) == 1


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        ("2050-01-05T10:07:00", "2050-01-05T10:07:00.000Z"),
        ("2050-01-05T10:00:00+02:00", "2050-01-05T08:00:00.000Z"),
        ("2050-01-05T10:00:00.000Z", "2050-01-05T10:00:00.000Z"),
    ],
)
async def test_starts_are_read_with_their_offset_and_need_no_grid(world: World, start: str, shown: str) -> None:
    house = await practice(world)
    assert (await house.booked(start))["start"] == shown


async def test_lengths_on_offer_may_be_chosen(world: World) -> None:
    house = await practice(world, length_in_minutes_options=[30, 60])
    booking = await house.booked(lengthInMinutes=30)
    assert (booking["duration"], booking["end"]) == (30, "2050-01-05T10:30:00.000Z")


async def test_a_name_pattern_makes_the_title(world: World) -> None:
    house = await practice(
        world,
        custom_name="{Scheduler first name} / {Organiser}: {Event type title}, {Event duration}, {Location}",
        title="Advice",
    )
    title = (await house.booked())["title"]
    assert title == f"Bea / {house.host.name}: Advice, 60 mins, Cal Video"


@pytest.mark.parametrize("form", ["slug", "organization"])
async def test_event_types_are_found_by_slug_and_owner(world: World, form: str) -> None:
    organization = await world.organization()
    host = await world.member(organization)
    house = await practice(world, host)
    named: dict[str, Any] = {"eventTypeSlug": house.event_type.slug, "username": host.username}
    if form == "organization":
        named["organizationSlug"] = organization.slug
    body = {"start": "2050-01-05T10:00:00Z", "attendee": ATTENDEE, **named}
    answer = await house.nobody.post("/v2/bookings", body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["data"]["eventTypeId"] == house.event_type.id


async def test_who_gave_a_number_only_is_kept_by_it(world: World) -> None:
    """Phone-only event types exist in teams of organizations alone; the rule is the event type's form."""
    form = [{"type": "email", "slug": "email", "required": False, "hidden": True}]
    house = await practice(world, booking_fields=form)
    attendee = {"name": "Bea", "timeZone": "Europe/Rome", "phoneNumber": "+49 170 1234567"}
    booking = await house.booked(attendee=attendee)
    assert booking["attendees"][0]["email"] == "491701234567@sms.cal.com"
    assert booking["attendees"][0]["phoneNumber"] == "+491701234567"
    assert booking["bookingFieldsResponses"]["attendeePhoneNumber"] == "+491701234567"


async def test_the_host_is_busy_with_his_buffers(world: World) -> None:
    house = await practice(world, before_event_buffer=10, after_event_buffer=5)
    guest = await world.user(email="gus@example.com")
    booking = await house.booked(guests=["GUS@example.com"])
    rows = {row.host_id: row for row in await world.session.scalars(select(HostBusy))}
    assert set(rows) == {house.host.id, guest.id}
    mine, his = rows[house.host.id], rows[guest.id]
    assert (mine.blocks, mine.is_organizer, mine.pending) == (True, True, False)
    assert (his.blocks, his.is_organizer, his.pending) == (False, False, False)
    assert (mine.before_minutes, mine.after_minutes, mine.booking_uid) == (10, 5, booking["uid"])


async def test_hidden_event_types_can_be_booked(world: World) -> None:
    house = await practice(world, hidden=True)
    await house.booked()


async def test_reservations_keep_nobody_from_booking(world: World) -> None:
    house = await practice(world)
    held = {"eventTypeId": house.event_type.id, "slotStart": "2050-01-05T10:00:00Z"}
    assert (await house.nobody.post("/v2/slots/reservations", held)).status_code == 201
    await house.booked()
