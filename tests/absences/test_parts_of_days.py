"""Parts of days over the API (bridge sheet, section 8: extension fields)."""

from typing import Any

import pytest

from tests.factories.absences import Office, days, office, refusal
from tests.factories.world import World

PUBLISHED = {"id", "uuid", "userId", "toUserId", "start", "end", "notes", "reason"}


async def _listed(place: Office, path: str, query: str = "") -> list[dict[str, Any]]:
    answer = await place.api.get(f"{path}{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def test_whole_days_look_as_published(world: World) -> None:
    place = await office(world)
    person = await place.person()
    data = await place.enter(person, "2050-05-02", "2050-05-04")
    assert set(data) == PUBLISHED
    assert set((await _listed(place, place.path(person)))[0]) == PUBLISHED
    assert set((await place.patch(person, data["id"], {"notes": "x"})).json()["data"]) == PUBLISHED
    assert set((await place.api.delete(place.path(person, data["id"]))).json()["data"]) == PUBLISHED


@pytest.mark.parametrize(
    ("zone", "first", "last", "times", "exact", "shown"),
    [
        # An afternoon touches its day; 02:30 does not exist in Berlin on 27 March 2050, and becomes 03:30.
        ("Europe/Berlin", "2050-05-02", "2050-05-02", ("13:00", None), ("05-02T11:00", "05-02T22:00"), ("02", "02")),
        ("Europe/Berlin", "2050-03-27", "2050-03-27", ("02:30", "12:00"), ("03-27T01:30", "03-27T10:00"), ("27", "27")),
        # From an afternoon to a morning: two whole days in between.
        (
            "America/Vancouver",
            "2050-05-02",
            "2050-05-05",
            ("15:00", "11:00"),
            ("05-02T22:00", "05-05T18:00"),
            ("03", "04"),
        ),
        # Over midnight.
        (
            "Pacific/Auckland",
            "2050-05-02",
            "2050-05-03",
            ("22:00", "02:00"),
            ("05-02T10:00", "05-02T14:00"),
            ("02", "03"),
        ),
        ("UTC", "2050-05-02", "2050-05-03", (None, "12:00"), ("05-02T00:00", "05-03T12:00"), ("02", "02")),
    ],
)
async def test_times_are_those_of_the_absent_person(
    world: World,
    zone: str,
    first: str,
    last: str,
    times: tuple[str | None, str | None],
    exact: tuple[str, str],
    shown: tuple[str, str],
) -> None:
    place = await office(world)
    person = await place.person(time_zone=zone)
    given: dict[str, Any] = {name: time for name, time in zip(("startTime", "endTime"), times, strict=True) if time}
    data = await place.enter(person, first, last, **given)
    assert (data["exactStart"], data["exactEnd"]) == tuple(f"2050-{text}:00.000Z" for text in exact)
    assert (data["start"][8:10], data["end"][8:10]) == shown


async def test_exact_instants_on_request(world: World) -> None:
    place = await office(world)
    person = await place.person(time_zone="Asia/Kolkata")
    body = {"start": "2050-05-02T09:15:00.000Z", "end": "2050-05-02T10:45:00Z"}
    answer = await place.api.post(place.path(person), body, headers={"x-locum-exact": "1"})
    data = answer.json()["data"]
    assert (data["exactStart"], data["exactEnd"]) == ("2050-05-02T09:15:00.000Z", "2050-05-02T10:45:00.000Z")
    again = await place.api.post(place.path(person), body, headers={"x-locum-exact": "1"})
    assert refusal(again) == (409, "Ooo entry already exists.")
    whole = {"start": "2050-05-01T18:30:00Z", "end": "2050-05-02T18:30:00Z"}
    plain = (await place.api.post(place.path(person), whole, headers={"x-locum-exact": "1"})).json()["data"]
    assert set(plain) == PUBLISHED
    assert plain["start"] == "2050-05-02T00:00:00.000Z"
    moved = {"start": "2050-05-02T09:15:00Z", "end": "2050-05-02T09:30:00Z"}
    changed = await place.api.patch(place.path(person, data["id"]), moved, headers={"x-locum-exact": "1"})
    assert changed.json()["data"]["exactEnd"] == "2050-05-02T09:30:00.000Z"


async def test_lists_hold_parts_of_days_where_that_is_asked(world: World) -> None:
    place = await office(world)
    person = await place.person()
    part = await place.enter(person, "2050-05-02", "2050-05-02", startTime="13:00")
    more = await place.enter(person, "2050-05-10", "2050-05-12", startTime="13:00")
    organization = f"/v2/organizations/{place.organization.id}/ooo"
    for path in (place.path(person), organization):
        assert [entry["id"] for entry in await _listed(place, path)] == [more["id"]]
        found = await _listed(place, path, "?includePartial=true")
        assert [entry["id"] for entry in found] == [part["id"], more["id"]]
    assert (await place.api.get(f"{organization}?includePartial=perhaps")).status_code == 400


async def test_changing_the_hours(world: World) -> None:
    place = await office(world)
    person = await place.person(time_zone="Europe/Berlin")
    entry = await place.enter(person, "2050-05-02", "2050-05-02", startTime="13:00", endTime="17:00")
    later = (await place.patch(person, entry["id"], {"endTime": "18:00"})).json()["data"]
    assert (later["exactStart"], later["exactEnd"]) == ("2050-05-02T11:00:00.000Z", "2050-05-02T16:00:00.000Z")
    # Whoever names the same day again, as forms do, does not mean to lose the hours.
    same = (await place.patch(person, entry["id"], {**days("2050-05-02", "2050-05-02"), "notes": "x"})).json()["data"]
    assert same["exactEnd"] == later["exactEnd"]
    moved = (await place.patch(person, entry["id"], {**days("2050-05-03", "2050-05-03"), "startTime": "08:00"})).json()
    assert moved["data"]["exactStart"] == "2050-05-03T06:00:00.000Z"
    assert moved["data"]["exactEnd"] == "2050-05-03T16:00:00.000Z"
    whole = (await place.patch(person, entry["id"], {"startTime": None, "endTime": None})).json()["data"]
    assert set(whole) == PUBLISHED
    assert (whole["start"], whole["end"]) == ("2050-05-03T00:00:00.000Z", "2050-05-03T23:59:59.999Z")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"startTime": "17:00", "endTime": "13:00"}, "Start date must be before end date."),
        ({"startTime": "17:00", "endTime": "17:00"}, "Start date must be before end date."),
        ({"startTime": "25:00"}, None),
        ({"startTime": 13}, None),
    ],
)
async def test_faulty_times(world: World, body: dict[str, Any], text: str | None) -> None:
    place = await office(world)
    person = await place.person()
    status, message = refusal(await place.post(person, "2050-05-02", "2050-05-02", **body))
    assert status == 400
    assert message == (text or message)


async def test_centuries_without_clocks_are_refused_and_not_broken(world: World) -> None:
    place = await office(world)
    person = await place.person(time_zone="Asia/Tokyo")
    for first, last in (("0001-01-01", "0001-01-01"), ("9999-12-31", "9999-12-31")):
        assert (await place.post(person, first, last, startTime="13:00")).status_code == 400
        assert (await place.post(person, first, last)).status_code == 201


async def test_the_hours_change_what_mail_is_answered(world: World) -> None:
    place = await office(world)
    person = await place.person(time_zone="Europe/Berlin")
    entry = await place.enter(person, "2050-05-02", "2050-05-02", startTime="13:00", endTime="17:00")
    only_half = await place.patch(person, entry["id"], {"endTime": "15:00"})
    assert only_half.status_code == 200
    nobody = await world.user()
    stranger = await world.api(nobody)
    assert (await stranger.patch(place.path(person, entry["id"]), {"endTime": "16:00"})).status_code == 403
