"""Absences as calendars read them, by secret addresses."""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from sqlalchemy import select

from locum.absences.models import Absence
from locum.feeds.models import AbsenceFeed
from locum.feeds.service import MOST_OF_AN_OWNER
from locum.kit import clock
from tests.factories.absences import Office, days, office
from tests.factories.world import Api, World

NOW = datetime(2027, 4, 1, 12, tzinfo=UTC)


async def _make(api: Api, path: str, detail: str = "away", name: str = "Wall") -> str:
    answer = await api.post(f"{path}/feeds", {"name": name, "detail": detail})
    assert answer.status_code == 201, answer.text
    address = urlsplit(answer.json()["data"]["url"])
    return f"{address.path}?{address.query}"


async def _read(here: Office, address: str, **headers: str) -> Any:
    nobody = await here.world.api(None)
    with clock.frozen(NOW):
        return await nobody.get(address, headers=headers)


async def _events(here: Office, address: str) -> list[Any]:
    answer = await _read(here, address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert calendar["VERSION"] == "2.0"
    found: list[Any] = calendar.walk("VEVENT")
    for event in found:
        assert not event.errors
        assert event["STATUS"] == "CONFIRMED"
    return found


async def test_whole_days_parts_of_days_and_recurring_ones(world: World) -> None:
    here = await office(world)
    anna = await here.person(name="Anna", time_zone="Europe/Berlin")
    whole = await here.enter(anna, "2027-05-03", "2027-05-05", notes="Flu", reason="sick")
    await here.enter(anna, "2027-05-10", "2027-05-10", startTime="13:00", endTime="17:00")
    series = {
        **days("2027-05-21", "2027-05-21"),
        "rule": "FREQ=WEEKLY;COUNT=2",
        "startTime": "08:00",
        "endTime": "09:00",
    }
    with clock.frozen(NOW):
        await here.api.post(f"{here.path(anna)}/recurring", series)
    first, second, *friday = await _events(here, await _make(here.api, here.path(anna)))
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2027, 5, 3), date(2027, 5, 6))
    assert first["UID"].startswith(f"ooo-{whole['uuid']}@")
    assert (first["SUMMARY"], first["TRANSP"], first["X-MICROSOFT-CDO-BUSYSTATUS"]) == ("Anna is away", "OPAQUE", "OOF")
    assert second["DTSTART"].dt == datetime(2027, 5, 10, 11, tzinfo=UTC)
    assert second["DTEND"].dt == datetime(2027, 5, 10, 15, tzinfo=UTC)
    assert [event["DTSTART"].dt for event in friday] == [
        datetime(2027, 5, 21, 6, tzinfo=UTC),
        datetime(2027, 5, 28, 6, tzinfo=UTC),
    ]


@pytest.mark.parametrize("detail", ["away", "substitute"])
async def test_readers_learn_as_much_as_was_chosen_and_never_why(world: World, detail: str) -> None:
    here = await office(world)
    anna = await here.person(name="Anna; Ltd,\nMD")
    ben = await here.person(name="Ben", username="ben", email="ben@house.example")
    await here.enter(anna, "2027-05-03", "2027-05-05", ben, notes="Flu", reason="sick")
    answer = await _read(here, await _make(here.api, here.path(anna), detail))
    text = answer.text.replace("\r\n ", "")
    for hidden in ("sick", "Flu", "reason", anna.email):
        assert hidden not in text
    assert ("ben@house.example" in text) == (detail == "substitute")
    found: list[Any] = Calendar.from_ical(answer.content).walk("VEVENT")
    (event,) = found
    assert event["SUMMARY"] == "Anna; Ltd, MD is away"
    if detail == "substitute":
        assert event["DESCRIPTION"].split("\n")[:2] == ["Ben stands in", "ben@house.example"]
        assert event["URL"].endswith("/ben")


async def test_teams_and_organizations_tell_of_their_people(world: World) -> None:
    here = await office(world)
    team = await world.team(here.organization)
    anna, ben = await here.person(name="Anna"), await here.person(name="Ben")
    await world.join(anna, team)
    guest = await world.member(await world.organization(), name="Guest")
    await world.join(guest, team, accepted=False)
    await world.join(guest, here.organization, accepted=False)
    for one in (anna, ben):
        await here.enter(one, "2027-05-03", "2027-05-05")
    world.session.add(Absence(user_id=guest.id, first_day=date(2027, 5, 3), last_day=date(2027, 5, 3)))
    await world.session.commit()
    base = f"/v2/organizations/{here.organization.id}"
    of_team = await _make(here.api, f"{base}/teams/{team.id}/ooo")
    of_all = await _make(here.api, f"{base}/ooo")
    assert [event["SUMMARY"] for event in await _events(here, of_team)] == ["Anna is away"]
    assert [event["SUMMARY"] for event in await _events(here, of_all)] == ["Anna is away", "Ben is away"]


async def test_a_reader_who_has_it_is_not_sent_it_again(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    entry = await here.enter(anna, "2027-05-03", "2027-05-05")
    address = await _make(here.api, here.path(anna))
    tag = (await _read(here, address)).headers["etag"]
    again = await _read(here, address, **{"if-none-match": f'"x", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    await here.patch(anna, entry["id"], days("2027-05-04", "2027-05-05"))
    assert (await _read(here, address, **{"if-none-match": tag})).status_code == 200


async def test_a_revoked_address_is_closed(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    path = here.path(anna)
    address = await _make(here.api, path)
    (feed,) = (await here.api.get(f"{path}/feeds")).json()["data"]
    assert set(feed) == {"id", "name", "detail", "createdAt"}
    stored = (await world.session.scalars(select(AbsenceFeed.digest))).one()
    assert stored not in address
    assert (await here.api.delete(f"{path}/feeds/{feed['id']}")).status_code == 200
    assert (await _read(here, address)).status_code == 404
    for token in ("", "x" * 43, stored):
        assert (await _read(here, f"/v2/ooo/feed.ics?token={token}")).status_code == 404
    assert (await _read(here, "/v2/ooo/feed.ics")).status_code == 404


async def test_only_those_who_see_the_absences_make_feeds(world: World) -> None:
    here = await office(world)
    team = await world.team(here.organization)
    anna = await here.person()
    await world.join(anna, team)
    await _make(here.api, here.path(anna))
    mine = await world.api(anna)
    await _make(mine, "/v2/me/ooo")
    base = f"/v2/organizations/{here.organization.id}"
    for path in (f"{base}/ooo", f"{base}/teams/{team.id}/ooo", f"/v2/teams/{team.id}/ooo", here.path(here.admin)):
        assert (await mine.post(f"{path}/feeds", {"name": "x"})).status_code == 403
        assert (await mine.get(f"{path}/feeds")).status_code == 403
    other = await here.person()
    (feed,) = (await mine.get("/v2/me/ooo/feeds")).json()["data"][:1]
    foreign = await world.api(other)
    assert (await foreign.delete(f"/v2/me/ooo/feeds/{feed['id']}")).status_code == 404
    assert (await here.api.delete(f"{base}/ooo/feeds/{feed['id']}")).status_code == 404


async def test_faulty_and_too_many(world: World) -> None:
    api = await world.api(await world.user())
    for body in ({}, {"name": ""}, {"name": "x" * 101}, {"name": "x", "detail": "reason"}):
        assert (await api.post("/v2/me/ooo/feeds", body)).status_code == 400
    for _ in range(MOST_OF_AN_OWNER):
        await _make(api, "/v2/me/ooo")
    assert (await api.post("/v2/me/ooo/feeds", {"name": "x"})).status_code == 400


async def test_in_the_language_of_whoever_made_it_and_at_the_end_of_all_days(world: World) -> None:
    here = await office(world)
    anna = await here.person(name="Anna", locale="de")
    await here.enter(anna, "2027-05-03", "9999-12-31", reason="public_holiday")
    api = await world.api(anna)
    (event,) = await _events(here, await _make(api, "/v2/me/ooo"))
    assert (event["SUMMARY"], event["TRANSP"]) == ("Anna ist abwesend", "TRANSPARENT")


async def test_a_feed_of_another_person_ends_with_what_they_shared(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    by_admin = await _make(here.api, here.path(anna))
    own = await _make(await world.api(anna), "/v2/me/ooo")
    members = (await here.api.get(f"/v2/organizations/{here.organization.id}/memberships")).json()["data"]
    (membership,) = [one["id"] for one in members if one["userId"] == anna.id]
    gone = await here.api.delete(f"/v2/organizations/{here.organization.id}/memberships/{membership}")
    assert gone.status_code == 200, gone.text
    assert (await _read(here, by_admin)).status_code == 404
    assert (await _read(here, own)).status_code == 200
