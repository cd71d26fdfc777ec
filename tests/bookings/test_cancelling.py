"""Calling a booking off (bookings sheet, section 7)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from locum.kit import clock
from locum.slots.models import HostBusy
from tests.factories.bookings import NOW, practice
from tests.factories.oauth import oauth_client
from tests.factories.world import World


async def test_whoever_knows_the_uid_may(world: World) -> None:
    house = await practice(world)
    booking = await house.booked()
    answer = await house.act(booking["uid"], "cancel", {"cancellationReason": "Ill"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"] == {**booking, "status": "cancelled", "cancellationReason": "Ill"}
    assert (await world.session.scalars(select(HostBusy))).all() == []
    await house.booked()


async def test_who_did_it_is_kept_when_known(world: World) -> None:
    house = await practice(world)
    user = await world.user()
    data = (await house.act((await house.booked())["uid"], "cancel", api=await world.api(user))).json()["data"]
    assert data["cancelledByEmail"] == user.email
    assert "cancellationReason" not in data


@pytest.mark.parametrize(("reason", "status"), [({}, 400), ({"cancellationReason": " "}, 400)])
async def test_hosts_have_to_say_why(world: World, reason: dict[str, str], status: int) -> None:
    house = await practice(world)
    host, uid = await house.as_host(), (await house.booked())["uid"]
    answer = await house.act(uid, "cancel", reason, host)
    assert (answer.status_code, answer.json()["error"]["message"]) == (
        status,
        "Cancellation reason is required when you are the host",
    )
    assert (await house.act(uid, "cancel", {"cancellationReason": "Ill"}, host)).status_code == 200


async def test_platforms_need_not(world: World) -> None:
    house = await practice(world, await world.user(platform_client_id=(await oauth_client(world)).id))
    assert (await house.act((await house.booked())["uid"], "cancel", {}, await house.as_host())).status_code == 200


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, "Body is required"),
        ([1], "Body should be an object"),
        ({"reason": "x"}, "property reason should not exist"),
        ({"cancelSubsequentBookings": "yes"}, "cancelSubsequentBookings must be a boolean value"),
        ({"cancelSubsequentBookings": True}, "is not part of a recurring booking"),
        ({"seatUid": "s"}, "does not exist or has already been cancelled"),
        ({"seatUid": "s", "cancelSubsequentBookings": True}, "property cancelSubsequentBookings should not exist"),
    ],
)
async def test_bodies_that_do_not_fit(world: World, body: Any, text: str) -> None:
    house = await practice(world)
    booking = await house.booked()
    answer = await house.nobody.post(f"/v2/bookings/{booking['uid']}/cancel", body)
    assert answer.status_code == 400
    assert text in answer.json()["error"]["message"]
    assert (await house.nobody.get(f"/v2/bookings/{booking['uid']}")).json()["data"] == booking


async def test_twice_is_once_too_often(world: World) -> None:
    house = await practice(world)
    uid = (await house.booked())["uid"]
    await house.act(uid, "cancel")
    answer = await house.act(uid, "cancel")
    assert answer.status_code == 400
    assert "because it has been cancelled already" in answer.json()["error"]["message"]


async def test_what_is_over_stays(world: World) -> None:
    house = await practice(world)
    uid = (await house.booked("2050-01-03T12:00:00Z"))["uid"]
    with clock.frozen(NOW + timedelta(hours=5, seconds=1)):
        answer = await house.act(uid, "cancel")
    assert (answer.status_code, answer.json()["error"]["message"]) == (
        400,
        "Cannot cancel a booking that has already ended",
    )
    with clock.frozen(NOW + timedelta(hours=4, minutes=30)):
        assert (await house.act(uid, "cancel")).status_code == 200


async def test_event_types_may_forbid_it(world: World) -> None:
    house = await practice(world, disable_cancelling={"disabled": True})
    answer = await house.act((await house.booked())["uid"], "cancel")
    assert answer.status_code == 400
    assert "does not allow cancellations" in answer.json()["error"]["message"]


async def test_unknown_uids(world: World) -> None:
    answer = await (await world.api(None)).post("/v2/bookings/unknown/cancel", {})
    assert answer.status_code == 404
    assert "Booking with uid=unknown was not found in the database" in answer.json()["error"]["message"]
