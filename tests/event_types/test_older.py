"""Event types of 2024-04-15 (event types sheet, section 12; client surface sheet, section 2.4)."""

from typing import Any

import pytest

from locum.event_types.rules.older_locations import newer, older
from tests.factories.event_types import event_type, host
from tests.factories.world import Api, World

PATH = "/v2/event-types"
OLD = {"cal-api-version": "2024-04-15"}
UNTOLD = {"cal-api-version": ""}
BARE = {"length": 30, "slug": "old-talk", "title": "Old talk"}
LOCATIONS: list[dict[str, Any]] = [
    {"type": "integrations:daily"},
    {"type": "inPerson", "address": "Here", "displayLocationPublicly": True},
    {"type": "link", "link": "https://example.com", "displayLocationPublicly": False},
    {"type": "userPhone", "hostPhoneNumber": "+491701234567", "displayLocationPublicly": False},
    {"type": "phone"},
    {"type": "attendeeInPerson"},
    {"type": "somewhereElse"},
]


def test_locations_there_and_back() -> None:
    assert older(newer(LOCATIONS)) == LOCATIONS


async def groups(api: Api, query: str = "") -> Any:
    answer = await api.get(f"{PATH}{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["eventTypeGroups"]


async def test_the_life_of_one(world: World) -> None:
    ada = await world.user()
    api, newest = await world.api(ada, **OLD), await world.api(ada, **{"cal-api-version": "2024-06-14"})
    made = await api.post(PATH, {**BARE, "locations": LOCATIONS, "beforeEventBuffer": 5})
    assert made.status_code == 201, made.text
    data = made.json()["data"]
    assert (data["length"], data["userId"], data["teamId"], data["locations"]) == (30, ada.id, None, LOCATIONS)
    one = f"{PATH}/{data['id']}"
    assert (await api.get(one)).json()["data"]["eventType"] == data
    shown = (await newest.get(one)).json()["data"]
    assert (shown["lengthInMinutes"], shown["beforeEventBuffer"], len(shown["locations"])) == (30, 5, 7)
    changed = await api.patch(one, {"length": 45, "hidden": True})
    assert changed.json()["data"] == {**data, "length": 45, "hidden": True}
    gone = await api.delete(one)
    assert gone.json()["data"] == {"id": data["id"], "length": 45, "slug": "old-talk", "title": "Old talk"}
    assert (await api.get(one)).status_code == 404


async def test_bodies_of_the_other_version_are_refused(world: World) -> None:
    ada = await world.user()
    newer_body = {"lengthInMinutes": 30, "slug": "x", "title": "x"}
    for version, body in (("2024-04-15", newer_body), ("2024-06-11", newer_body), ("2024-06-14", BARE)):
        api = await world.api(ada, **{"cal-api-version": version})
        assert (await api.post(PATH, body)).status_code == 400
    assert (
        await (await world.api(ada, **OLD)).post(PATH, {**BARE, "locations": [{"type": "moon"}]})
    ).status_code == 400


@pytest.mark.parametrize("headers", [OLD, UNTOLD, {"cal-api-version": "nonsense"}])
async def test_groups_of_oneself_and_of_teams(world: World, headers: dict[str, str]) -> None:
    team, other = await world.team(name="Care"), await world.team()
    ada = await world.member(team)
    own = await event_type(world, ada, hidden=True)
    shared = await event_type(world, team, scheduling_type="roundRobin")
    await host(world, shared, ada)
    await event_type(world, other)
    mine, teams = await groups(await world.api(ada, **headers))
    assert (mine["teamId"], mine["membershipRole"]) == (None, None)
    assert [(row["id"], row["length"], row["userId"]) for row in mine["eventTypes"]] == [(own.id, 60, ada.id)]
    assert (teams["teamId"], teams["membershipRole"], teams["profile"]["name"]) == (team.id, "MEMBER", "Care")
    assert teams["metadata"] == {"membershipCount": 1, "readOnly": True}
    assert [(row["id"], row["teamId"], row["users"][0]["id"]) for row in teams["eventTypes"]] == [
        (shared.id, team.id, ada.id)
    ]


async def test_pages_count_event_types_whatever_their_group(world: World) -> None:
    team = await world.team()
    ada = await world.member(team)
    rows = [await event_type(world, owner) for owner in (ada, ada, team, team)]
    api, seen = await world.api(ada, **OLD), []
    for skip in (0, 3, 4):
        page = await groups(api, f"?take=3&skip={skip}")
        seen.append([row["id"] for group in page for row in group["eventTypes"]])
    assert seen == [[row.id for row in rows[:3]], [rows[3].id], []]


async def test_nobody_has_none_and_public_pages_stay_as_they_are(world: World) -> None:
    ada = await world.user(username="ada-of-old")
    row = await event_type(world, ada)
    nobody = await world.api(None, **UNTOLD)
    assert await groups(nobody) == []
    assert [one["id"] for one in (await nobody.get(f"{PATH}?username=ada-of-old")).json()["data"]] == [row.id]
    later = await world.api(ada, **{"cal-api-version": "2026-06-12"})
    assert [one["id"] for one in (await later.get(PATH)).json()["data"]] == [row.id]


async def test_without_a_version_the_body_tells_it(world: World) -> None:
    ada = await world.user()
    api = await world.api(ada, **UNTOLD)
    made = await api.post(PATH, BARE)
    assert (made.status_code, made.json()["data"]["length"]) == (201, 30)
    newer_one = await api.post(PATH, {"lengthInMinutes": 45, "slug": "new-talk", "title": "New talk"})
    assert (newer_one.status_code, newer_one.json()["data"]["lengthInMinutes"]) == (201, 45)
    one = f"{PATH}/{newer_one.json()['data']['id']}"
    assert (await api.get(one)).json()["data"]["eventType"]["length"] == 45
    assert (await api.patch(one, {"title": "Talk"})).json()["data"]["length"] == 45
    assert (await api.patch(one, {"lengthInMinutes": 50})).json()["data"]["lengthInMinutes"] == 50
    assert (await api.delete(one)).json()["data"]["length"] == 50
    faulty = await api.post(PATH, {"slug": "x", "title": "x"})
    assert faulty.status_code == 400
    assert "length" in faulty.text


@pytest.mark.parametrize("version", ["2024-06-11", "2024-06-14"])
async def test_what_somebody_offers_to_everybody(world: World, version: str) -> None:
    ada = await world.user(username="ada.adams")
    talk = await event_type(world, ada, slug="talk", title="Talk", length_in_minutes=25, description="About it")
    await event_type(world, ada, slug="secret", hidden=True)
    nobody = await world.api(None, **{"cal-api-version": version})
    said = {"id": talk.id, "title": "Talk", "slug": "talk", "description": "About it", "length": 25, "hidden": False}
    assert (await nobody.get(f"{PATH}/Ada.Adams/public")).json()["data"] == [said]
    assert (await nobody.get(f"{PATH}/ada.adams/talk/public")).json()["data"] == said
    assert (await nobody.get(f"{PATH}/nobody/public")).json()["data"] == []
    for unknown in ("ada.adams/secret", "ada.adams/none", "nobody/talk"):
        assert (await nobody.get(f"{PATH}/{unknown}/public")).status_code == 404
