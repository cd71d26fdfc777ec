"""People whom a client manages: made, seen, changed, deleted."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.event_types.models import EventType
from locum.mail.models import MailMessage
from locum.memberships.models import Membership, Profile
from locum.schedules.models import Schedule
from locum.users.models import User
from tests.factories.oauth import Platform, oauth_client, pair, platform_with_client
from tests.factories.world import Api, World
from tests.http.test_statements import counted


async def _listed(house: Platform, **params: Any) -> list[int]:
    answer = await house.api.get(f"{house.path}/users", params=params)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["data"]]


async def test_a_new_person_is_stored_with_the_id_of_the_client(world: World) -> None:
    house = await platform_with_client(world)
    made = await house.person("Jane@acme.co.uk", name="Jane Doe", metadata={"plan": "b"}, weekStart="Monday", bio="x")
    assert set(made) == {"user", "accessToken", "refreshToken", "accessTokenExpiresAt", "refreshTokenExpiresAt"}
    user = made["user"]
    assert user.pop("createdDate").endswith("Z")
    assert user == {
        "id": user["id"],
        "email": f"jane+{house.client.id}@acme.co.uk",
        "username": f"jane-{house.client.id}-acme-co",
        "name": "Jane Doe",
        "bio": "x",
        "timeZone": "Europe/London",
        "weekStart": "Monday",
        "timeFormat": 12,
        "defaultScheduleId": None,
        "locale": "en",
        "avatarUrl": None,
        "metadata": {"plan": "b"},
    }
    shown = (await house.api.get(f"{house.path}/users/{user['id']}")).json()["data"]
    assert {**shown, "createdDate": None} == {**user, "createdDate": None}


async def test_he_belongs_to_the_organization_and_to_no_team_and_hears_nothing(world: World) -> None:
    house = await platform_with_client(world)
    await world.team(house.organization)
    user = (await house.person())["user"]
    memberships = select(Membership.team_id, Membership.role, Membership.accepted).where(
        Membership.user_id == user["id"]
    )
    assert (await world.session.execute(memberships)).all() == [(house.organization.id, "MEMBER", True)]
    profile = select(Profile.organization_id, Profile.username).where(Profile.user_id == user["id"])
    assert (await world.session.execute(profile)).one() == (house.organization.id, user["username"])
    assert (await world.session.scalars(select(MailMessage.id))).all() == []


async def test_with_a_zone_he_has_hours_in_it_and_without_none(world: World) -> None:
    house = await platform_with_client(world)
    made = await house.person(timeZone="america/new_york")
    api = Api(world.client, made["accessToken"])
    (schedule,) = (await api.get("/v2/schedules", headers={"cal-api-version": "2024-06-11"})).json()["data"]
    assert (schedule["timeZone"], schedule["isDefault"]) == ("America/New_York", True)
    week = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert schedule["availability"] == [{"days": week, "startTime": "09:00", "endTime": "17:00"}]
    assert made["user"]["defaultScheduleId"] == schedule["id"]
    without = (await house.person("ben@acme.com", timeZone=None))["user"]
    assert (without["timeZone"], without["defaultScheduleId"]) == ("Europe/London", None)
    schedules = select(Schedule.id).where(Schedule.user_id == without["id"])
    assert (await world.session.scalars(schedules)).all() == []


async def test_default_event_types_where_the_client_says_so(world: World) -> None:
    house = await platform_with_client(world, are_default_event_types_enabled=True)
    user = (await house.person())["user"]
    rows = select(EventType.slug, EventType.length_in_minutes, EventType.locations).where(
        EventType.user_id == user["id"]
    )
    video = [{"type": "integration", "integration": "cal-video"}]
    assert sorted((await world.session.execute(rows)).all()) == [
        ("sixty-minutes", 60, []),
        ("sixty-minutes-video", 60, video),
        ("thirty-minutes", 30, []),
        ("thirty-minutes-video", 30, video),
    ]
    plain = await platform_with_client(world)
    other = (await plain.person())["user"]
    none = select(EventType.id).where(EventType.user_id == other["id"])
    assert (await world.session.scalars(none)).all() == []


async def test_one_address_is_a_person_of_each_client_and_an_ordinary_one(world: World) -> None:
    house = await platform_with_client(world)
    sibling = Platform(world, house.organization, house.owner, await oauth_client(world, house.organization))
    await world.user(email="jane@acme.com")
    first, second = await house.person(), await sibling.person()
    assert first["user"]["id"] != second["user"]["id"]
    again = await house.api.post(f"{house.path}/users", {"email": "jane@acme.com", "name": "x"})
    assert again.status_code == 409
    assert again.json()["error"]["message"] == (
        f"User with the provided e-mail already exists. Existing user ID={first['user']['id']}"
    )
    marked = await house.api.post(f"{house.path}/users", {"email": first["user"]["email"].upper(), "name": "x"})
    assert marked.status_code == 409


async def test_somebody_elses_account_of_that_address_is_not_told(world: World) -> None:
    house = await platform_with_client(world)
    stranger = await world.user(email=f"jane+{house.client.id}@acme.com")
    answer = await house.api.post(f"{house.path}/users", {"email": "jane@acme.com", "name": "x"})
    assert answer.status_code == 409
    assert str(stranger.id) not in answer.json()["error"]["message"]


async def test_names_that_become_the_same_are_told_apart(world: World) -> None:
    house = await platform_with_client(world)
    names = [(await house.person(f"jane{sign}doe@acme.com"))["user"]["username"] for sign in "-_"]
    assert names == [f"jane-doe-{house.client.id}-acme-com", f"jane-doe-{house.client.id}-acme-com-2"]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"email": "jane"}, "isEmail"),
        ({"email": "@acme.com"}, "isEmail"),
        ({"email": None}, "isString"),
        ({"name": None}, "isString"),
        ({"timeZone": ""}, "isTimeZone"),
        ({"timeZone": "Mars/Base"}, "isTimeZone"),
        ({"timeFormat": 13}, "isEnum"),
        ({"weekStart": "Funday"}, "isEnum"),
        ({"locale": "xx"}, "isEnum"),
        ({"avatarUrl": "jane.png"}, "isUrl"),
        ({"metadata": {"a": {}}}, "isMetadata"),
    ],
)
async def test_faulty_bodies_are_refused(world: World, change: dict[str, Any], rule: str) -> None:
    house = await platform_with_client(world)
    answer = await house.api.post(f"{house.path}/users", {"email": "jane@acme.com", "name": "Jane", **change})
    assert answer.status_code == 400
    (fault,) = answer.json()["error"]["details"]["errors"]
    assert (fault["property"], list(fault["constraints"])) == (next(iter(change)), [rule])
    assert await _listed(house) == []


async def test_lists_are_of_one_client_in_pages(world: World) -> None:
    house, other = await platform_with_client(world), await platform_with_client(world)
    await other.person()
    await world.member(house.organization)
    ids = [(await house.person(f"p{number}@acme.com"))["user"]["id"] for number in range(3)]
    assert await _listed(house) == ids
    assert await _listed(house, limit=2) == ids[:2]
    assert await _listed(house, limit=2, offset=2) == ids[2:]
    assert await _listed(house, offset=1000) == []
    for params in ({"limit": 0}, {"limit": 251}, {"offset": -1}, {"limit": "x"}):
        assert (await house.api.get(f"{house.path}/users", params=params)).status_code == 400


async def test_lists_are_filtered_by_address_in_either_form(world: World) -> None:
    house = await platform_with_client(world)
    jane, ben = await house.person("jane@acme.com"), await house.person("ben@acme.com")
    await house.person("eve@acme.com")
    both = [jane["user"]["id"], ben["user"]["id"]]
    assert await _listed(house, emails="JANE@acme.com") == both[:1]
    assert await _listed(house, emails=jane["user"]["email"]) == both[:1]
    assert await _listed(house, emails=f"jane@acme.com,{ben['user']['email']}") == both
    assert await _listed(house, emails=["jane@acme.com", "ben@acme.com"]) == both
    assert await _listed(house, emails="nobody@acme.com") == []
    unescaped = await house.api.get(f"{house.path}/users?emails={jane['user']['email']}")
    assert [row["id"] for row in unescaped.json()["data"]] == both[:1]
    for bad in ("jane", "jane@acme.com,x@"):
        answer = await house.api.get(f"{house.path}/users", params={"emails": bad})
        assert (answer.status_code, answer.json()["error"]["message"]) == (400, f"Invalid email {bad.split(',')[-1]}")


async def test_lists_do_not_ask_again_for_each_row(world: World, engine: AsyncEngine) -> None:
    house = await platform_with_client(world)
    numbers = []
    for path in ("/v2/oauth-clients", f"{house.path}/users"):
        for rows in (2, 12):
            for _ in range(rows):
                await oauth_client(world, house.organization)
                await world.member(house.organization, platform_client_id=house.client.id)
            world.session.expunge_all()
            with counted(engine) as statements:
                assert len((await house.api.get(path)).json()["data"]) >= rows
            numbers.append(len(statements))
    assert numbers == [2, 2, 2, 2]


async def test_what_is_named_changes_and_the_name_follows_the_address(world: World) -> None:
    house = await platform_with_client(world)
    made = await house.person(timeZone="Europe/Rome")
    path = f"{house.path}/users/{made['user']['id']}"
    body = {
        "email": "Jane.Doe@shop.example",
        "name": "J",
        "timeZone": "Asia/Tokyo",
        "locale": "de",
        "metadata": {"a": 1},
    }
    shown = (await house.api.patch(path, body)).json()["data"]
    assert shown["email"] == f"jane.doe+{house.client.id}@shop.example"
    assert shown["username"] == f"jane.doe-{house.client.id}-shop-example"
    assert (shown["name"], shown["timeZone"], shown["locale"], shown["metadata"]) == ("J", "Asia/Tokyo", "de", {"a": 1})
    profile = select(Profile.username).where(Profile.user_id == shown["id"])
    assert await world.session.scalar(profile) == shown["username"]
    zone = select(Schedule.time_zone).where(Schedule.user_id == shown["id"])
    assert await world.session.scalar(zone) == "Europe/Rome"
    same = (await house.api.patch(path, {"email": shown["email"], "timeFormat": 24})).json()["data"]
    assert (same["username"], same["timeFormat"], same["name"]) == (shown["username"], 24, "J")


async def test_faulty_changes_are_refused(world: World) -> None:
    house = await platform_with_client(world)
    made, ben = await house.person(), await house.person("ben@acme.com", timeZone="Europe/Rome")
    path = f"{house.path}/users/{made['user']['id']}"
    taken = await house.api.patch(path, {"email": "ben@acme.com"})
    assert (taken.status_code, taken.json()["error"]["code"]) == (409, "CONFLICT")
    foreign = await house.api.patch(path, {"defaultScheduleId": ben["user"]["defaultScheduleId"]})
    assert foreign.status_code == 400
    for body in ({"email": "x"}, {"weekStart": "Funday"}, {"timeZone": "Mars/Base"}, {"defaultScheduleId": "1"}):
        assert (await house.api.patch(path, body)).status_code == 400
    unchanged = (await house.api.get(path)).json()["data"]
    assert {**unchanged, "createdDate": 0} == {**made["user"], "createdDate": 0}


async def test_a_deleted_person_is_gone_with_his_tokens(world: World) -> None:
    house = await platform_with_client(world)
    made = await house.person()
    path = f"{house.path}/users/{made['user']['id']}"
    removed = await house.api.delete(path)
    assert (removed.status_code, removed.json()["data"]["email"]) == (200, made["user"]["email"])
    assert (await Api(world.client, made["accessToken"]).get("/v2/me")).status_code == 401
    again = await house.api.delete(path)
    text = f"User with ID {made['user']['id']} is not part of this OAuth client."
    assert (again.status_code, again.json()["error"]["message"]) == (404, text)
    assert await world.session.scalar(select(User.id).where(User.id == made["user"]["id"])) is None


OPERATIONS = [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/force-refresh")]


@pytest.mark.parametrize(("method", "suffix"), OPERATIONS)
async def test_people_of_others_are_not_found(world: World, method: str, suffix: str) -> None:
    house, other = await platform_with_client(world), await platform_with_client(world)
    sibling = Platform(world, house.organization, house.owner, await oauth_client(world, house.organization))
    colleague = await world.member(house.organization)
    theirs = [(await place.person())["user"]["id"] for place in (other, sibling)]
    for user_id in (*theirs, colleague.id, 2**40):
        answer = await house.api.call(method, f"{house.path}/users/{user_id}{suffix}", json={"name": 1})
        text = f"User with ID {user_id} is not part of this OAuth client."
        assert (answer.status_code, answer.json()["error"]["message"]) == (404, text)
    wrong = await house.api.call(method, f"{house.path}/users/abc{suffix}", json={})
    assert wrong.status_code == 400


@pytest.mark.parametrize(("method", "suffix"), [("GET", None), ("POST", None), *OPERATIONS])
async def test_only_the_client_and_those_who_manage_it_manage_its_people(
    world: World, method: str, suffix: str | None
) -> None:
    house, stranger = await platform_with_client(world), await platform_with_client(world)
    made = await house.person()
    path = f"{house.path}/users" + ("" if suffix is None else f"/{made['user']['id']}{suffix}")
    for refused, status in (
        (await world.api(await world.member(house.organization)), 403),
        (Api(world.client, made["accessToken"]), 403),
        (await world.api(stranger.owner), 403),
        (await world.api(await world.user()), 403),
        (pair(world, stranger.client), 401),
        (Api(world.client, None), 401),
    ):
        assert (await refused.call(method, path, json={"name": 1})).status_code == status
    admin = await world.api(await world.member(house.organization, "ADMIN"))
    good = {"email": "ben@acme.com", "name": "Ben"}
    assert (await admin.call(method, path, json=good)).status_code in {200, 201}
