"""Bookings in the older form, as the component library sends them (client surface sheet, sections 0 and 1.3)."""

from typing import Any

from sqlalchemy import func, select

from locum.bookings.models import Booking
from tests.factories.bookings import Practice, practice
from tests.factories.world import World

OLDER = {"cal-api-version": "2024-06-14"}


def body(house: Practice, **more: Any) -> dict[str, Any]:
    """What the component library sends."""
    return {
        "start": "2050-01-05T11:00:00+01:00",
        "end": "2050-01-05T12:00:00+01:00",
        "eventTypeId": house.event_type.id,
        "eventTypeSlug": house.event_type.slug,
        "timeZone": "Europe/Rome",
        "language": "it",
        "user": house.host.username,
        "metadata": {"order": "1", "nothing": None},
        "hasHashedBookingLink": False,
        "routedTeamMemberIds": None,
        "dub_id": None,
        "bookingUid": None,
        "responses": {
            "name": "Bea Booker",
            "email": "bea@example.com",
            "location": {"value": "integrations:daily", "optionValue": ""},
            "guests": ["eve@example.com"],
            "notes": "Hello",
        },
        **more,
    }


async def send(house: Practice, path: str, body: Any, version: str = "2024-06-14") -> Any:
    answer = await house.nobody.post(f"/v2/bookings{path}", body, headers={"cal-api-version": version})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


async def test_a_booking(world: World) -> None:
    house = await practice(world)
    data = await send(house, "", body(house))
    assert (data["status"], data["startTime"], data["endTime"]) == (
        "ACCEPTED",
        "2050-01-05T10:00:00.000Z",
        "2050-01-05T11:00:00.000Z",
    )
    assert [one["email"] for one in data["attendees"]] == ["bea@example.com", "eve@example.com"]
    assert (data["user"]["username"], data["metadata"]) == (house.host.username, {"order": "1"})
    assert (data["responses"]["notes"], data["location"]) == ("Hello", "integrations:daily")
    documented = (await house.nobody.get(f"/v2/bookings/{data['uid']}")).json()["data"]
    assert documented["attendees"][0]["language"] == "it"


async def test_the_form_goes_with_the_version(world: World) -> None:
    house = await practice(world)
    newer = await house.nobody.post("/v2/bookings", body(house), headers={"cal-api-version": "2024-08-13"})
    assert newer.status_code == 400
    newest = await house.nobody.post("/v2/bookings", body(house), headers={"cal-api-version": "2026-02-25"})
    assert newest.status_code == 400
    await send(house, "", body(house), "nonsense")


async def test_names_in_parts_and_one_of_several_lengths(world: World) -> None:
    house = await practice(world, length_in_minutes_options=[30, 60])
    responses = {"name": {"firstName": "Bea", "lastName": "Booker"}, "email": "bea@example.com"}
    data = await send(house, "", body(house, end="2050-01-05T11:30:00+01:00", responses=responses))
    assert (data["attendees"][0]["name"], data["endTime"]) == ("Bea Booker", "2050-01-05T10:30:00.000Z")


async def test_a_move_is_the_same_call(world: World) -> None:
    house = await practice(world)
    first = await send(house, "", body(house))
    looked = await house.nobody.get(f"/v2/bookings/{first['uid']}/reschedule")
    assert (looked.status_code, looked.json()["data"]["responses"]["name"]) == (200, "Bea Booker")
    later = body(house, start="2050-01-06T11:00:00+01:00", rescheduleUid=first["uid"])
    later["responses"] = {**later["responses"], "rescheduleReason": "ill"}
    second = await send(house, "", later)
    assert second["fromReschedule"] == first["uid"]
    old = (await house.nobody.get(f"/v2/bookings/{first['uid']}")).json()["data"]
    assert (old["status"], old["rescheduledToUid"]) == ("cancelled", second["uid"])


async def test_a_seat_is_moved_by_its_key(world: World) -> None:
    seats = {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True}
    house = await practice(world, seats=seats)
    first = await send(house, "", body(house))
    key = first["seatReferenceUid"]
    looked = (await house.nobody.get(f"/v2/bookings/{key}/reschedule")).json()["data"]
    assert looked["responses"]["email"] == "bea@example.com"
    moved = await send(house, "", body(house, start="2050-01-06T11:00:00+01:00", rescheduleUid=key))
    assert moved["startTime"] == "2050-01-06T10:00:00.000Z"
    assert [one["email"] for one in moved["attendees"]] == ["bea@example.com"]


async def test_a_series_and_what_is_left_of_it(world: World) -> None:
    house = await practice(world, recurrence={"interval": 1, "occurrences": 4, "frequency": "weekly"})
    days = ("05", "12", "19")
    bodies = [body(house, start=f"2050-01-{day}T11:00:00+01:00", recurringCount=3) for day in days]
    series = await send(house, "/recurring", bodies)
    assert [one["startTime"][8:10] for one in series] == ["05", "12", "19"]
    left = await send(house, f"/{series[1]['uid']}/cancel", {"allRemainingBookings": True, "cancellationReason": "x"})
    assert [one["status"] for one in left] == ["ACCEPTED", "CANCELLED", "CANCELLED"]


async def test_cancelling(world: World) -> None:
    house = await practice(world)
    first = await send(house, "", body(house))
    newer = {"cal-api-version": "2024-08-13"}
    refused = await house.nobody.post(
        f"/v2/bookings/{first['uid']}/cancel", {"allRemainingBookings": False}, headers=newer
    )
    assert refused.status_code == 400
    off = await send(house, f"/{first['uid']}/cancel", {"id": first["id"], "cancellationReason": "no"})
    assert (off["status"], off["cancellationReason"]) == ("CANCELLED", "no")


async def test_a_trial_keeps_nothing(world: World) -> None:
    house = await practice(world)
    data = await send(house, "", body(house, _isDryRun=True))
    assert data["status"] == "ACCEPTED"
    assert await world.session.scalar(select(func.count(Booking.id))) == 0
    taken = await house.booked()
    assert taken["status"] == "accepted"
    refused = await house.nobody.post("/v2/bookings", body(house, _isDryRun=True), headers=OLDER)
    assert refused.status_code == 400
