"""Choosing whose holidays are kept, and what follows for free times."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.kit import clock
from locum.replies.current import reply_state
from locum.replies.state import Policy
from locum.users.models import User
from tests.factories.absences import office, refusal
from tests.factories.event_types import event_type, host
from tests.factories.slots import hours
from tests.factories.world import Api, World
from tests.http.test_statements import counted
from tests.slots.asking import Asker, hourly, one_host

GERMANY = {"country": "DE", "region": "BY"}
MINE = "/v2/me/holidays"


async def _put(api: Api, path: str, body: dict[str, Any], status: int = 200) -> dict[str, Any]:
    answer = await api.call("PUT", f"{path}?year=2027", json=body)
    assert answer.status_code == status, answer.text
    data: dict[str, Any] = answer.json().get("data", {})
    return data


async def _closed(api: Api, path: str = MINE) -> set[str]:
    data = (await api.get(f"{path}?year=2027")).json()["data"]
    return {day["date"] for day in data["days"] if day["closes"]}


async def test_ones_own_choice(world: World) -> None:
    api = await world.api(await world.user())
    assert (await api.get(MINE)).json()["data"]["chosenBy"] == "nobody"
    data = await _put(api, MINE, {**GERMANY, "working": ["epiphany"]})
    assert (data["country"], data["region"], data["chosenBy"]) == ("DE", "BY", "person")
    assert {"date": "2027-01-06", "key": "epiphany", "name": "Epiphany", "closes": False} in data["days"]
    assert "2027-01-06" not in await _closed(api)
    assert "2027-12-25" in await _closed(api)
    german = (await api.get(f"{MINE}?year=2027&language=de")).json()["data"]["days"]
    assert {"date": "2027-01-01", "key": "new_year_s_day", "name": "Neujahr", "closes": True} in german
    assert (await api.delete(MINE)).json()["data"]["chosenBy"] == "nobody"


async def test_the_organizations_choice_counts_for_whoever_made_none(world: World) -> None:
    place = await office(world)
    anna, ben = await place.person(), await place.person()
    base = f"/v2/organizations/{place.organization.id}"
    await _put(place.api, f"{base}/holidays", {"country": "US"})
    theirs = f"{base}/users/{anna.id}/holidays"
    assert (await place.api.get(theirs)).json()["data"]["chosenBy"] == "organization"
    assert "2027-07-05" in await _closed(place.api, theirs)
    none = await _put(place.api, theirs, {"country": None})
    assert (none["chosenBy"], none["days"]) == ("person", [])
    assert "2027-07-05" in await _closed(await world.api(ben))
    assert (await place.api.delete(theirs)).json()["data"]["chosenBy"] == "organization"
    assert (await place.api.delete(f"{base}/holidays")).json()["data"]["chosenBy"] == "nobody"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"country": "XX"}, "country"),
        ({"country": "DE", "region": "XX"}, "region"),
        ({}, "country"),
        ({"country": "DE", "working": ["x"] * 201}, "working"),
        ({"country": "Germany"}, "country"),
    ],
)
async def test_faulty_choices(world: World, body: dict[str, Any], name: str) -> None:
    api = await world.api(await world.user())
    answer = await api.call("PUT", MINE, json=body)
    assert answer.status_code == 400
    assert name in answer.text


async def test_others_may_not_choose(world: World) -> None:
    place = await office(world)
    anna, ben = await place.person(), await place.person()
    base = f"/v2/organizations/{place.organization.id}"
    for path in (f"{base}/holidays", f"{base}/users/{anna.id}/holidays"):
        for api in (await world.api(ben), await world.api(await world.user())):
            assert (await api.call("PUT", path, json=GERMANY)).status_code == 403
            assert (await api.get(path)).status_code == 403
    assert refusal(await place.api.get(f"{MINE}?year=1800"))[0] == 400


async def _keeps(world: World, user: User, **body: Any) -> None:
    await _put(await world.api(user), MINE, body)


async def test_holidays_close_their_days(world: World) -> None:
    user, talk = await one_host(world)
    asker = Asker(world)
    await _keeps(world, user, country="DE", region="BY", working=["epiphany"])
    assert await asker.starts(talk, "03-29", "03-30") == hourly("03-30")  # Easter Monday
    assert await asker.starts(talk, "01-06") == hourly("01-06")


async def test_dates_are_those_of_the_hosts_schedule(world: World) -> None:
    user, talk = await one_host(world, "Pacific/Auckland", spans=["00:00-23:59"], days=[0, 1, 2, 3, 4, 5, 6])
    await _keeps(world, user, country="NZ")
    found = await Asker(world).starts(talk, "2027-02-05T09:00:00Z", "2027-02-06T13:00:00Z")
    assert found[:2] == ["02-05 09:00", "02-05 10:00"]
    assert "02-05 11:00" not in found  # Waitangi Day begins in Auckland


async def test_nobody_books_into_a_holiday(world: World) -> None:
    user, talk = await one_host(world)
    await _keeps(world, user, country="DE")
    api = await world.api(None, **{"cal-api-version": "2024-08-13"})
    attendee = {"name": "Guest", "email": "guest@example.com", "timeZone": "UTC"}
    with clock.frozen(datetime(2027, 1, 4, tzinfo=UTC)):
        body = {"eventTypeId": talk.id, "attendee": attendee, "start": "2027-03-29T10:00:00Z"}
        assert refusal(await api.post("/v2/bookings", body))[0] == 400


async def test_older_programs_hear_that_it_is_a_holiday(world: World) -> None:
    user, talk = await one_host(world)
    await _keeps(world, user, country="DE")
    api = await world.api(None)
    window = "startTime=2027-03-29T00:00:00Z&endTime=2027-03-29T23:59:59Z"
    with clock.frozen(datetime(2027, 1, 4, tzinfo=UTC)):
        answer = await api.get(f"/v2/slots/available?{window}&eventTypeId={talk.id}")
    entry = answer.json()["data"]["slots"]["2027-03-29"][0]
    assert (entry["away"], entry["reason"]) == (True, "ooo_reasons_public_holiday")


async def test_it_takes_one_statement_for_all_hosts(world: World, engine: AsyncEngine) -> None:
    numbers = []
    for people in (1, 4):
        team = await world.team()
        talk = await event_type(world, team, scheduling_type="roundRobin", minimum_booking_notice=0)
        for _ in range(people):
            member = await world.member(team, time_zone="UTC")
            await hours(world, member, "UTC")
            await host(world, talk, member)
            await _keeps(world, member, country="DE")
        with counted(engine) as statements:
            assert await Asker(world).starts(talk, "03-29") == []
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


async def test_mail_is_not_answered_because_of_a_holiday(world: World) -> None:
    user = await world.user()
    await _keeps(world, user, country="DE")
    state = await reply_state(world.session, user.id, datetime(2027, 12, 25, 12, tzinfo=UTC), Policy())
    assert state is not None
    assert state.mode == "off"


async def test_the_countries_are_listed(world: World) -> None:
    api = await world.api(await world.user())
    found = {row["code"]: row for row in (await api.get("/v2/holidays/countries")).json()["data"]}
    assert found["DE"]["name"] == "Germany"
    assert {"code": "SCT", "name": "Scotland"} in found["GB"]["regions"]
