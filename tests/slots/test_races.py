"""Of those who want the same slot at the same moment one gets it. Real commits on a database of its own."""

import asyncio
from datetime import datetime

from locum.kit import clock
from tests.factories.event_types import event_type
from tests.factories.world import World
from tests.slots.asking import NOW, one_host

PATH = "/v2/slots/reservations"
_SLOTS = "/v2/slots?eventTypeId={}&start=2027-02-01&end=2027-02-01"
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


async def test_a_slot_is_booked_at_the_moment_when_it_is_kept_no_longer(live: World) -> None:
    """Bookers, the next who would keep it, and those who still hold the old key: one books, and nobody waits."""
    _, talk = await one_host(live, minimum_booking_notice=0)
    api, at = await live.api(None), "2027-02-01T10:00:00Z"
    kept = {"eventTypeId": talk.id, "slotStart": at}
    with clock.frozen(NOW):
        old = (await api.post(PATH, kept)).json()["data"]
    booker = {"name": "Bea", "timeZone": "UTC"}
    bodies = [{"eventTypeId": talk.id, "start": at, "attendee": {**booker, "email": f"b{n}@x.org"}} for n in range(6)]
    async with asyncio.timeout(30):
        with clock.frozen(datetime.fromisoformat(old["reservationUntil"])):
            booked, keeping, moved, released, looked = await asyncio.gather(
                asyncio.gather(*(api.post("/v2/bookings", body) for body in bodies)),
                asyncio.gather(*(api.post(PATH, kept) for _ in range(6))),
                asyncio.gather(*(api.patch(f"{PATH}/{old['reservationUid']}", kept) for _ in range(3))),
                asyncio.gather(*(api.delete(f"{PATH}/{old['reservationUid']}") for _ in range(3))),
                asyncio.gather(*(api.get(_SLOTS.format(talk.id)) for _ in range(3))),
            )
            after = (await api.get(_SLOTS.format(talk.id))).json()["data"]
    statuses = [sorted(answer.status_code for answer in answers) for answers in (booked, keeping, moved, released)]
    assert statuses[0][0] == 201
    assert set(statuses[0][1:]) <= {400, 409}
    assert set(statuses[1]) <= {201, 422}
    assert statuses[1].count(201) <= 1
    assert statuses[2:] == [[404] * 3, [200] * 3]
    assert {answer.status_code for answer in looked} == {200}
    assert all(slot["start"] != "2027-02-01T10:00:00.000Z" for slots in after.values() for slot in slots)


async def test_as_many_seats_are_reserved_as_there_are(live: World) -> None:
    ada = await live.user()
    talk = await event_type(live, ada, seats=SEATS)
    assert await reserved_at_once(live, talk.id, 8) == [201] * 3 + [422] * 5
