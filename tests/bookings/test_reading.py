"""Reading a booking: the uid is the secret, and what it opens (bookings sheet, sections 3.5, 4.1 and 6)."""

from datetime import timedelta
from typing import Any

import pytest

from locum.bookings.models import Booking, BookingAttendee, new_uid
from tests.factories.bookings import NOW, practice
from tests.factories.event_types import event_type
from tests.factories.world import World


def _booking(**values: Any) -> Booking:
    return Booking(
        **{
            "uid": new_uid(),
            "status": "accepted",
            "title": "T",
            "starts_at": NOW,
            "ends_at": NOW + timedelta(minutes=30),
            "ics_uid": "x",
            "attendees": [],
            **values,
        }
    )


async def test_unknown_uids(world: World) -> None:
    answer = await (await world.api(None)).get("/v2/bookings/unknown")
    assert answer.status_code == 404
    assert "Booking with uid=unknown was not found in the database" in answer.json()["error"]["message"]


@pytest.mark.parametrize("who", ["nobody", "stranger", "host"])
async def test_anybody_may_who_knows_the_uid(world: World, who: str) -> None:
    house = await practice(world)
    booking = await house.booked()
    api = {"nobody": house.nobody, "stranger": await world.api(await world.user()), "host": await house.as_host()}[who]
    assert (await api.get(f"/v2/bookings/{booking['uid']}")).json()["data"] == booking


async def test_wrong_credentials_are_refused(world: World) -> None:
    house = await practice(world)
    booking = await house.booked()
    headers = {"Authorization": "Bearer cal_nonsense"}
    assert (await house.nobody.get(f"/v2/bookings/{booking['uid']}", headers=headers)).status_code == 401
    assert (await house.nobody.get("/v2/bookings/unknown", headers=headers)).status_code == 401


async def test_bookings_outlive_their_host_and_event_type(world: World) -> None:
    row = _booking(location=None)
    world.session.add(row)
    await world.session.commit()
    data = (await (await world.api(None)).get(f"/v2/bookings/{row.uid}")).json()["data"]
    assert data["hosts"] == [dict.fromkeys(("id", "name", "email", "displayEmail", "username", "timeZone"), "unknown")]
    assert (data["eventTypeId"], data["eventType"], data["location"]) == (None, None, "")


async def test_a_series_is_read_by_its_own_uid(world: World) -> None:
    rows = [
        _booking(
            recurring_uid="series", starts_at=NOW + timedelta(days=day), ends_at=NOW + timedelta(days=day, hours=1)
        )
        for day in (7, 0)
    ]
    world.session.add_all(rows)
    await world.session.commit()
    api = await world.api(None)
    data = (await api.get("/v2/bookings/series")).json()["data"]
    assert [item["uid"] for item in data] == [rows[1].uid, rows[0].uid]
    assert {item["recurringBookingUid"] for item in data} == {"series"}
    assert (await api.get(f"/v2/bookings/{rows[0].uid}")).json()["data"] == data[1]


async def test_platforms_suffixes_are_not_shown(world: World) -> None:
    suffixed = f"ann+{'a1' * 12}b@example.com"
    house = await practice(world, await world.user(email=suffixed))
    booking = await house.booked()
    assert (booking["hosts"][0]["email"], booking["hosts"][0]["displayEmail"]) == (suffixed, "ann@example.com")


SEATS = {"seatsPerTimeSlot": 3, "showAvailabilityCount": True}


@pytest.mark.parametrize("shows", [True, False])
async def test_attendees_with_seats_may_not_see_each_other(world: World, shows: bool) -> None:
    organization = await world.organization()
    host, admin = await world.member(organization), await world.member(organization, "ADMIN")
    bea = await world.user(email="bea@example.com")
    seated = await event_type(world, host, seats={**SEATS, "showAttendeeInfo": shows})
    seat = BookingAttendee(
        email="bea@example.com", name="Bea", time_zone="UTC", seat_uid="seat-1", responses={"name": "Bea"}
    )
    row = _booking(event_type_id=seated.id, user_id=host.id, attendees=[seat])
    world.session.add(row)
    await world.session.commit()
    for caller, knows in ((None, False), (await world.user(), False), (bea, True), (host, True), (admin, True)):
        api = await world.api(caller)
        data = (await api.get(f"/v2/bookings/{row.uid}")).json()["data"]
        seen = [(item["name"], item["seatUid"], item["bookingFieldsResponses"]) for item in data["attendees"]]
        assert seen == ([("Bea", "seat-1", {"name": "Bea"})] if shows or knows else [])
        assert "bookingFieldsResponses" not in data
        assert "guests" not in data
    listed = (await (await world.api(host)).get("/v2/bookings")).json()["data"]
    assert len(listed[0]["attendees"]) == 1


async def test_lists_hide_seats_from_those_who_merely_attend(world: World) -> None:
    host, bea = await world.user(), await world.user(email="bea@example.com")
    seated = await event_type(world, host, seats={**SEATS, "showAttendeeInfo": False})
    people = [
        BookingAttendee(position=place, email=email, name="", time_zone="UTC", seat_uid=email)
        for place, email in enumerate(["bea@example.com", "cid@example.com"])
    ]
    world.session.add(_booking(event_type_id=seated.id, user_id=host.id, attendees=people))
    await world.session.commit()
    for caller, shown in ((bea, 1), (host, 2)):
        listed = (await (await world.api(caller)).get("/v2/bookings")).json()["data"]
        assert [len(item["attendees"]) for item in listed] == [shown]
