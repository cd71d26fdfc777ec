"""Series of bookings (bookings sheet, sections 3.6 and 7)."""

from typing import Any

from sqlalchemy import func, select

from locum.bookings.models import Booking
from locum.slots.models import HostBusy
from tests.factories.bookings import Practice, practice
from tests.factories.crews import crew
from tests.factories.world import World

WEEKLY = {"interval": 1, "occurrences": 4, "frequency": "weekly"}
ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}


async def _series(world: World, **values: Any) -> tuple[Practice, list[dict[str, Any]]]:
    house = await practice(world, **{"recurrence": WEEKLY, **values})
    answer = await house.book("2050-03-21T10:00:00Z")
    assert answer.status_code == 201, answer.text
    return house, answer.json()["data"]


def _starts(series: list[dict[str, Any]]) -> list[str]:
    return [occurrence["start"] for occurrence in series]


async def test_all_occurrences_are_booked_on_the_bookers_clock(world: World) -> None:
    _, series = await _series(world)
    # Clocks in Rome go forward on 2050-03-27: the meeting stays at eleven there.
    assert _starts(series) == [
        "2050-03-21T10:00:00.000Z",
        "2050-03-28T09:00:00.000Z",
        "2050-04-04T09:00:00.000Z",
        "2050-04-11T09:00:00.000Z",
    ]
    assert len({occurrence["recurringBookingUid"] for occurrence in series}) == 1
    assert len({occurrence["uid"] for occurrence in series}) == 4


async def test_as_many_as_asked_for(world: World) -> None:
    house = await practice(world, recurrence=WEEKLY)
    assert len(await house.booked(recurrenceCount=2)) == 2
    assert (await house.book("2050-01-06T10:00:00Z", recurrenceCount=5)).status_code == 400
    assert (await house.book("2050-01-06T10:00:00Z", recurrenceCount=2, instant=True)).status_code == 400


async def test_months_end_where_they_do(world: World) -> None:
    monthly = {"interval": 1, "occurrences": 3, "frequency": "monthly"}
    house = await practice(world, recurrence=monthly)
    series: Any = await house.booked("2050-01-31T10:00:00Z")
    assert [start[:10] for start in _starts(series)] == ["2050-01-31", "2050-02-28", "2050-03-31"]


async def test_all_or_nothing(world: World) -> None:
    house, _ = await _series(world)
    single = await practice(world, house.host, slug="single")
    before = await world.session.scalar(select(func.count(Booking.id)))
    taken = await house.book("2050-03-14T10:00:00Z")
    assert taken.status_code == 409
    assert await world.session.scalar(select(func.count(Booking.id))) == before
    assert (await single.book("2050-04-04T09:30:00Z")).status_code == 400


async def test_of_a_round_one_who_is_free_all_along_takes_it(world: World) -> None:
    team = await crew(world, 3, recurrence=WEEKLY)
    await (await team.personal(0)).booked("2050-03-28T09:00:00Z", number=1)
    series: Any = await team.booked("2050-03-21T10:00:00Z")
    assert {occurrence["hosts"][0]["id"] for occurrence in series} == {team.hosts[1].id}
    await (await team.personal(2)).booked("2050-04-04T09:30:00Z", number=2)
    taken = await team.book("2050-03-21T10:00:00Z", number=3)
    assert (taken.status_code, taken.json()["error"]["message"]) == (409, "booking_conflict_error")


async def test_reading_a_series(world: World) -> None:
    house, series = await _series(world)
    whole = await house.nobody.get(f"/v2/bookings/{series[0]['recurringBookingUid']}")
    assert _starts(whole.json()["data"]) == _starts(series)
    one = await house.nobody.get(f"/v2/bookings/{series[1]['uid']}")
    assert one.json()["data"]["start"] == series[1]["start"]


async def test_cancelling_one(world: World) -> None:
    house, series = await _series(world)
    answer = await house.act(series[1]["uid"], "cancel")
    assert (answer.status_code, answer.json()["data"]["uid"]) == (200, series[1]["uid"])
    whole = (await house.nobody.get(f"/v2/bookings/{series[0]['recurringBookingUid']}")).json()["data"]
    assert [one["status"] for one in whole] == ["accepted", "cancelled", "accepted", "accepted"]


async def test_cancelling_the_rest(world: World) -> None:
    house, series = await _series(world)
    answer = await house.act(series[2]["uid"], "cancel", {"cancelSubsequentBookings": True})
    assert answer.status_code == 200
    assert [one["status"] for one in answer.json()["data"]] == ["accepted", "accepted", "cancelled", "cancelled"]
    assert await world.session.scalar(select(func.count(HostBusy.id))) == 2


async def test_cancelling_by_the_series(world: World) -> None:
    house, series = await _series(world)
    uid = series[0]["recurringBookingUid"]
    refused = await house.act(uid, "cancel", {"cancelSubsequentBookings": True})
    assert refused.status_code == 400
    assert "Cannot cancel subsequent bookings for recurring event" in refused.json()["error"]["message"]
    unexplained = await house.act(uid, "cancel", api=await house.as_host())
    assert unexplained.status_code == 400
    answer = await house.act(uid, "cancel", {"cancellationReason": "gone"}, await house.as_host())
    assert {one["status"] for one in answer.json()["data"]} == {"cancelled"}
    assert {one["cancellationReason"] for one in answer.json()["data"]} == {"gone"}
    assert (await house.act(uid, "cancel")).status_code == 400


async def test_what_is_no_series_has_no_rest(world: World) -> None:
    house = await practice(world)
    booking = await house.booked()
    answer = await house.act(booking["uid"], "cancel", {"cancelSubsequentBookings": True})
    assert answer.status_code == 400
    assert "is not part of a recurring booking" in answer.json()["error"]["message"]
    assert (await house.nobody.get(f"/v2/bookings/{booking['uid']}")).json()["data"]["status"] == "accepted"


async def test_moving_one(world: World) -> None:
    house, series = await _series(world)
    moved = (await house.act(series[1]["uid"], "reschedule", {"start": "2050-03-29T09:00:00Z"})).json()["data"]
    assert moved["recurringBookingUid"] == series[0]["recurringBookingUid"]
    whole = (await house.nobody.get(f"/v2/bookings/{moved['recurringBookingUid']}")).json()["data"]
    assert [one["status"] for one in whole] == ["accepted", "cancelled", "accepted", "accepted", "accepted"]


async def test_answering_a_series(world: World) -> None:
    house, series = await _series(world, confirmation_policy=ALWAYS)
    assert {one["status"] for one in series} == {"pending"}
    again: Any = (await house.book("2050-03-21T10:00:00Z")).json()["data"]
    assert [one["uid"] for one in again] == [one["uid"] for one in series]
    confirmed = await house.act(series[2]["uid"], "confirm", api=await house.as_host())
    assert confirmed.json()["data"]["uid"] == series[2]["uid"]
    whole = (await house.nobody.get(f"/v2/bookings/{series[0]['recurringBookingUid']}")).json()["data"]
    assert {one["status"] for one in whole} == {"accepted"}
    assert await world.session.scalar(select(func.count(HostBusy.id)).where(HostBusy.blocks)) == 4


async def test_declining_a_series(world: World) -> None:
    house, series = await _series(world, confirmation_policy=ALWAYS)
    await house.act(series[0]["uid"], "decline", {"reason": "no"}, await house.as_host())
    whole = (await house.nobody.get(f"/v2/bookings/{series[0]['recurringBookingUid']}")).json()["data"]
    assert {one["status"] for one in whole} == {"rejected"}
    assert await world.session.scalar(select(func.count(HostBusy.id))) == 0
