"""Location, calendar links, references and recordings of a booking (bookings sheet, section 11)."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import icalendar
import pytest

from locum.bookings.models import BookingReference
from tests.factories.bookings import Practice, practice
from tests.factories.world import Api, World


async def _booked(world: World, **values: Any) -> tuple[Practice, dict[str, Any], Api]:
    house = await practice(world, **values)
    return house, await house.booked(), await house.as_host()


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"type": "address", "address": "1 High St"}, "1 High St"),
        ({"type": "attendeeAddress", "address": "2 Low St"}, "2 Low St"),
        ({"type": "attendeeDefined", "location": "the pub"}, "the pub"),
        ({"type": "attendeePhone", "phone": "+37120993151"}, "+37120993151"),
        ({"type": "phone", "phone": "+37120993151"}, "+37120993151"),
        ({"type": "link", "link": "https://m.example/r"}, "https://m.example/r"),
        ({"type": "integration", "integration": "cal-video"}, "integrations:daily"),
    ],
)
async def test_another_place(world: World, place: dict[str, str], told: str) -> None:
    _, booking, host = await _booked(world)
    answer = await host.patch(f"/v2/bookings/{booking['uid']}/location", {"location": place})
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert (data["location"], data["meetingUrl"]) == (told, told)
    assert data["uid"] == booking["uid"]


async def test_faulty_places(world: World) -> None:
    house, booking, host = await _booked(world)
    path = f"/v2/bookings/{booking['uid']}/location"
    unknown = {"type": "integration", "integration": "carrier-pigeon"}
    for place in (
        {"type": "moon"},
        {"type": "address"},
        {"address": "x"},
        {"type": "link", "link": "no"},
        "x",
        unknown,
    ):
        assert (await host.patch(path, {"location": place})).status_code == 400, place
    assert (await host.patch(path, {})).json()["data"]["location"] == booking["location"]
    assert (await house.nobody.patch(path, {})).status_code == 401
    assert (await (await world.api(await world.user())).patch(path, {})).status_code == 403
    assert (await host.patch("/v2/bookings/unknown/location", {})).status_code == 404


async def test_calendar_links(world: World) -> None:
    house, booking, host = await _booked(world)
    path = f"/v2/bookings/{booking['uid']}/calendar-links"
    links = {one["id"]: one for one in (await host.get(path)).json()["data"]}
    assert {name: one["label"] for name, one in links.items()} == {
        "googleCalendar": "Google Calendar",
        "microsoftOffice": "Microsoft Office",
        "microsoftOutlook": "Microsoft Outlook",
        "ics": "ICS",
        "yahooCalendar": "Yahoo Calendar",
    }
    google = parse_qs(urlsplit(links["googleCalendar"]["link"]).query)
    assert (google["dates"], google["text"]) == (["20500105T100000Z/20500105T110000Z"], [booking["title"]])
    office = parse_qs(urlsplit(links["microsoftOffice"]["link"]).query)
    assert (office["subject"], office["startdt"]) == ([booking["title"]], ["2050-01-05T10:00:00+00:00"])
    head, _, file = links["ics"]["link"].partition(",")
    assert head == "data:text/calendar"
    events: list[Any] = icalendar.Calendar.from_ical(unquote(file)).walk("VEVENT")
    assert (str(events[0]["UID"]), str(events[0]["SUMMARY"])) == (booking["icsUid"], booking["title"])
    assert (await house.nobody.get(path)).status_code == 401
    assert (await host.get("/v2/bookings/unknown/calendar-links")).status_code == 404


async def test_no_calendar_links_of_what_is_gone(world: World) -> None:
    house, booking, host = await _booked(world)
    await world.session.delete(house.event_type)
    await world.session.commit()
    assert (await host.get(f"/v2/bookings/{booking['uid']}/calendar-links")).status_code == 400


async def test_references_are_the_organizers(world: World) -> None:
    house, booking, host = await _booked(world)
    path = f"/v2/bookings/{booking['uid']}/references"
    for kind, calendar in (("google_calendar", 7), ("zoom_video", None)):
        row = BookingReference(
            booking_id=booking["id"], type=kind, external_uid=f"x-{kind}", destination_calendar_id=calendar
        )
        world.session.add(row)
    await world.session.commit()
    google, zoom = (await host.get(path)).json()["data"]
    assert {name: google[name] for name in ("type", "eventUid", "destinationCalendarId")} == {
        "type": "google_calendar",
        "eventUid": "x-google_calendar",
        "destinationCalendarId": "7",
    }
    assert zoom["destinationCalendarId"] is None
    assert [one["type"] for one in (await host.get(f"{path}?type=zoom_video")).json()["data"]] == ["zoom_video"]
    assert (await house.nobody.get(path)).status_code == 401
    assert (await (await world.api(await world.user())).get(path)).status_code == 403
    assert (await host.get("/v2/bookings/unknown/references")).status_code == 404
    await house.act(booking["uid"], "cancel")
    assert (await host.get(path)).json()["data"] == []


@pytest.mark.parametrize("what", ["recordings", "transcripts", "conferencing-sessions"])
async def test_nothing_is_recorded_without_the_houses_video(world: World, what: str) -> None:
    house, booking, host = await _booked(world)
    path = f"/v2/bookings/{booking['uid']}/{what}"
    answer = await host.get(path)
    assert answer.status_code == 404
    assert "No Cal Video reference found" in answer.json()["error"]["message"]
    assert (await house.nobody.get(path)).status_code == 401
    assert (await (await world.api(await world.user())).get(path)).status_code == 403
    assert (await host.get(f"/v2/bookings/unknown/{what}")).status_code == 403
