"""Bookings that wait for the host's yes (bookings sheet, sections 3.3, 3.4 and 8)."""

from typing import Any

import pytest
from sqlalchemy import select

from locum.slots.models import HostBusy
from tests.factories.bookings import Practice, practice
from tests.factories.event_types import event_type
from tests.factories.world import World

ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
BLOCKING = {"type": "always", "blockUnconfirmedBookingsInBooker": True}


def _at_short_notice(count: int, unit: str) -> dict[str, Any]:
    return {
        "type": "time",
        "noticeThreshold": {"count": count, "unit": unit},
        "blockUnconfirmedBookingsInBooker": False,
    }


@pytest.mark.parametrize(
    ("policy", "start", "status"),
    [
        (None, "2050-01-05T10:00:00Z", "accepted"),
        (ALWAYS, "2050-01-05T10:00:00Z", "pending"),
        (_at_short_notice(50, "hours"), "2050-01-05T10:00:00Z", "pending"),
        (_at_short_notice(50, "hours"), "2050-01-05T10:59:00Z", "pending"),
        (_at_short_notice(50, "hours"), "2050-01-05T11:00:00Z", "accepted"),
        (_at_short_notice(180, "minutes"), "2050-01-03T11:00:30Z", "pending"),
        (_at_short_notice(180, "minutes"), "2050-01-03T11:01:00Z", "accepted"),
    ],
)
async def test_which_bookings_wait(world: World, policy: Any, start: str, status: str) -> None:
    house = await practice(world, confirmation_policy=policy)
    assert (await house.booked(start))["status"] == status


async def test_yes(world: World) -> None:
    house = await practice(world, confirmation_policy=ALWAYS)
    booking = await house.booked()
    answer = await house.act(booking["uid"], "confirm", api=await house.as_host())
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"] == {**booking, "status": "accepted"}
    row = (await world.session.scalars(select(HostBusy))).one()
    assert (row.blocks, row.pending) == (True, False)
    again = await house.act(booking["uid"], "confirm", api=await house.as_host())
    assert (again.status_code, again.json()["error"]["message"]) == (400, "Booking already confirmed")


async def test_no(world: World) -> None:
    house = await practice(world, confirmation_policy=BLOCKING)
    booking = await house.booked()
    answer = await house.act(booking["uid"], "decline", {"reason": "Ill"}, await house.as_host())
    assert (answer.status_code, answer.json()["data"]["status"]) == (200, "rejected")
    assert "reason" not in answer.text.lower().replace("reschedul", "")
    assert (await world.session.scalars(select(HostBusy))).all() == []
    await house.booked()


@pytest.mark.parametrize("verb", ["confirm", "decline"])
@pytest.mark.parametrize("state", ["cancelled", "rejected"])
async def test_what_is_over_cannot_be_answered(world: World, verb: str, state: str) -> None:
    house = await practice(world, confirmation_policy=ALWAYS)
    host, uid = await house.as_host(), (await house.booked())["uid"]
    await house.act(uid, "cancel" if state == "cancelled" else "decline")
    if state == "rejected":
        await house.act(uid, "decline", api=host)
    answer = await house.act(uid, verb, api=host)
    assert answer.status_code == 400
    assert f"it is {state}" in answer.json()["error"]["message"]


async def test_an_accepted_booking_cannot_be_declined(world: World) -> None:
    house = await practice(world)
    answer = await house.act((await house.booked())["uid"], "decline", api=await house.as_host())
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "Booking already confirmed")


@pytest.mark.parametrize("verb", ["confirm", "decline"])
async def test_who_may_answer(world: World, verb: str) -> None:
    organization = await world.organization()
    host = await world.member(organization)
    house = await practice(world, host, confirmation_policy=ALWAYS)
    callers = [
        (None, 401),
        (await world.user(), 403),
        (await world.member(organization), 403),
        (await world.member(await world.organization(), "OWNER"), 403),
        (await world.member(organization, "ADMIN"), 200),
        (await world.member(organization, "OWNER"), 200),
        (await world.user(is_system_admin=True), 200),
        (host, 200),
    ]
    for number, (caller, status) in enumerate(callers):
        uid = (await house.booked(f"2050-01-05T{number + 10}:00:00Z"))["uid"]
        answer = await house.act(uid, verb, api=await world.api(caller))
        assert answer.status_code == status, (caller, answer.text)
    unknown = await house.act("unknown", verb, api=await world.api(await world.user()))
    assert unknown.status_code == 404


async def _second_event_type(world: World, house: Practice) -> Practice:
    return Practice(world, house.host, await event_type(world, house.host), house.nobody)


@pytest.mark.parametrize(("policy", "own", "other"), [(ALWAYS, 201, 201), (BLOCKING, 400, 201)])
async def test_whether_a_waiting_booking_closes_its_slot(world: World, policy: Any, own: int, other: int) -> None:
    house = await practice(world, confirmation_policy=policy)
    await house.booked()
    attendee = {"name": "Cid", "email": "cid@example.com", "timeZone": "UTC"}
    assert (await house.book(attendee=attendee)).status_code == own
    assert (await (await _second_event_type(world, house)).book()).status_code == other


async def test_asking_twice_gives_the_same_booking(world: World) -> None:
    house = await practice(world, confirmation_policy=BLOCKING)
    first = await house.booked()
    assert await house.booked() == first
    await house.act(first["uid"], "cancel")
    assert (await house.booked())["uid"] != first["uid"]


async def test_of_two_that_wait_for_one_time_only_one_can_be_confirmed(world: World) -> None:
    house = await practice(world, confirmation_policy=ALWAYS)
    first = await house.booked()
    second = await house.booked(attendee={"name": "Cid", "email": "cid@example.com", "timeZone": "UTC"})
    host = await house.as_host()
    assert (await house.act(first["uid"], "confirm", api=host)).status_code == 200
    answer = await house.act(second["uid"], "confirm", api=host)
    assert (answer.status_code, answer.json()["error"]["message"]) == (409, "booking_conflict_error")
    read = await house.nobody.get(f"/v2/bookings/{second['uid']}")
    assert read.json()["data"]["status"] == "pending"
