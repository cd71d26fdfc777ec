"""Meetings that several bookers share (bookings sheet, sections 5, 6 and 7)."""

from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select

from locum.slots.models import HostBusy
from tests.factories.bookings import ATTENDEE, Practice, practice
from tests.factories.crews import HOURS, crew
from tests.factories.world import World

TWO = {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True}
HIDDEN = {**TWO, "showAttendeeInfo": False}
LATER = "2050-01-05T14:00:00Z"


def person(name: str) -> dict[str, Any]:
    return {**ATTENDEE, "name": name, "email": f"{name.lower()}@example.com"}


async def sit(house: Practice, name: str, start: str = "2050-01-05T10:00:00Z", **more: Any) -> dict[str, Any]:
    return await house.booked(start, attendee=person(name), **more)


async def shared(world: World, seats: dict[str, Any] = TWO, **values: Any) -> Practice:
    return await practice(world, seats=seats, **values)


def message(answer: Response) -> str:
    told: str = answer.json()["error"]["message"]
    return told


def names(booking: dict[str, Any]) -> list[str]:
    return [attendee["name"] for attendee in booking["attendees"]]


async def taken(world: World) -> list[int | None]:
    rows = await world.session.scalars(select(HostBusy.seats_taken).where(HostBusy.is_organizer).order_by(HostBusy.id))
    return [*rows]


async def test_seats_share_one_booking(world: World) -> None:
    house = await shared(world)
    first = await sit(house, "Ann", metadata={"n": 1}, guests=["g@example.com"])
    second = await sit(house, "Bob", bookingFieldsResponses={"notes": "hi"})
    assert first["uid"] == second["uid"]
    assert first["seatUid"] != second["seatUid"]
    assert names(first) == ["Ann"]
    assert names(second) == ["Ann", "Bob"]
    assert second["attendees"][1]["seatUid"] == second["seatUid"]
    ann = first["attendees"][0]
    assert (ann["metadata"], ann["bookingFieldsResponses"]["guests"]) == ({"n": 1}, [])
    assert "email" not in ann["bookingFieldsResponses"]
    assert second["description"] == ""
    assert not {"guests", "bookingFieldsResponses"} & set(second)
    assert await taken(world) == [2]


async def test_no_more_than_there_are(world: World) -> None:
    house = await shared(world)
    await sit(house, "Ann")
    twice = await house.book(attendee=person("Ann"))
    assert (twice.status_code, message(twice)) == (409, "already_signed_up_for_this_booking_error")
    await sit(house, "Bob")
    full = await house.book(attendee=person("Eve"))
    assert (full.status_code, message(full)) == (409, "No more seats left at this seated booking.")


async def test_joining_asks_nobody_for_his_time(world: World) -> None:
    house = await shared(world)
    await sit(house, "Ann")
    other = await practice(world, house.host)
    assert (await other.book()).status_code == 400
    await sit(house, "Bob")


async def test_slots_tell_what_is_left(world: World) -> None:
    house = await shared(world)
    await sit(house, "Ann")
    query = f"?eventTypeId={house.event_type.id}&start=2050-01-05&end=2050-01-05"
    answer = await house.nobody.get(f"/v2/slots{query}", headers={"cal-api-version": "2024-09-04"})
    slots = {slot["start"]: slot for slot in answer.json()["data"]["2050-01-05"]}
    ten = slots["2050-01-05T10:00:00.000Z"]
    assert (ten["seatsBooked"], ten["seatsRemaining"], ten["seatsTotal"]) == (1, 1, 2)


async def test_attendees_are_hidden_from_each_other(world: World) -> None:
    house = await shared(world, HIDDEN)
    bob = await world.user(email="bob@example.com")
    first = await sit(house, "Ann")
    assert first["attendees"] == []
    assert first["title"] == house.event_type.title
    second = await sit(house, "Bob")
    assert second["seatUid"]
    uid = first["uid"]
    assert (await house.nobody.get(f"/v2/bookings/{uid}")).json()["data"]["attendees"] == []
    assert names((await (await world.api(bob)).get(f"/v2/bookings/{uid}")).json()["data"]) == ["Bob"]
    assert names((await (await house.as_host()).get(f"/v2/bookings/{uid}")).json()["data"]) == ["Ann", "Bob"]
    by_seat = await house.nobody.get(f"/v2/bookings/by-seat/{first['seatUid']}")
    assert names(by_seat.json()["data"]) == ["Ann"]
    (listed,) = (await (await world.api(bob)).get("/v2/bookings")).json()["data"]
    assert names(listed) == ["Bob"]


async def test_an_unknown_seat(world: World) -> None:
    house = await shared(world)
    booking = await sit(house, "Ann")
    assert (await house.nobody.get("/v2/bookings/by-seat/none")).status_code == 404
    moved = await house.act(booking["uid"], "reschedule", {"start": LATER, "seatUid": "none"})
    assert (moved.status_code, message(moved)) == (404, "Seat with uid=none does not exist.")
    left = await house.act(booking["uid"], "cancel", {"seatUid": "none"})
    assert (left.status_code, "does not exist or has already been cancelled" in message(left)) == (400, True)


async def test_a_seat_is_given_up(world: World) -> None:
    house = await shared(world)
    first, second = await sit(house, "Ann"), await sit(house, "Bob")
    left = await house.act(first["uid"], "cancel", {"seatUid": first["seatUid"]})
    assert (left.status_code, names(left.json()["data"]), left.json()["data"]["status"]) == (200, ["Bob"], "accepted")
    assert await taken(world) == [1]
    assert (await house.nobody.get(f"/v2/bookings/by-seat/{first['seatUid']}")).status_code == 404
    again = await house.act(first["uid"], "cancel", {"seatUid": first["seatUid"]})
    assert again.status_code == 400
    last = await house.act(first["uid"], "cancel", {"seatUid": second["seatUid"]})
    assert (last.json()["data"]["status"], last.json()["data"]["attendees"]) == ("cancelled", [])
    assert await taken(world) == []


async def test_a_seat_of_another_booking(world: World) -> None:
    house = await shared(world)
    first, other = await sit(house, "Ann"), await sit(house, "Bob", LATER)
    answer = await house.act(first["uid"], "cancel", {"seatUid": other["seatUid"]})
    assert (answer.status_code, "does not belong to this booking" in message(answer)) == (400, True)


async def test_only_hosts_call_a_shared_meeting_off(world: World) -> None:
    house = await shared(world)
    booking = await sit(house, "Ann")
    refused = await house.act(booking["uid"], "cancel")
    assert (refused.status_code, message(refused)) == (401, "User not a host of this event.")
    assert (await house.act(booking["uid"], "cancel", api=await house.as_host())).status_code == 400
    off = await house.act(booking["uid"], "cancel", {"cancellationReason": "ill"}, await house.as_host())
    assert (off.json()["data"]["status"], off.json()["data"]["attendees"]) == ("cancelled", [])


async def test_a_seat_moves_to_an_empty_time(world: World) -> None:
    house = await shared(world)
    first, _ = await sit(house, "Ann"), await sit(house, "Bob")
    moved = await house.act(first["uid"], "reschedule", {"start": LATER, "seatUid": first["seatUid"]})
    assert moved.status_code == 201, moved.text
    new = moved.json()["data"]
    assert (names(new), new["start"]) == (["Ann"], "2050-01-05T14:00:00.000Z")
    assert new["uid"] != first["uid"]
    assert new["seatUid"] != first["seatUid"]
    old = (await house.nobody.get(f"/v2/bookings/{first['uid']}")).json()["data"]
    assert (names(old), old["status"]) == (["Bob"], "accepted")
    assert await taken(world) == [1, 1]


async def test_the_last_seat_takes_the_meeting_with_it(world: World) -> None:
    house = await shared(world)
    first = await sit(house, "Ann")
    half_later = {"start": "2050-01-05T10:30:00Z", "seatUid": first["seatUid"]}
    new = (await house.act(first["uid"], "reschedule", half_later)).json()["data"]
    old = (await house.nobody.get(f"/v2/bookings/{first['uid']}")).json()["data"]
    assert (old["status"], old["rescheduledToUid"], old["attendees"]) == ("cancelled", new["uid"], [])
    assert new["rescheduledFromUid"] == first["uid"]
    assert await taken(world) == [1]


async def test_a_seat_joins_others(world: World) -> None:
    house = await shared(world)
    first, other = await sit(house, "Ann"), await sit(house, "Bob", LATER)
    body = {"start": LATER, "seatUid": first["seatUid"]}
    moved = (await house.act(first["uid"], "reschedule", body)).json()["data"]
    assert (moved["uid"], moved["seatUid"]) == (other["uid"], first["seatUid"])
    assert names(moved) == ["Bob", "Ann"]
    third = await sit(house, "Eve")
    full = await house.act(third["uid"], "reschedule", {"start": LATER, "seatUid": third["seatUid"]})
    assert full.status_code == 409
    back = await house.act(other["uid"], "reschedule", {"start": LATER, "seatUid": first["seatUid"]})
    assert back.status_code == 201


async def test_the_host_moves_everybody(world: World) -> None:
    house = await shared(world)
    first, second = await sit(house, "Ann"), await sit(house, "Bob")
    refused = await house.act(first["uid"], "reschedule", {"start": LATER})
    assert (refused.status_code, "seatUid" in message(refused)) == (400, True)
    moved = await house.act(first["uid"], "reschedule", {"start": LATER}, await house.as_host())
    assert moved.status_code == 201, moved.text
    data = moved.json()["data"]
    assert (data["uid"], data["start"]) == (first["uid"], "2050-01-05T14:00:00.000Z")
    assert [one["seatUid"] for one in data["attendees"]] == [first["seatUid"], second["seatUid"]]
    assert await taken(world) == [2]


async def test_two_meetings_become_one(world: World) -> None:
    house = await shared(world, {**TWO, "seatsPerTimeSlot": 3})
    first = await sit(house, "Ann")
    await sit(house, "Bob")
    other = await sit(house, "Ann", LATER)
    moved = await house.act(first["uid"], "reschedule", {"start": LATER}, await house.as_host())
    assert moved.status_code == 201, moved.text
    assert (moved.json()["data"]["uid"], names(moved.json()["data"])) == (other["uid"], ["Ann", "Bob"])
    old = (await house.nobody.get(f"/v2/bookings/{first['uid']}")).json()["data"]
    assert (old["status"], old["rescheduledToUid"]) == ("cancelled", other["uid"])
    assert await taken(world) == [2]


async def test_two_meetings_are_too_many_for_one(world: World) -> None:
    house = await shared(world)
    first = await sit(house, "Ann")
    await sit(house, "Bob")
    await sit(house, "Eve", LATER)
    moved = await house.act(first["uid"], "reschedule", {"start": LATER}, await house.as_host())
    assert (moved.status_code, message(moved)) == (409, "not_enough_available_seats_error")


async def test_whoever_sits_is_busy(world: World) -> None:
    house = await shared(world)
    colleague = await practice(world, await world.user(email="cleo@example.com"))
    await sit(house, "Ann")
    seat = await sit(house, "Cleo")
    assert (await colleague.book()).status_code == 400
    await house.act(seat["uid"], "cancel", {"seatUid": seat["seatUid"]})
    assert (await colleague.book()).status_code == 201


async def test_series_have_no_seats(world: World) -> None:
    weekly = {"interval": 1, "occurrences": 2, "frequency": "weekly"}
    house = await shared(world, recurrence=weekly)
    answer = await house.book()
    assert (answer.status_code, message(answer)) == (400, "recurring_event_seats_error")


async def _slot(house: Practice, clock: str) -> dict[str, Any] | None:
    query = f"?eventTypeId={house.event_type.id}&start=2050-01-05&end=2050-01-05"
    answer = await house.nobody.get(f"/v2/slots{query}", headers={"cal-api-version": "2024-09-04"})
    slots = answer.json()["data"]["2050-01-05"]
    return next((slot for slot in slots if slot["start"] == f"2050-01-05T{clock}:00.000Z"), None)


async def test_who_booked_before_there_were_seats_meets_alone_and_may_move_and_cancel(world: World) -> None:
    house = await practice(world)
    early = await house.booked()
    house.event_type.seats = HIDDEN
    await world.session.flush()
    assert await _slot(house, "10:00") is None
    late = await house.book("2050-01-05T10:00:00Z", attendee=person("Bob"))
    assert late.status_code == 400
    seen = (await house.nobody.get(f"/v2/bookings/{early['uid']}")).json()["data"]
    assert seen["attendees"] == early["attendees"]
    assert seen["bookingFieldsResponses"] == early["bookingFieldsResponses"]
    moved = await house.act(early["uid"], "reschedule", {"start": LATER})
    assert moved.status_code == 201, moved.text
    assert moved.json()["data"]["attendees"] == early["attendees"]
    ten = await _slot(house, "10:00")
    assert ten is not None
    assert (ten["seatsBooked"], "bookingUid" in ten) == (0, False)
    assert (await house.act(moved.json()["data"]["uid"], "cancel", {})).status_code == 200


async def test_seats_stay_hidden_from_each_other_when_there_are_no_more(world: World) -> None:
    """Each seat's uid is the key to it."""
    house = await shared(world, HIDDEN)
    bob = await world.api(await world.user(email="bob@example.com"))
    booking = await sit(house, "Ann")
    await sit(house, "Bob")
    house.event_type.seats = None
    await world.session.flush()
    path = f"/v2/bookings/{booking['uid']}"
    assert names((await house.nobody.get(path)).json()["data"]) == []
    assert names((await bob.get(path)).json()["data"]) == ["Bob"]
    assert [names(one) for one in (await bob.get("/v2/bookings")).json()["data"]] == [["Bob"]]
    assert names((await (await house.as_host()).get(path)).json()["data"]) == ["Ann", "Bob"]


@pytest.mark.parametrize(("seats", "total"), [(TWO, 1), (HIDDEN, 0)])
async def test_lists_do_not_find_whom_they_hide(world: World, seats: dict[str, Any], total: int) -> None:
    house = await shared(world, seats)
    bob = await world.api(await world.user(email="bob@example.com"))
    await sit(house, "Ann")
    await sit(house, "Bob")
    host = await house.as_host()
    for query in ("attendeeEmail=ann@example.com", "attendeeName=Ann"):
        assert (await bob.get(f"/v2/bookings?{query}")).json()["pagination"]["totalItems"] == total
        assert (await host.get(f"/v2/bookings?{query}")).json()["pagination"]["totalItems"] == 1
    for query in ("attendeeEmail=bob@example.com", "attendeeName=Bob"):
        assert (await bob.get(f"/v2/bookings?{query}")).json()["pagination"]["totalItems"] == 1


async def test_a_shared_meeting_that_was_called_off_does_not_come_back_without_anybody(world: World) -> None:
    house = await shared(world, allow_rescheduling_cancelled_bookings=True)
    booking = await sit(house, "Ann")
    host = await house.as_host()
    assert (await house.act(booking["uid"], "cancel", {"cancellationReason": "ill"}, host)).status_code == 200
    moved = await house.act(booking["uid"], "reschedule", {"start": LATER}, host)
    assert (moved.status_code, "because it has been cancelled" in message(moved)) == (400, True)
    assert (await sit(house, "Bob", LATER))["title"].endswith("and Bob")


async def test_whoever_moves_away_has_a_meeting_of_his_name(world: World) -> None:
    house = await shared(world)
    await sit(house, "Ann")
    second = await sit(house, "Bob")
    assert second["title"].endswith("and Ann")
    moved = await house.act(second["uid"], "reschedule", {"start": LATER, "seatUid": second["seatUid"]})
    assert moved.json()["data"]["title"] == second["title"].replace("Ann", "Bob")


async def test_the_host_in_a_title_is_the_one_who_hosts(world: World) -> None:
    team = await crew(world, 2, seats=TWO)
    booked = await team.booked()
    other = await team.personal(0)
    await other.booked(HOURS[14], number=1)
    moved = await (await team.as_admin()).post(f"/v2/bookings/{booked['uid']}/reschedule", {"start": HOURS[14]})
    assert ("Host 0" in booked["title"], moved.status_code) == (True, 201)
    assert moved.json()["data"]["title"] == booked["title"].replace("Host 0", "Host 1")
