"""Of those who want the same slot at the same moment one gets it. Real commits on a database of its own."""

import asyncio

from tests.factories.event_types import event_type
from tests.factories.world import World
from tests.slots.asking import one_host

PATH = "/v2/slots/reservations"
SEATS = {"seatsPerTimeSlot": 3, "showAttendeeInfo": True, "showAvailabilityCount": True}


async def reserved_at_once(world: World, event_type_id: int, count: int) -> list[int]:
    """The sorted statuses of so many simultaneous attempts."""
    api = await world.api(None)
    body = {"eventTypeId": event_type_id, "slotStart": "2050-09-05T10:00:00Z"}
    answers = await asyncio.gather(*(api.post(PATH, body) for _ in range(count)))
    return sorted(answer.status_code for answer in answers)


async def test_one_slot_is_reserved_once(live: World) -> None:
    _, talk = await one_host(live)
    assert await reserved_at_once(live, talk.id, 8) == [201] + [422] * 7


async def test_as_many_seats_are_reserved_as_there_are(live: World) -> None:
    ada = await live.user()
    talk = await event_type(live, ada, seats=SEATS)
    assert await reserved_at_once(live, talk.id, 8) == [201] * 3 + [422] * 5
