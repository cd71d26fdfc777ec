"""What a schedule accepts and refuses (availability sheet, section 3)."""

from typing import Any

import pytest

from tests.factories.world import World

VERSION = {"cal-api-version": "2024-06-11"}

WEEK = [{"days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], "startTime": "09:00", "endTime": "17:00"}]
LEAST = {"name": "Work", "timeZone": "Europe/Rome", "isDefault": False}
RULE = {"days": ["Sunday", "Monday"], "startTime": "10:00", "endTime": "12:30"}
OVERRIDE = {"date": "2050-05-20", "startTime": "08:00", "endTime": "09:00"}


def first_constraints(error: dict[str, Any]) -> tuple[list[str], dict[str, str]]:
    """The path to the deepest first violation, and its texts."""
    [violation] = error["details"]["errors"]
    path = [violation["property"]]
    while violation["children"]:
        violation = violation["children"][0]
        path.append(violation["property"])
    return path, violation["constraints"]


async def test_the_least_that_creates_is_a_working_week(world: World) -> None:
    anna = await world.user()
    api = await world.api(anna, **VERSION)
    answer = await api.post("/v2/schedules", LEAST)
    assert answer.status_code == 201, answer.text
    data = answer.json()["data"]
    assert data == {
        "id": data["id"],
        "ownerId": anna.id,
        "name": "Work",
        "timeZone": "Europe/Rome",
        "availability": WEEK,
        "isDefault": False,
        "overrides": [],
    }


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"availability": []}, {"availability": []}),
        ({"availability": None, "overrides": None}, {"availability": WEEK, "overrides": []}),
        ({"availability": [RULE]}, {"availability": [RULE]}),
        ({"availability": [RULE, *WEEK, RULE]}, {"availability": [RULE, *WEEK, RULE]}),
        ({"availability": [{**RULE, "days": []}, RULE]}, {"availability": [RULE]}),
        ({"availability": [{**RULE, "days": ["Monday"] * 2}]}, {"availability": [{**RULE, "days": ["Monday"] * 2}]}),
        (
            {"availability": [{**RULE, "startTime": "22:00", "endTime": "02:00"}]},
            {"availability": [{**RULE, "startTime": "22:00", "endTime": "02:00"}]},
        ),
        (
            {"availability": [{**RULE, "startTime": "00:00", "endTime": "23:59"}]},
            {"availability": [{**RULE, "startTime": "00:00", "endTime": "23:59"}]},
        ),
        ({"availability": [{**RULE, "id": 7}], "id": 5, "ownerId": 5}, {"availability": [RULE]}),
        ({"overrides": [OVERRIDE]}, {"overrides": [OVERRIDE], "availability": WEEK}),
        (
            {"overrides": [OVERRIDE, {**OVERRIDE, "date": "2001-01-01"}, OVERRIDE]},
            {"overrides": [OVERRIDE, {**OVERRIDE, "date": "2001-01-01"}, OVERRIDE]},
        ),
        (
            {"overrides": [{**OVERRIDE, "date": "2050-05-20T23:30:00-02:00"}]},
            {"overrides": [{**OVERRIDE, "date": "2050-05-21"}]},
        ),
        ({"timeZone": "america/new_york"}, {"timeZone": "America/New_York"}),
        ({"timeZone": "UTC"}, {"timeZone": "UTC"}),
        ({"timeZone": "Asia/Calcutta"}, {"timeZone": "Asia/Calcutta"}),
        ({"name": ""}, {"name": ""}),
    ],
)
async def test_accepted(world: World, given: dict[str, Any], shown: dict[str, Any]) -> None:
    api = await world.api(await world.user(), **VERSION)
    made = await api.post("/v2/schedules", {**LEAST, **given})
    assert made.status_code == 201, made.text
    kept = (await api.get(f"/v2/schedules/{made.json()['data']['id']}")).json()["data"]
    assert kept == made.json()["data"]
    assert {name: kept[name] for name in shown} == shown


REFUSED: list[tuple[dict[str, Any], str, str, str]] = [
    ({"name": 5}, "name", "isString", "name must be a string"),
    ({"timeZone": "Mars/Olympus"}, "timeZone", "isTimeZone", "timeZone must be a valid IANA time-zone"),
    ({"timeZone": ""}, "timeZone", "isTimeZone", "timeZone must be a valid IANA time-zone"),
    ({"timeZone": 3}, "timeZone", "isString", "timeZone must be a string"),
    ({"isDefault": "true"}, "isDefault", "isBoolean", "isDefault must be a boolean value"),
    ({"availability": {}}, "availability", "isArray", "availability must be an array"),
    ({"availability": [3]}, "availability.0", "isObject", "availability.0 must be an object"),
    *(
        ({"availability": [{**RULE, "startTime": text}]}, "availability.0.startTime", "matches", "")
        for text in ["9:00", "24:00", "09:00:00", "09:60", "", None, 9]
    ),
    ({"availability": [RULE, {**RULE, "endTime": "5pm"}]}, "availability.1.endTime", "matches", ""),
    ({"overrides": [{**OVERRIDE, "endTime": "24:00"}]}, "overrides.0.endTime", "matches", ""),
    (
        {"availability": [{"days": ["Monday"], "startTime": "09:00"}]},
        "availability.0.endTime",
        "isDefined",
        "availability.0.endTime should not be null or undefined",
    ),
    (
        {"availability": [{**RULE, "days": ["monday"]}]},
        "availability.0.days.0",
        "isEnum",
        "availability.0.days.0 must be one of the following values: "
        "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday",
    ),
    (
        {"availability": [{**RULE, "days": "Monday"}]},
        "availability.0.days",
        "isArray",
        "availability.0.days must be an array",
    ),
    *(
        (
            {"overrides": [{**OVERRIDE, "date": text}]},
            "overrides.0.date",
            "isIso8601",
            "overrides.0.date must be a valid ISO 8601 date string",
        )
        for text in ["2050-02-30", "20.05.2050", "", None, 20500520]
    ),
]


@pytest.mark.parametrize(("given", "where", "rule", "text"), REFUSED)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_refused(world: World, method: str, given: dict[str, Any], where: str, rule: str, text: str) -> None:
    api = await world.api(await world.user(), **VERSION)
    path = "/v2/schedules"
    if method == "PATCH":
        path += f"/{(await api.post(path, LEAST)).json()['data']['id']}"
    answer = await api.call(method, path, json={**LEAST, **given} if method == "POST" else given)
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert error["message"] == "Bad Request Exception"
    found, constraints = first_constraints(error)
    assert found == where.split(".")
    assert constraints == {rule: text or f"{where} must be a valid time format HH:MM"}


@pytest.mark.parametrize("name", ["name", "timeZone", "isDefault"])
@pytest.mark.parametrize("how", ["absent", "null"])
async def test_required_to_create(world: World, name: str, how: str) -> None:
    api = await world.api(await world.user(), **VERSION)
    body = {**LEAST, name: None} if how == "null" else {key: LEAST[key] for key in LEAST if key != name}
    answer = await api.post("/v2/schedules", body)
    assert answer.status_code == 400
    assert [violation["property"] for violation in answer.json()["error"]["details"]["errors"]] == [name]


async def test_every_violation_is_reported_at_once(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    body = {"name": 1, "timeZone": "x", "availability": [{**RULE, "startTime": "9", "endTime": "10"}]}
    errors = (await api.post("/v2/schedules", body)).json()["error"]["details"]["errors"]
    assert [error["property"] for error in errors] == ["name", "timeZone", "isDefault", "availability"]
    assert [child["property"] for child in errors[3]["children"][0]["children"]] == ["startTime", "endTime"]


async def test_what_get_answers_can_be_sent_back(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    made = (await api.post("/v2/schedules", {**LEAST, "availability": [RULE], "overrides": [OVERRIDE]})).json()["data"]
    answer = await api.patch(f"/v2/schedules/{made['id']}", made)
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"] == made


async def test_text_that_a_database_cannot_hold_is_refused(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    answer = await api.post("/v2/schedules", {**LEAST, "name": "a\x00b"})
    assert answer.status_code == 400, answer.text
