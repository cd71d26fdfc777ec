"""People whom the platform of the host manages book by their plain addresses (bookings sheet, section 12)."""

from dataclasses import dataclass
from typing import Any

from locum.kit import clock
from locum.users.models import User
from tests.factories.bookings import NOW, Practice, practice
from tests.factories.oauth import Platform, platform_with_client
from tests.factories.world import World


@dataclass(slots=True)
class Managed:
    """A platform with two people: one hosts, the other one books."""

    platform: Platform
    house: Practice
    kept: str
    """Jane's address as it is stored."""

    async def listed(self, email: str) -> list[str]:
        """What the platform's owner finds by an attendee's address."""
        path = f"/v2/organizations/{self.platform.organization.id}/bookings"
        owner = await self.platform.world.api(self.platform.owner)
        answer = await owner.get(path, params={"attendeeEmail": email})
        assert answer.status_code == 200, answer.text
        return [one["uid"] for one in answer.json()["data"]]


async def managed(world: World, **values: Any) -> Managed:
    platform = await platform_with_client(world)
    made = await platform.person("hank@acme.com")
    await platform.person("jane@acme.com")
    host = await world.session.get_one(User, made["user"]["id"])
    return Managed(platform, await practice(world, host, **values), f"jane+{platform.client.id}@acme.com")


def jane(email: str = "Jane@acme.com") -> dict[str, Any]:
    return {"name": "Jane", "email": email, "timeZone": "Europe/Rome"}


async def test_the_booker_is_kept_by_his_account(world: World) -> None:
    place = await managed(world)
    for number, email in enumerate(("Jane@acme.com", place.kept)):
        booking = await place.house.booked(f"2050-01-0{5 + number}T10:00:00Z", attendee=jane(email))
        (booker,) = booking["attendees"]
        assert (booker["email"], booker["displayEmail"]) == (place.kept, "jane@acme.com")
        assert booking["bookingFieldsResponses"]["email"] == place.kept


async def test_guests_are_too_when_they_come_and_when_they_are_added(world: World) -> None:
    place = await managed(world)
    first = await place.house.booked(guests=["jane@acme.com", "gus@example.com"])
    assert [one["email"] for one in first["attendees"]] == ["bea@example.com", place.kept, "gus@example.com"]
    assert first["guests"] == [place.kept, "gus@example.com"]
    second = await place.house.booked("2050-01-06T10:00:00Z")
    host = await place.house.as_host()
    path = f"/v2/bookings/{second['uid']}"
    added = await host.post(f"{path}/attendees", jane("jane@acme.com"))
    assert (added.status_code, added.json()["data"]["email"]) == (201, place.kept)
    again = await host.post(f"{path}/guests", {"guests": [{"email": "jane@acme.com"}]})
    assert again.status_code == 400


async def test_nobody_elses_people_are(world: World) -> None:
    place, other = await managed(world), await managed(world)
    booking = await place.house.booked(guests=[other.kept, "nobody@acme.com"])
    assert [one["email"] for one in booking["attendees"]][1:] == [other.kept, "nobody@acme.com"]
    plain = await practice(world)
    assert (await plain.booked(attendee=jane()))["attendees"][0]["email"] == "Jane@acme.com"


async def test_lists_find_them_by_either_address(world: World) -> None:
    place, other = await managed(world), await managed(world)
    booking = await place.house.booked(attendee=jane())
    for email in ("jane@acme.com", place.kept):
        assert await place.listed(email) == [booking["uid"]]
    assert await place.listed(other.kept) == []
    mine = await place.house.as_host()
    own = await mine.get("/v2/bookings", params={"attendeeEmail": "jane@acme.com"})
    assert [one["uid"] for one in own.json()["data"]] == [booking["uid"]]


async def test_who_moves_and_who_was_absent(world: World) -> None:
    place = await managed(world)
    booking = await place.house.booked(attendee=jane())
    move = {"start": "2050-01-06T10:00:00Z", "rescheduledBy": "jane@acme.com"}
    moved = (await place.house.act(booking["uid"], "reschedule", move)).json()["data"]
    assert moved["rescheduledByEmail"] == place.kept
    said = {"attendees": [{"email": "jane@acme.com", "absent": True}]}
    with clock.frozen(NOW.replace(day=7)):
        answer = await place.house.act(moved["uid"], "mark-absent", said, await place.house.as_host())
    assert (answer.status_code, answer.json()["data"]["attendees"][0]["absent"]) == (200, True)


async def test_the_same_person_has_no_second_seat(world: World) -> None:
    seats = {"seatsPerTimeSlot": 3, "showAttendeeInfo": True, "showAvailabilityCount": True}
    place = await managed(world, seats=seats)
    await place.house.booked(attendee=jane())
    for email in ("jane@acme.com", place.kept):
        assert (await place.house.book(attendee=jane(email))).status_code == 409
