"""Moving a booking (bookings sheet, section 5)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from locum.bookings.models import Booking
from locum.kit import clock
from locum.slots.models import HostBusy
from tests.factories.bookings import NOW, Practice, practice
from tests.factories.world import World

LATER = "2050-01-06T12:00:00Z"


async def _moved(house: Practice, uid: str, start: str = LATER, **more: Any) -> dict[str, Any]:
    answer = await house.act(uid, "reschedule", {"start": start, **more})
    assert answer.status_code == 201, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


async def test_what_is_null_is_not_given(world: World) -> None:
    """Typed clients send every property of a body, of either form."""
    house = await practice(world)
    booked = await house.booked(recurrenceCount=None, instant=None, location=None)
    nothing = {"seatUid": None, "rescheduledBy": None, "emailVerificationCode": None}
    moved = await house.act(booked["uid"], "reschedule", {"start": LATER, "reschedulingReason": None, **nothing})
    assert moved.status_code == 201, moved.text
    body = {"cancellationReason": None, "cancelSubsequentBookings": None, "seatUid": None}
    off = await house.act(moved.json()["data"]["uid"], "cancel", body)
    assert off.status_code == 200, off.text


async def test_a_new_booking_stands_in_place_of_the_old(world: World) -> None:
    house = await practice(world)
    old = await house.booked(guests=["gus@example.com"], metadata={"order": 7}, bookingFieldsResponses={"notes": "N"})
    new = await _moved(house, old["uid"], reschedulingReason="Rain", rescheduledBy="bea@example.com")
    assert new["uid"] != old["uid"]
    assert new["id"] != old["id"]
    assert new == {
        **old,
        "uid": new["uid"],
        "id": new["id"],
        "start": "2050-01-06T12:00:00.000Z",
        "end": "2050-01-06T13:00:00.000Z",
        "rescheduledFromUid": old["uid"],
        "reschedulingReason": "Rain",
        "rescheduledByEmail": "bea@example.com",
    }
    read = (await house.nobody.get(f"/v2/bookings/{old['uid']}")).json()["data"]
    assert read == {
        **old,
        "status": "cancelled",
        "rescheduledToUid": new["uid"],
        "rescheduledByEmail": "bea@example.com",
    }
    busy = (await world.session.scalars(select(HostBusy))).one()
    assert busy.booking_uid == new["uid"]
    rows = {row.uid: row.ics_sequence for row in await world.session.scalars(select(Booking))}
    assert rows == {old["uid"]: 0, new["uid"]: 1}


@pytest.mark.parametrize("start", ["2050-01-05T10:00:00Z", "2050-01-05T10:30:00Z", "2050-01-05T09:30:00Z"])
async def test_a_booking_is_not_in_its_own_way(world: World, start: str) -> None:
    house = await practice(world)
    await _moved(house, (await house.booked())["uid"], start)


async def test_its_length_stays(world: World) -> None:
    house = await practice(world, length_in_minutes_options=[15, 60])
    assert (await _moved(house, (await house.booked(lengthInMinutes=15))["uid"]))["duration"] == 15


async def test_it_does_not_count_for_limits(world: World) -> None:
    house = await practice(
        world, booking_limits_count={"day": 1}, booker_active_bookings_limit={"maximumActiveBookings": 1}
    )
    await _moved(house, (await house.booked())["uid"], "2050-01-05T12:00:00Z")


async def test_all_moves_keep_the_name_that_calendars_know(world: World) -> None:
    house = await practice(world)
    first = await house.booked()
    second = await _moved(house, first["uid"])
    third = await _moved(house, second["uid"], "2050-01-07T12:00:00Z")
    assert first["icsUid"] == second["icsUid"] == third["icsUid"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, "Body is required"),
        ({}, "start should not be null or undefined"),
        ({"start": LATER, "reason": "x"}, "property reason should not exist"),
        ({"start": LATER, "rescheduledBy": "me"}, "Invalid email format"),
        ({"start": LATER, "seatUid": "s", "reschedulingReason": "x"}, "property reschedulingReason should not exist"),
        ({"start": "2050-01-03T07:00:00Z"}, "Attempting to book a meeting in the past."),
        ({"start": "2050-01-03T08:30:00Z"}, 'can\'t be booked at the "start"'),
        ({"start": "2050-01-05T14:30:00Z"}, "already has booking at this time or is not available"),
    ],
)
async def test_moves_that_are_refused_change_nothing(world: World, body: Any, text: str) -> None:
    house = await practice(world)
    await house.booked("2050-01-05T14:00:00Z")
    booking = await house.booked()
    answer = await house.nobody.post(f"/v2/bookings/{booking['uid']}/reschedule", body)
    assert answer.status_code == 400, answer.text
    assert text in answer.json()["error"]["message"]
    assert (await house.nobody.get(f"/v2/bookings/{booking['uid']}")).json()["data"] == booking


async def test_a_seat_that_is_none(world: World) -> None:
    house = await practice(world)
    answer = await house.act((await house.booked())["uid"], "reschedule", {"start": LATER, "seatUid": "s"})
    assert (answer.status_code, answer.json()["error"]["message"]) == (404, "Seat with uid=s does not exist.")


async def test_unknown_uids(world: World) -> None:
    answer = await (await world.api(None)).post("/v2/bookings/unknown/reschedule", {"start": LATER})
    assert (answer.status_code, "was not found" in answer.text) == (404, True)


@pytest.mark.parametrize(("allowed", "status"), [(False, 400), (True, 201)])
async def test_cancelled_ones(world: World, allowed: bool, status: int) -> None:
    house = await practice(world, allow_rescheduling_cancelled_bookings=allowed)
    uid = (await house.booked())["uid"]
    await house.act(uid, "cancel")
    answer = await house.act(uid, "reschedule", {"start": LATER})
    assert answer.status_code == status
    assert ("because it has been cancelled" in answer.text) is not allowed


async def test_those_that_have_been_moved(world: World) -> None:
    house = await practice(world, allow_rescheduling_cancelled_bookings=True)
    old = await house.booked()
    new = await _moved(house, old["uid"])
    answer = await house.act(old["uid"], "reschedule", {"start": LATER})
    assert answer.status_code == 400
    text = f"has been cancelled and rescheduled already to booking with uid={new['uid']}"
    assert text in answer.json()["error"]["message"]


@pytest.mark.parametrize(("allowed", "status"), [(False, 400), (True, 201)])
async def test_past_ones(world: World, allowed: bool, status: int) -> None:
    house = await practice(world, allow_rescheduling_past_bookings=allowed)
    uid = (await house.booked("2050-01-03T12:00:00Z"))["uid"]
    with clock.frozen(NOW + timedelta(hours=6)):
        assert (await house.act(uid, "reschedule", {"start": LATER})).status_code == status


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        ({"disabled": True}, 400),
        ({"disabled": False, "minutesBefore": 49 * 60}, 201),
        ({"disabled": False, "minutesBefore": 51 * 60}, 400),
    ],
)
async def test_event_types_may_forbid_it(world: World, rule: dict[str, Any], status: int) -> None:
    house = await practice(world, disable_rescheduling=rule)
    answer = await house.act((await house.booked())["uid"], "reschedule", {"start": LATER})
    assert answer.status_code == status


ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}


@pytest.mark.parametrize(
    ("who", "status"),
    [("nobody", "pending"), ("stranger", "pending"), ("administrator", "accepted"), ("host", "accepted")],
)
async def test_only_a_host_who_proves_it_skips_confirmation(world: World, who: str, status: str) -> None:
    organization = await world.organization()
    house = await practice(world, await world.member(organization), confirmation_policy=ALWAYS)
    api = {
        "nobody": house.nobody,
        "stranger": await world.api(await world.user()),
        "administrator": await world.api(await world.member(organization, "ADMIN")),
        "host": await house.as_host(),
    }[who]
    body = {"start": LATER, "rescheduledBy": house.host.email}
    answer = await house.act((await house.booked())["uid"], "reschedule", body, api)
    assert answer.status_code == 201
    data = answer.json()["data"]
    assert data["status"] == status
    assert data.get("rescheduledByEmail") == (house.host.email if status == "accepted" else None)


async def test_an_administrator_moves_as_whoever_he_says(world: World) -> None:
    """Without the organizer's name on it the move waits like any other."""
    organization = await world.organization()
    house = await practice(world, await world.member(organization), confirmation_policy=ALWAYS)
    admin = await world.api(await world.member(organization, "ADMIN"))
    answer = await house.act((await house.booked())["uid"], "reschedule", {"start": LATER}, admin)
    assert answer.json()["data"]["status"] == "pending"
