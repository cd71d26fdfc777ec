"""The routes of a person and of a person of an organization (availability sheet, sections 4 and 5)."""

from typing import Any

import pytest
from sqlalchemy import select

from locum.schedules.models import Schedule, ScheduleRule
from locum.users.models import User
from tests.factories.world import Api, World

VERSION = {"cal-api-version": "2024-06-11"}

RULE = {"days": ["Sunday", "Monday"], "startTime": "10:00", "endTime": "12:30"}
OVERRIDE = {"date": "2050-05-20", "startTime": "08:00", "endTime": "09:00"}


async def made(api: Api, path: str = "/v2/schedules", **values: Any) -> dict[str, Any]:
    """A schedule made over the API."""
    answer = await api.post(path, {"name": "Work", "timeZone": "Europe/Rome", "isDefault": False, **values})
    assert answer.status_code == 201, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


async def message(api: Api, method: str, path: str, body: Any = None) -> tuple[int, str]:
    """The status and text of a refusal."""
    answer = await api.call(method, path, **({"json": body} if body is not None else {}))
    return answer.status_code, answer.json()["error"]["message"]


async def defaults(api: Api, path: str = "/v2/schedules") -> dict[int, bool]:
    """Which schedules show that they are the default."""
    return {schedule["id"]: schedule["isDefault"] for schedule in (await api.get(path)).json()["data"]}


async def test_lists_are_by_ascending_id_and_one_s_own(world: World) -> None:
    api, other = await world.api(await world.user(), **VERSION), await world.api(await world.user(), **VERSION)
    ids = [(await made(api, name=name))["id"] for name in ["C", "A", "B"]]
    await made(other)
    answer = await api.get("/v2/schedules?take=1&skip=1")
    assert answer.status_code == 200
    assert [schedule["id"] for schedule in answer.json()["data"]] == sorted(ids)


async def test_nobody_is_asked_to_sign_in(world: World) -> None:
    nobody = await world.api(None, **VERSION)
    for method, path in [
        ("GET", "/v2/schedules"),
        ("POST", "/v2/schedules"),
        ("GET", "/v2/schedules/default"),
        ("GET", "/v2/schedules/1"),
        ("PATCH", "/v2/schedules/1"),
        ("DELETE", "/v2/schedules/1"),
    ]:
        answer = await nobody.call(method, path)
        assert answer.status_code == 401, (method, path)


async def test_there_is_one_default_or_none(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    assert (await api.get("/v2/schedules/default")).json() == {"status": "success", "data": None}
    first = await made(api)
    assert first["isDefault"] is False
    second = await made(api, isDefault=True)
    assert second["isDefault"] is True
    assert await defaults(api) == {first["id"]: False, second["id"]: True}
    moved = await api.patch(f"/v2/schedules/{first['id']}", {"isDefault": True})
    assert moved.json()["data"]["isDefault"] is True
    assert await defaults(api) == {first["id"]: True, second["id"]: False}
    assert (await api.get("/v2/schedules/default")).json()["data"] == moved.json()["data"]
    third = await made(api, isDefault=True)
    assert await defaults(api) == {first["id"]: False, second["id"]: False, third["id"]: True}


@pytest.mark.parametrize("body", [{"isDefault": False}, {"isDefault": None}, {}])
async def test_the_default_cannot_be_given_up(world: World, body: dict[str, Any]) -> None:
    api = await world.api(await world.user(), **VERSION)
    schedule = await made(api, isDefault=True)
    answer = await api.patch(f"/v2/schedules/{schedule['id']}", body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"] == schedule


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ({}, {}),
        ({"name": "Play"}, {"name": "Play"}),
        ({"timeZone": "asia/tokyo"}, {"timeZone": "Asia/Tokyo"}),
        ({"overrides": [{**OVERRIDE, "date": "2050-06-01"}]}, {"overrides": [{**OVERRIDE, "date": "2050-06-01"}]}),
        ({"availability": [{**RULE, "days": ["Friday"]}]}, {"availability": [{**RULE, "days": ["Friday"]}]}),
        ({"availability": []}, {"availability": []}),
        ({"overrides": []}, {"overrides": []}),
        ({"availability": [], "overrides": []}, {"availability": [], "overrides": []}),
        ({"availability": None, "overrides": None, "name": None, "timeZone": None}, {}),
        ({"id": 1, "ownerId": 1, "color": "red"}, {}),
    ],
)
async def test_a_change_replaces_whole_lists_and_leaves_the_rest(
    world: World, body: dict[str, Any], changed: dict[str, Any]
) -> None:
    api = await world.api(await world.user(), **VERSION)
    schedule = await made(api, availability=[RULE, RULE], overrides=[OVERRIDE, OVERRIDE])
    path = f"/v2/schedules/{schedule['id']}"
    answer = await api.patch(path, body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"] == {**schedule, **changed}
    assert (await api.get(path)).json()["data"] == {**schedule, **changed}


async def test_a_rule_without_days_is_kept_though_not_shown(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    schedule = await made(api, availability=[{**RULE, "days": []}])
    assert schedule["availability"] == []
    rows = await world.session.scalars(select(ScheduleRule).where(ScheduleRule.schedule_id == schedule["id"]))
    assert [(rule.days, rule.start_minute) for rule in rows] == [([], 600)]


async def test_a_schedule_without_a_zone_shows_london(world: World) -> None:
    anna = await world.user(time_zone="Asia/Tokyo")
    world.session.add(Schedule(user_id=anna.id, name="Working Hours", time_zone=None))
    await world.session.commit()
    [schedule] = (await (await world.api(anna, **VERSION)).get("/v2/schedules")).json()["data"]
    assert schedule["timeZone"] == "Europe/London"


async def test_deleting_the_default_leaves_none(world: World) -> None:
    anna = await world.user()
    api = await world.api(anna, **VERSION)
    kept, gone = await made(api), await made(api, isDefault=True, availability=[RULE], overrides=[OVERRIDE])
    answer = await api.delete(f"/v2/schedules/{gone['id']}")
    assert answer.status_code == 200
    assert answer.json() == {"status": "success"}
    assert (await api.get("/v2/schedules/default")).json() == {"status": "success", "data": None}
    assert await defaults(api) == {kept["id"]: False}
    assert (await world.session.scalars(select(ScheduleRule).where(ScheduleRule.schedule_id == gone["id"]))).all() == []


async def test_the_account_s_default_counts_only_if_it_is_the_owner_s(world: World) -> None:
    anna, ben = await world.user(), await world.user()
    schedule = await made(await world.api(ben, **VERSION))
    anna.default_schedule_id = schedule["id"]
    await world.session.commit()
    api = await world.api(anna, **VERSION)
    assert (await api.get("/v2/schedules/default")).json()["data"] is None


async def test_a_change_without_a_body_changes_nothing(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    schedule = await made(api)
    answer = await api.call("PATCH", f"/v2/schedules/{schedule['id']}")
    assert (answer.status_code, answer.json()["data"]) == (200, schedule)


UNKNOWN = 2**40


@pytest.mark.parametrize("place", ["me", "organization"])
async def test_refusals_of_single_schedules(world: World, place: str) -> None:
    organization = await world.organization()
    admin, anna, ben = [await world.member(organization, role) for role in ("ADMIN", "MEMBER", "MEMBER")]
    theirs = await made(await world.api(ben, **VERSION))
    if place == "me":
        api, base = await world.api(anna, **VERSION), "/v2/schedules"
    else:
        api, base = await world.api(admin, **VERSION), f"/v2/organizations/{organization.id}/users/{anna.id}/schedules"
    unknown = f"Schedule with ID={UNKNOWN} does not exist."
    foreign = f"User with ID={anna.id} does not own schedule with ID={theirs['id']}"
    for method, body, missing in [("GET", None, 404), ("PATCH", {"name": 5}, 404), ("DELETE", None, 400)]:
        assert await message(api, method, f"{base}/{UNKNOWN}", body) == (missing, unknown)
        assert await message(api, method, f"{base}/{theirs['id']}", body) == (403, foreign)
        for text in ["abc", "1.5", "-1", "9" * 30]:
            status, reason = await message(api, method, f"{base}/{text}", body)
            assert (status, reason) == (400, "Validation failed (numeric string is expected)"), (method, text)


async def test_an_administrator_keeps_a_member_s_schedules(world: World) -> None:
    organization = await world.organization()
    admin, anna = await world.member(organization, "ADMIN"), await world.member(organization)
    api, own = await world.api(admin, **VERSION), await world.api(anna, **VERSION)
    base = f"/v2/organizations/{organization.id}/users/{anna.id}/schedules"
    schedule = await made(api, base, isDefault=True)
    assert schedule["ownerId"] == anna.id
    assert (await own.get("/v2/schedules/default")).json()["data"] == schedule
    assert (await (await world.api(admin, **VERSION)).get("/v2/schedules")).json()["data"] == []
    assert (await api.get(f"{base}/{schedule['id']}")).json()["data"] == schedule
    changed = await api.patch(f"{base}/{schedule['id']}", {"overrides": [OVERRIDE]})
    assert changed.json()["data"] == {**schedule, "overrides": [OVERRIDE]}
    assert (await api.get(base)).json()["data"] == [changed.json()["data"]]
    assert (await api.delete(f"{base}/{schedule['id']}")).json() == {"status": "success"}
    assert (await own.get("/v2/schedules")).json()["data"] == []


async def test_there_is_no_default_route_below_organizations(world: World) -> None:
    organization = await world.organization()
    admin = await world.member(organization, "ADMIN")
    path = f"/v2/organizations/{organization.id}/users/{admin.id}/schedules/default"
    assert (await (await world.api(admin, **VERSION)).get(path)).status_code == 400


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_who_may_not_in_an_organization(world: World, method: str) -> None:
    organization = await world.organization()
    admin, anna, stranger = (
        await world.member(organization, "ADMIN"),
        await world.member(organization),
        await world.user(),
    )

    async def refused(caller: User, organization_id: int, user_id: int) -> str:
        path = f"/v2/organizations/{organization_id}/users/{user_id}/schedules"
        status, reason = await message(
            await world.api(caller, **VERSION), method, path, {} if method == "POST" else None
        )
        assert status == 403, reason
        return reason

    assert "does not have the minimum required role=ORG_ADMIN" in await refused(anna, organization.id, anna.id)
    assert "is not a member of the organization" in await refused(stranger, organization.id, anna.id)
    assert "is not part of the organization" in await refused(admin, organization.id, stranger.id)
    assert "does not represent any existing organization" in await refused(admin, UNKNOWN, anna.id)
