"""Schedules of 2024-04-15 (availability sheet, section 7)."""

from typing import Any

import pytest

from tests.factories.slots import hours
from tests.factories.world import Api, World

PATH = "/v2/schedules"
OLD = {"cal-api-version": "2024-04-15"}
NEW = {"cal-api-version": "2024-06-11"}
BARE = {"name": "Old", "timeZone": "Europe/Rome", "isDefault": True}
NINE, FIVE = "1970-01-01T09:00:00.000Z", "1970-01-01T17:00:00.000Z"


async def pair(world: World, headers: dict[str, str] = OLD) -> tuple[Api, Api]:
    """The same person with an older and a newer program."""
    ada = await world.user()
    return await world.api(ada, **headers), await world.api(ada, **NEW)


async def made(api: Api, **values: Any) -> Any:
    answer = await api.post(PATH, {**BARE, **values})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


@pytest.mark.parametrize("headers", [OLD, {}, {"cal-api-version": "nonsense"}])
async def test_the_usual_week_in_every_form(world: World, headers: dict[str, str]) -> None:
    older, newer = await pair(world, headers)
    await made(older)
    schedule = await made(older, availabilities=[])
    user_id = (await newer.get("/v2/me")).json()["data"]["id"]
    [rule] = schedule.pop("schedule")
    assert rule == {
        "id": rule["id"],
        "userId": user_id,
        "eventTypeId": None,
        "scheduleId": schedule["id"],
        "days": [1, 2, 3, 4, 5],
        "startTime": NINE,
        "endTime": FIVE,
        "date": None,
    }
    working = [{"start": NINE, "end": FIVE}]
    assert schedule == {
        "id": schedule["id"],
        "name": "Old",
        "isManaged": False,
        "workingHours": [{"days": [1, 2, 3, 4, 5], "startTime": 540, "endTime": 1020, "userId": user_id}],
        "availability": [[], *[working] * 5, []],
        "timeZone": "Europe/Rome",
        "dateOverrides": [],
        "isDefault": True,
        "isLastSchedule": False,
        "readOnly": False,
    }
    [_, shown] = (await newer.get(PATH)).json()["data"]
    assert (shown["availability"][0]["startTime"], shown["isDefault"]) == ("09:00", True)


async def test_only_the_clock_counts_and_rules_are_seen_by_everybody(world: World) -> None:
    older, newer = await pair(world)
    given = [
        {"days": [0, 6], "startTime": "2031-05-20T07:30:59Z", "endTime": "2020-01-01T08:15:00.000Z"},
        {"days": [3], "startTime": "2031-05-20T20:00:00Z", "endTime": "2031-05-21T00:00:00Z"},
    ]
    schedule = await made(older, availabilities=given)
    assert [(one["days"], one["startTime"], one["endTime"]) for one in schedule["workingHours"]] == [
        ([0, 6], 450, 495),
        ([3], 1200, 1439),
    ]
    assert schedule["isLastSchedule"] is True
    shown = (await newer.get(f"{PATH}/{schedule['id']}")).json()["data"]["availability"]
    assert shown == [
        {"days": ["Sunday", "Saturday"], "startTime": "07:30", "endTime": "08:15"},
        {"days": ["Wednesday"], "startTime": "20:00", "endTime": "23:59"},
    ]


@pytest.mark.parametrize(
    "text", [None, 5, "09:00", "1970-01-01", "1970-01-01T09:00Z", "1970-01-01T24:00:00Z", "1970-01-01T09:60:00Z"]
)
async def test_times_that_are_none(world: World, text: Any) -> None:
    older, _ = await pair(world)
    for wrong in ({"startTime": text, "endTime": FIVE}, {"startTime": NINE, "endTime": text}):
        answer = await older.post(PATH, {**BARE, "availabilities": [{"days": [1], **wrong}]})
        assert answer.status_code == 400
    for name in BARE:
        assert (await older.post(PATH, {key: BARE[key] for key in BARE if key != name})).status_code == 400
    assert (await older.get(PATH)).json()["data"] == []


async def test_changing(world: World) -> None:
    older, newer = await pair(world)
    first, second = await made(older), await made(older, isDefault=False)
    morning, day = {"start": NINE, "end": "2022-02-02T12:00:00.000Z"}, {"start": NINE, "end": FIVE}
    override = {"start": "2050-05-20T10:00:00.000Z", "end": "2050-05-20T12:00:00.000Z"}
    other = {"start": "2050-05-21T10:00:00.000Z", "end": "2050-05-22T00:00:00.000Z"}
    body = {
        "scheduleId": second["id"],
        "name": "New",
        "isDefault": True,
        "schedule": [[], [morning, day], [], [morning], [], [], []],
        "dateOverrides": [{"ranges": [override]}, [other]],
    }
    answer = await older.patch(f"{PATH}/{second['id']}", body)
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert (data["prevDefaultId"], data["currentDefaultId"]) == (first["id"], second["id"])
    assert (data["isDefault"], data["timeZone"], data["schedule"]["name"]) == (True, "Europe/Rome", "New")
    assert data["schedule"]["dateOverrides"] == [
        {"ranges": [override]},
        {"ranges": [{**other, "end": "2050-05-21T23:59:00.000Z"}]},
    ]
    shown = (await newer.get(f"{PATH}/{second['id']}")).json()["data"]
    assert shown["availability"] == [
        {"days": ["Monday", "Wednesday"], "startTime": "09:00", "endTime": "12:00"},
        {"days": ["Monday"], "startTime": "09:00", "endTime": "17:00"},
    ]
    assert [one["date"] for one in shown["overrides"]] == ["2050-05-20", "2050-05-21"]
    again = await older.patch(f"{PATH}/{second['id']}", {"timeZone": "Asia/Tokyo"})
    assert again.json()["data"]["schedule"]["availability"] == data["schedule"]["availability"]
    assert (await older.patch(f"{PATH}/{second['id']}", {"schedule": [[]] * 6})).status_code == 400
    emptied = await older.patch(f"{PATH}/{second['id']}", {"schedule": [[]] * 7, "dateOverrides": []})
    assert emptied.json()["data"]["schedule"]["schedule"] == []


async def test_finding_and_removing(world: World) -> None:
    older, _ = await pair(world)
    stranger = await world.user()
    theirs = await hours(world, stranger, "UTC")
    assert (await older.get(f"{PATH}/default")).json() == {"status": "success", "data": None}
    schedule = await made(older)
    assert (await older.get(f"{PATH}/default")).json()["data"] == schedule
    assert (await older.get(f"{PATH}/{schedule['id']}")).json()["data"] == schedule
    assert (await older.get(f"{PATH}/{theirs.id}")).status_code == 403
    assert (await older.get(f"{PATH}/{2**40}")).status_code == 404
    assert (await older.delete(f"{PATH}/{schedule['id']}")).json() == {"status": "success"}
    assert (await older.get(f"{PATH}/default")).json()["data"] is None


async def test_a_place_that_was_opened_for_all_days_of_a_date_stays_as_it_is(world: World) -> None:
    """What one version cannot say, such as a rule without days, is not lost through the other."""
    older, newer = await pair(world)
    rules = [{"days": [], "startTime": "10:00", "endTime": "11:00"}]
    override = {"date": "2050-05-20", "startTime": "00:00", "endTime": "00:00"}
    body = {"name": "N", "timeZone": "UTC", "isDefault": False, "availability": rules, "overrides": [override]}
    schedule = (await newer.post(PATH, body)).json()["data"]
    shown = (await older.get(f"{PATH}/{schedule['id']}")).json()["data"]
    closed = "2050-05-20T00:00:00.000Z"
    assert (shown["workingHours"], shown["dateOverrides"]) == ([], [{"ranges": [{"start": closed, "end": closed}]}])
    back = await older.patch(f"{PATH}/{schedule['id']}", {"dateOverrides": shown["dateOverrides"]})
    assert back.status_code == 200
    assert (await newer.get(f"{PATH}/{schedule['id']}")).json()["data"] == schedule


async def test_without_a_header_the_body_tells_its_version(world: World) -> None:
    untold, _ = await pair(world, {})
    hours_of = [{"days": ["Monday"], "startTime": "10:00", "endTime": "11:00"}]
    newer = await made(untold, availability=hours_of)
    assert (newer["availability"], newer["overrides"]) == (hours_of, [])
    one = f"{PATH}/{newer['id']}"
    changed = (await untold.patch(one, {"overrides": [], "name": "New"})).json()["data"]
    assert (changed["name"], changed["availability"]) == ("New", hours_of)
    assert (await untold.call("PATCH", one)).status_code == 200
    assert (await untold.patch(one, {"availability": "never"})).status_code == 400
    assert (await untold.patch(one, {"name": "Old"})).json()["data"]["schedule"]["name"] == "Old"
    assert (await untold.patch(one, {"schedule": [[]] * 7})).json()["data"]["schedule"]["workingHours"] == []
