"""Who did not come (bookings sheet, section 9)."""

from datetime import timedelta
from typing import Any

from locum.kit import clock
from tests.factories.bookings import NOW, Practice, practice
from tests.factories.world import Api, World

AFTER = NOW + timedelta(days=3)


async def _met(world: World) -> tuple[Practice, str, Api]:
    house = await practice(world)
    return house, (await house.booked(guests=["guest@example.com"]))["uid"], await house.as_host()


async def test_only_after_it_began(world: World) -> None:
    house, uid, host = await _met(world)
    answer = await house.act(uid, "mark-absent", {"host": True}, host)
    assert answer.status_code == 400
    assert "only be marked as absent after their scheduled start time" in answer.json()["error"]["message"]


async def test_host_and_attendees_there_and_back(world: World) -> None:
    house, uid, host = await _met(world)
    with clock.frozen(AFTER):
        said = {"host": True, "attendees": [{"email": "BEA@example.com", "absent": True}]}
        marked = (await house.act(uid, "mark-absent", said, host)).json()["data"]
        assert (marked["absentHost"], [one["absent"] for one in marked["attendees"]]) == (True, [True, False])
        said = {"host": False, "attendees": [{"email": "bea@example.com", "absent": False}]}
        cleared = (await house.act(uid, "mark-absent", said, host)).json()["data"]
        assert (cleared["absentHost"], [one["absent"] for one in cleared["attendees"]]) == (False, [False, False])


async def test_something_has_to_be_said_of_somebody_there(world: World) -> None:
    house, uid, host = await _met(world)
    with clock.frozen(AFTER):
        stranger = {"attendees": [{"email": "eve@example.com", "absent": True}]}
        bodies: list[dict[str, Any]] = [{}, {"attendees": []}, stranger]
        for said in bodies:
            assert (await house.act(uid, "mark-absent", said, host)).status_code == 400


async def test_who_may_say_it(world: World) -> None:
    house, uid, host = await _met(world)
    stranger = await world.api(await world.user())
    booker = await world.api(await world.user(email="bea@example.com"))
    with clock.frozen(AFTER):
        said = {"attendees": [{"email": "bea@example.com", "absent": True}]}
        assert (await house.act(uid, "mark-absent", said)).status_code == 401
        for caller in (stranger, booker):
            assert (await house.act(uid, "mark-absent", said, caller)).status_code == 403
            assert (await house.act(uid, "mark-absent", {"host": True}, caller)).status_code == 403
        assert (await house.act("unknown", "mark-absent", said, host)).status_code == 404
