"""What an absence is made of, and how it is answered (out-of-office sheet, sections 2 and 3)."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from locum.absences.models import Absence
from tests.factories.absences import days, office, refusal
from tests.factories.world import World

FIRST, LAST = "2050-05-01T00:00:00.000Z", "2050-05-10T23:59:59.999Z"


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2050-05-01T01:00:00.000Z", "2050-05-10T13:59:59Z", "2050-05-01", "2050-05-10"),
        ("2050-05-01T00:00:00Z", "2050-05-10T23:59:59.999Z", "2050-05-01", "2050-05-10"),
        ("2050-05-01T18:00:00Z", "2050-05-01T09:00:00Z", "2050-05-01", "2050-05-01"),
        ("2048-02-29T12:00:00Z", "2048-03-01T00:00:00Z", "2048-02-29", "2048-03-01"),
        ("1999-12-31T00:00:00Z", "2000-01-01T00:00:00Z", "1999-12-31", "2000-01-01"),
        ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01", "9999-12-31"),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_whole_utc_days(world: World, method: str, start: str, end: str, first: str, last: str) -> None:
    place = await office(world)
    anna = await place.person()
    path = place.path(anna)
    if method == "PATCH":
        path = place.path(anna, (await place.enter(anna, "2030-01-01", "2030-01-02"))["id"])
    answer = await place.api.call(method, path, json={"start": start, "end": end})
    assert answer.status_code in {200, 201}, answer.text
    data = answer.json()["data"]
    assert (data["start"], data["end"]) == (f"{first}T00:00:00.000Z", f"{last}T23:59:59.999Z")


FAULTY_FORMS = [
    "2050-05-01",
    "2050-05-01T00:00Z",
    "2050-05-01T00:00:00+02:00",
    "2050-05-01T00:00:00.5Z",
    "2050-05-01T00:00:00.000000Z",
    "2050-05-01T00:00:00z",
    "2050-05-01t00:00:00Z",
    "2050-05-01 00:00:00Z",
    "2050-05-01T00:00:00",
    " 2050-05-01T00:00:00Z",
    "2050-05-01T00:00:00Z\n",
    "٢٠٥٠-05-01T00:00:00Z",
    "",
    "tomorrow",
    2540000000000,
    None,
    True,
    {},
    [],
]


@pytest.mark.parametrize("value", FAULTY_FORMS)
@pytest.mark.parametrize("name", ["start", "end"])
@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_other_forms_are_an_invalid_date(world: World, method: str, name: str, value: Any) -> None:
    place = await office(world)
    anna = await place.person()
    path = place.path(anna)
    if method == "PATCH":
        path = place.path(anna, (await place.enter(anna, "2030-01-01", "2030-01-02"))["id"])
    answer = await place.api.call(method, path, json={"start": FIRST, "end": LAST, "toUserId": "x", name: value})
    assert refusal(answer) == (400, "Invalid Date.")


def constraints(answer: Any) -> dict[str, dict[str, str]]:
    """Property -> violated rules, of a refusal of the body's form."""
    status, text = refusal(answer)
    assert (status, text) == (400, "Bad Request Exception")
    return {error["property"]: error["constraints"] for error in answer.json()["error"]["details"]["errors"]}


@pytest.mark.parametrize("text", ["2050-13-45T00:00:00Z", "2050-02-30T00:00:00Z", "2050-05-01T25:00:00.000Z"])
@pytest.mark.parametrize("name", ["start", "end"])
async def test_impossible_dates_are_violations_of_their_property(world: World, name: str, text: str) -> None:
    place = await office(world)
    answer = await place.api.post(place.path(place.admin), {"start": FIRST, "end": LAST, name: text})
    assert constraints(answer) == {name: {"isDate": f"{name} must be a Date instance"}}


@pytest.mark.parametrize("missing", [["start"], ["end"], ["start", "end"]])
async def test_both_ends_are_required(world: World, missing: list[str]) -> None:
    place = await office(world)
    body = {name: text for name, text in {"start": FIRST, "end": LAST}.items() if name not in missing}
    assert list(constraints(await place.api.post(place.path(place.admin), body))) == missing


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        ({"toUserId": "2"}, {"toUserId": {"isInt": "toUserId must be an integer number"}}),
        ({"toUserId": 2.5}, {"toUserId": {"isInt": "toUserId must be an integer number"}}),
        ({"toUserId": True}, {"toUserId": {"isInt": "toUserId must be an integer number"}}),
        ({"notes": 5}, {"notes": {"isString": "notes must be a string"}}),
        (
            {"reason": "bored"},
            {
                "reason": {
                    "isEnum": "reason must be one of the following values: "
                    "unspecified, vacation, travel, sick, public_holiday"
                }
            },
        ),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_types_are_strict(world: World, method: str, body: dict[str, Any], rules: Any) -> None:
    place = await office(world)
    path = place.path(place.admin)
    if method == "PATCH":
        path = place.path(place.admin, (await place.enter(place.admin, "2030-01-01", "2030-01-02"))["id"])
    answer = await place.api.call(method, path, json={"start": FIRST, "end": LAST, **body})
    assert constraints(answer) == rules


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, {"notes": None, "reason": "unspecified", "toUserId": None}),
        ({"notes": None, "reason": None, "toUserId": None}, {"notes": None, "reason": "unspecified", "toUserId": None}),
        ({"notes": ""}, {"notes": ""}),
        ({"notes": "é\n" * 20_000}, {"notes": "é\n" * 20_000}),
        *[({"reason": word}, {"reason": word}) for word in ("vacation", "travel", "sick", "public_holiday")],
    ],
)
async def test_what_is_optional(world: World, given: dict[str, Any], shown: dict[str, Any]) -> None:
    place = await office(world)
    data = await place.enter(await place.person(), "2050-05-01", "2050-05-10", **given)
    assert {name: data[name] for name in shown} == shown


async def test_unknown_fields_change_nothing(world: World) -> None:
    place = await office(world)
    anna = await place.person()
    uuid = "00000000-0000-4000-8000-000000000000"
    data = await place.enter(anna, "2050-05-01", "2050-05-10", userId=place.admin.id, uuid=uuid, id=7, emoji="x")
    assert data["userId"] == anna.id
    assert data["uuid"] != uuid
    changed = await place.patch(anna, data["id"], {"userId": place.admin.id, "uuid": uuid, "id": 7})
    assert changed.json()["data"] == data


async def test_the_answer_has_exactly_these_fields(world: World) -> None:
    place = await office(world)
    anna, ben = await place.person(), await place.person()
    data = await place.enter(anna, "2050-05-01", "2050-05-10", ben, notes="Sea", reason="vacation")
    assert UUID(data["uuid"]).version == 4
    assert data == {
        "id": data["id"],
        "uuid": data["uuid"],
        "userId": anna.id,
        "toUserId": ben.id,
        "start": FIRST,
        "end": LAST,
        "notes": "Sea",
        "reason": "vacation",
    }
    listed = (await place.api.get(place.path(anna))).json()
    assert listed == {"status": "success", "data": [data]}


async def test_a_missing_reason_is_shown_as_unspecified(world: World) -> None:
    place = await office(world)
    data = await place.enter(place.admin, "2050-05-01", "2050-05-10", reason="sick")
    await world.session.execute(update(Absence).where(Absence.id == data["id"]).values(reason=None))
    await world.session.commit()
    [shown] = (await place.api.get(place.path(place.admin))).json()["data"]
    assert shown["reason"] == "unspecified"


@pytest.mark.parametrize("version", ["2024-04-15", "2024-06-11", "2024-08-13", "2024-09-04", "2031-01-01", "x"])
async def test_every_version_answers_the_same(world: World, version: str) -> None:
    place = await office(world)
    path = place.path(place.admin)
    made = await place.api.post(path, days("2050-05-01", "2050-05-10"), headers={"cal-api-version": version})
    assert made.status_code == 201
    assert made.json()["data"]["start"] == FIRST


async def test_stamps_are_kept_though_not_shown(world: World) -> None:
    place = await office(world)
    before = datetime.now(UTC)
    data = await place.enter(place.admin, "2050-05-01", "2050-05-10")
    absence = await world.session.get_one(Absence, data["id"])
    assert before <= absence.created_at <= datetime.now(UTC)
