"""Where a booking takes place (bookings sheet, section 3.2, Locations)."""

from typing import Any

import pytest

from tests.factories.bookings import practice
from tests.factories.world import World

ALL: list[dict[str, Any]] = [
    {"type": "address", "address": "Lane 1", "public": True},
    {"type": "link", "link": "https://meet.example.com/x", "public": True},
    {"type": "phone", "phone": "+4930123456", "public": True},
    {"type": "integration", "integration": "cal-video"},
    {"type": "integration", "integration": "jitsi"},
    {"type": "attendeeAddress"},
    {"type": "attendeePhone"},
    {"type": "attendeeDefined"},
]


@pytest.mark.parametrize(
    ("asked", "location", "response"),
    [
        (None, "Lane 1", {"value": "inPerson", "optionValue": ""}),
        ({"type": "address"}, "Lane 1", {"value": "inPerson", "optionValue": ""}),
        ({"type": "link"}, "https://meet.example.com/x", {"value": "link", "optionValue": ""}),
        ({"type": "phone"}, "+4930123456", {"value": "userPhone", "optionValue": ""}),
        (
            {"type": "integration", "integration": "jitsi"},
            "integrations:jitsi",
            {"value": "integrations:jitsi", "optionValue": ""},
        ),
        (
            {"type": "attendeeAddress", "address": "My place"},
            "My place",
            {"value": "attendeeInPerson", "optionValue": "My place"},
        ),
        (
            {"type": "attendeePhone", "phone": "+37120993151"},
            "+37120993151",
            {"value": "phone", "optionValue": "+37120993151"},
        ),
        (
            {"type": "attendeeDefined", "location": "The moon"},
            "The moon",
            {"value": "somewhereElse", "optionValue": "The moon"},
        ),
        (
            "https://x.example.com/1",
            "https://x.example.com/1",
            {"value": "link", "optionValue": "https://x.example.com/1"},
        ),
        ("www.example.com", "www.example.com", {"value": "link", "optionValue": "www.example.com"}),
        ("+37120993151", "+37120993151", {"value": "phone", "optionValue": "+37120993151"}),
        ("At the pond", "At the pond", {"value": "somewhereElse", "optionValue": "At the pond"}),
    ],
)
async def test_the_chosen_place(world: World, asked: Any, location: str, response: dict[str, str]) -> None:
    house = await practice(world, locations=ALL)
    booking = await house.booked(**({} if asked is None else {"location": asked}))
    assert (booking["location"], booking["meetingUrl"]) == (location, location)
    assert booking["bookingFieldsResponses"]["location"] == response


async def test_the_older_name_of_a_link(world: World) -> None:
    house = await practice(world)
    booking = await house.booked(meetingUrl="https://x.example.com/1")
    assert booking["location"] == "https://x.example.com/1"
