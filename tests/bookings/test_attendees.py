"""Attendees and guests of bookings that are there (bookings sheet, section 11)."""

from typing import Any

from tests.factories.bookings import Practice, practice
from tests.factories.world import Api, World

EVE = {"name": "Eve", "email": "eve@example.com", "timeZone": "Asia/Tokyo"}


async def _booked(world: World, **values: Any) -> tuple[Practice, str, Api]:
    house = await practice(world, **values)
    return house, f"/v2/bookings/{(await house.booked())['uid']}", await house.as_host()


async def test_attendees_by_id(world: World) -> None:
    house, path, host = await _booked(world)
    added = await host.post(f"{path}/attendees", EVE)
    assert added.status_code == 201, added.text
    data = added.json()["data"]
    assert (data["name"], data["timeZone"], data["language"], data["absent"]) == ("Eve", "Asia/Tokyo", "en", False)
    listed = (await host.get(f"{path}/attendees")).json()["data"]
    assert [one["email"] for one in listed] == ["bea@example.com", "eve@example.com"]
    assert listed[1]["id"] == data["id"]
    one = await host.get(f"{path}/attendees/{data['id']}")
    assert one.json()["data"] == listed[1]
    other = await house.booked("2050-01-06T10:00:00Z")
    assert (await host.get(f"/v2/bookings/{other['uid']}/attendees/{data['id']}")).status_code == 404
    whole = (await house.nobody.get(path)).json()["data"]
    assert whole["guests"] == ["eve@example.com"]
    assert data["bookingId"] == whole["id"]


async def test_nobody_is_added_twice(world: World) -> None:
    _, path, host = await _booked(world)
    assert (await host.post(f"{path}/attendees", {**EVE, "email": "BEA@example.com"})).status_code == 400
    assert (await host.post(f"{path}/attendees", {"name": "Eve", "email": "eve@example.com"})).status_code == 400


async def test_who_reads_and_who_adds(world: World) -> None:
    house, path, host = await _booked(world)
    stranger = await world.api(await world.user())
    booker = await world.api(await world.user(email="bea@example.com"))
    assert (await house.nobody.get(f"{path}/attendees")).status_code == 401
    assert (await house.nobody.post(f"{path}/guests", {"guests": ["a@example.com"]})).status_code == 401
    for caller in (stranger, booker):
        assert (await caller.get(f"{path}/attendees")).status_code == 403
    assert (await host.get("/v2/bookings/unknown/attendees")).status_code == 403
    assert (await host.post("/v2/bookings/unknown/guests", {"guests": ["a@example.com"]})).status_code == 404
    assert (await stranger.post(f"{path}/attendees", EVE)).status_code == 403
    assert (await stranger.post(f"{path}/guests", {"guests": ["a@example.com"]})).status_code == 403
    assert (await booker.post(f"{path}/attendees", EVE)).status_code == 201


async def test_a_team_administrator_of_the_organizer_reads(world: World) -> None:
    house, path, _ = await _booked(world)
    team = await world.team()
    await world.join(house.host, team)
    assert (await (await world.api(await world.member(team, "ADMIN"))).get(f"{path}/attendees")).status_code == 200
    assert (await (await world.api(await world.member(team))).get(f"{path}/attendees")).status_code == 403


async def test_guests_in_both_spellings(world: World) -> None:
    house, path, host = await _booked(world)
    house.host.time_zone, house.host.locale = "America/New_York", "de"
    await world.session.commit()
    guests = ["a@example.com", {"email": "b@example.com", "name": "Ben", "language": "fr"}, "bea@example.com"]
    answer = await host.post(f"{path}/guests", {"guests": guests})
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert data["guests"] == ["a@example.com", "b@example.com"]
    assert [(one["name"], one["timeZone"], one["language"]) for one in data["attendees"][1:]] == [
        ("", "America/New_York", "de"),
        ("Ben", "America/New_York", "fr"),
    ]
    none_left = await host.post(f"{path}/guests", {"guests": ["A@example.com"]})
    assert (none_left.status_code, none_left.json()["error"]["message"]) == (400, "emails_must_be_unique_valid")


async def test_bounds_of_guests(world: World) -> None:
    _, path, host = await _booked(world)
    for guests in ([], ["no address"], [f"g{number}@example.com" for number in range(11)]):
        assert (await host.post(f"{path}/guests", {"guests": guests})).status_code == 400
    another = await world.api(await world.user(email="bea@example.com"))
    for first in range(0, 20, 10):
        guests = [f"g{number}@example.com" for number in range(first, first + 10)]
        assert (await another.post(f"{path}/guests", {"guests": guests})).status_code == 200
    full = await another.post(f"{path}/guests", {"guests": [f"h{number}@example.com" for number in range(10)]})
    assert (full.status_code, full.json()["error"]["message"]) == (400, "Maximum total guests allowed is 30")


async def test_five_times_a_minute(world: World) -> None:
    _, path, host = await _booked(world)
    statuses = [
        (await host.post(f"{path}/guests", {"guests": [f"g{number}@example.com"]})).status_code for number in range(6)
    ]
    assert statuses == [200] * 5 + [429]


async def test_event_types_without_guests(world: World) -> None:
    _, path, host = await _booked(world, disable_guests=True)
    assert (await host.post(f"{path}/attendees", EVE)).status_code == 400
    seats = {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True}
    _, path, host = await _booked(world, seats=seats)
    assert (await host.post(f"{path}/guests", {"guests": ["a@example.com"]})).status_code == 400


async def test_what_is_over_takes_nobody(world: World) -> None:
    house, path, host = await _booked(world)
    await house.act(path.rsplit("/", 1)[1], "cancel")
    assert (await host.post(f"{path}/attendees", EVE)).status_code == 400


async def test_whoever_is_added_is_busy(world: World) -> None:
    _, path, host = await _booked(world)
    other = await practice(world, await world.user(email="eve@example.com"))
    await host.post(f"{path}/attendees", EVE)
    assert (await other.book()).status_code == 400
