"""What is offered can be booked, and then is offered no more: over the API, for every form of a team."""

import random
from typing import Any

import pytest

from locum.kit import clock
from tests.factories.bookings import NOW
from tests.factories.crews import Crew, crew
from tests.factories.slots import ALL_DAYS, hours
from tests.factories.world import World
from tests.slots.asking import PATH

DAY = {"start": "2050-01-05", "end": "2050-01-05"}
ZONES = ("UTC", "Europe/Berlin", "Europe/Athens")
FORMS: dict[str, dict[str, Any]] = {
    "all together": {"scheduling_type": "collective"},
    "one in turn": {},
    "one beside a fixed one": {"fixed": 1},
    "one of each group": {"each": [{"group_key": "a"}, {"group_key": "b"}, {"group_key": "a"}]},
    "by weight, none far ahead": {"each": [{"weight": 300}, {}, {}], "max_lead_threshold": 1},
    "seats": {"seats": {"seatsPerTimeSlot": 2, "showAttendeeInfo": False, "showAvailabilityCount": True}},
    "seats of all together": {
        "scheduling_type": "collective",
        "seats": {"seatsPerTimeSlot": 2, "showAttendeeInfo": False, "showAvailabilityCount": True},
    },
    "buffers": {"before_event_buffer": 15, "after_event_buffer": 30},
    "limits": {"booking_limits_count": {"week": 9}, "booking_limits_duration": {"day": 180}},
    "waiting bookings that block": {
        "confirmation_policy": {"type": "always", "blockUnconfirmedBookingsInBooker": True},
        "slot_interval": 30,
    },
}
REFUSED = {400, 403, 409}


async def offered(team: Crew) -> set[str]:
    """Starts that can be had; a full one stays listed where there are seats."""
    asked = {"eventTypeId": team.event_type.id, **DAY}
    answer = await team.nobody.get(PATH, params=asked, headers={"cal-api-version": "2024-09-04"})
    assert answer.status_code == 200, answer.text
    slots = [slot for day in answer.json()["data"].values() for slot in day]
    return {slot["start"] for slot in slots if slot.get("seatsRemaining", 1) > 0}


@pytest.mark.parametrize("form", FORMS)
async def test_until_nothing_is_offered_any_more(world: World, form: str) -> None:
    chance = random.Random(form)
    team = await crew(world, **FORMS[form])
    for member in team.hosts:
        first = chance.randint(8, 10)
        await hours(world, member, chance.choice(ZONES), f"{first:02}:00-{first + 5:02}:30", days=ALL_DAYS)
    with clock.frozen(NOW):
        left, number = await offered(team), 0
        assert left
        while left:
            start, number = chance.choice(sorted(left)), number + 1
            await team.booked(start, number)
            left = await offered(team)
            if start not in left:
                assert (await team.book(start, 1000 + number)).status_code in REFUSED
        assert number > 1
