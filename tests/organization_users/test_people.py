"""People of an organization: making, changing and deleting accounts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from locum.db import events
from locum.memberships.models import Membership, Profile
from locum.organizations.models import Team
from locum.schedules.models import Schedule
from locum.users.events import UserInvited
from locum.users.models import User
from tests.factories.world import Api, World


async def _place(world: World) -> tuple[Team, User, Api, str]:
    organization = await world.organization()
    admin = await world.member(organization, "ADMIN")
    return organization, admin, await world.api(admin), f"/v2/organizations/{organization.id}/users"


@pytest.fixture
def invited(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[UserInvited]]:
    """What was announced."""
    heard: list[UserInvited] = []

    async def hear(_: object, event: UserInvited) -> None:
        heard.append(event)

    monkeypatch.setitem(events._listeners, UserInvited, [hear])
    yield heard


async def test_a_new_person_has_account_profile_membership_and_schedule(
    world: World, invited: list[UserInvited]
) -> None:
    organization, admin, api, path = await _place(world)
    answer = await api.post(path, {"email": "Jane@Acme.co.uk"})
    assert answer.status_code == 201, answer.text
    data = answer.json()["data"]
    assert data == {
        "id": data["id"],
        "username": "jane-acme",
        "name": None,
        "email": "jane@acme.co.uk",
        "emailVerified": None,
        "bio": None,
        "avatarUrl": None,
        "timeZone": "Europe/London",
        "weekStart": "Sunday",
        "appTheme": None,
        "theme": None,
        "defaultScheduleId": None,
        "locale": "en",
        "timeFormat": 12,
        "hideBranding": False,
        "brandColor": None,
        "darkBrandColor": None,
        "allowDynamicBooking": True,
        "createdDate": data["createdDate"],
        "verified": True,
        "invitedTo": organization.id,
        "profile": {
            "id": data["profile"]["id"],
            "organizationId": organization.id,
            "userId": data["id"],
            "username": "jane-acme",
        },
    }
    membership = await world.session.scalar(select(Membership).where(Membership.user_id == data["id"]))
    assert membership is not None
    assert (membership.role, membership.accepted, membership.team_id) == ("MEMBER", True, organization.id)
    schedule = await world.session.scalar(select(Schedule).where(Schedule.user_id == data["id"]))
    assert schedule is not None
    assert (schedule.name, schedule.time_zone) == ("Working Hours", None)
    assert invited == [UserInvited(data["id"], organization.id, str(admin.name))]
    assert (await api.get(path, params={"emails": "jane@acme.co.uk"})).json()["data"] == [data]


async def test_everything_that_can_be_said_is_kept(world: World) -> None:
    _, _, api, path = await _place(world)
    said: dict[str, Any] = {
        "username": "doc",
        "brandColor": "#101010",
        "darkBrandColor": "#fff",
        "bio": "Surgeon",
        "metadata": {"ward": 3},
        "hideBranding": True,
        "theme": "dark",
        "appTheme": "light",
        "timeFormat": 24,
        "locale": "pt-BR",
        "avatarUrl": "https://example.com/doc.png",
    }
    body = {
        **said,
        "email": "doc@acme.com",
        "weekday": "Monday",
        "timeZone": "america/new_york",
        "organizationRole": "ADMIN",
        "autoAccept": False,
        "defaultScheduleId": 0,
    }
    data = (await api.post(path, body)).json()["data"]
    assert {key: data[key] for key in said} == said
    assert (data["weekStart"], data["timeZone"]) == ("Monday", "America/New_York")
    assert data["profile"]["username"] == "doc"
    membership = await world.session.scalar(select(Membership).where(Membership.user_id == data["id"]))
    assert membership is not None
    assert (membership.role, membership.accepted) == ("ADMIN", False)


async def test_the_list_shows_what_a_single_person_shows(world: World) -> None:
    organization, _, api, path = await _place(world)
    moment = datetime(2026, 3, 4, 5, 6, 7, 89_999, tzinfo=UTC)
    anna = await world.member(
        organization, name='Zoë "Z"', email_verified_at=moment, properties={"ward": [3, None], "rate": 1.5}
    )
    ben = await world.member(organization, name=None, bio=None)
    listed = {person["id"]: person for person in (await api.get(path)).json()["data"]}
    for user in (anna, ben):
        assert listed[user.id] == (await api.patch(f"{path}/{user.id}", {})).json()["data"]
    assert listed[anna.id]["emailVerified"] == "2026-03-04T05:06:07.089Z"
    assert "metadata" not in listed[ben.id]


async def test_addresses_and_names_in_use(world: World) -> None:
    _, admin, api, path = await _place(world)
    elsewhere = await world.user(username="free-here")
    known = await api.post(path, {"email": admin.email.upper()})
    assert (known.status_code, known.json()["error"]["message"]) == (409, "A user already exists with that email")
    outside = await api.post(path, {"email": elsewhere.email})
    assert (outside.status_code, outside.json()["error"]["code"]) == (409, "CONFLICT")
    taken = await api.post(path, {"email": "new@acme.com", "username": str(admin.username).upper()})
    assert (taken.status_code, taken.json()["error"]["message"]) == (409, "Username is already taken")
    assert (await api.post(path, {"email": "new@acme.com", "username": "free-here"})).status_code == 201
    reserved = await api.post(path, {"email": "other@acme.com", "username": "event-types"})
    assert reserved.status_code == 400
    first = (await api.post(path, {"email": "jo@acme.com"})).json()["data"]
    second = (await api.post(path, {"email": "jo@acme.org"})).json()["data"]
    assert (first["username"], second["username"]) == ("jo-acme", "jo-acme-2")


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("email", "jane", "isEmail"),
        ("username", 5, "isString"),
        ("weekday", "monday", "isEnum"),
        ("brandColor", "blue", "isHexColor"),
        ("timeZone", "Nowhere", "isTimeZone"),
        ("theme", "pink", "isEnum"),
        ("timeFormat", "12", "isEnum"),
        ("locale", "tlh", "isEnum"),
        ("avatarUrl", "me.png", "isUrl"),
        ("defaultScheduleId", -1, "min"),
        ("organizationRole", "BOSS", "isEnum"),
        ("autoAccept", "yes", "isBoolean"),
        ("metadata", "text", "isMetadata"),
    ],
)
async def test_refused_bodies(world: World, name: str, value: Any, rule: str) -> None:
    _, _, api, path = await _place(world)
    answer = await api.post(path, {"email": "jane@acme.com", name: value})
    assert answer.status_code == 400
    (fault,) = answer.json()["error"]["details"]["errors"]
    assert (fault["property"], list(fault["constraints"])) == (name, [rule])


async def test_changes_leave_the_rest(world: World) -> None:
    organization, admin, api, path = await _place(world)
    anna = await world.member(organization, locale="de", bio="old", time_format=24)
    changed = await api.patch(f"{path}/{anna.id}", {"bio": None, "weekday": "Friday", "organizationRole": "OWNER"})
    assert changed.status_code == 200, changed.text
    data = changed.json()["data"]
    assert (data["bio"], data["weekStart"], data["locale"], data["timeFormat"]) == (None, "Friday", "de", 24)
    membership = await world.session.scalar(select(Membership).where(Membership.user_id == anna.id))
    assert membership is not None
    assert membership.role == "MEMBER"
    own = await api.patch(f"{path}/{anna.id}", {"username": str(anna.username).upper()})
    assert own.status_code == 200
    renamed = (await api.patch(f"{path}/{anna.id}", {"username": "Anna.New"})).json()["data"]
    assert (renamed["username"], renamed["profile"]["username"]) == ("anna.new", "anna.new")
    assert (await api.patch(f"{path}/{anna.id}", {"username": admin.username})).status_code == 409
    assert (await api.patch(f"{path}/{anna.id}", {"email": admin.email})).status_code == 409
    assert (await api.patch(f"{path}/{anna.id}", {"defaultScheduleId": 1})).status_code == 400


async def test_an_account_that_belongs_elsewhere_is_not_changed_from_here(world: World) -> None:
    organization, _, api, path = await _place(world)
    anna = await world.member(await world.organization())
    await world.join(anna, organization)
    for method in ("PATCH", "DELETE"):
        answer = await api.call(method, f"{path}/{anna.id}", json={"timeFormat": 13})
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")


async def test_administrators_do_not_touch_system_administrators(world: World) -> None:
    organization, _, api, path = await _place(world)
    boss = await world.member(organization, is_system_admin=True)
    for method in ("PATCH", "DELETE"):
        assert (await api.call(method, f"{path}/{boss.id}", json={"email": "mine@acme.com"})).status_code == 403


async def test_deleting_takes_the_whole_account(world: World) -> None:
    organization, _, api, path = await _place(world)
    anna = await world.member(organization)
    own = await world.api(anna)
    answer = await api.delete(f"{path}/{anna.id}")
    assert answer.status_code == 200
    assert answer.json()["data"]["email"] == anna.email
    for table, column in ((User, User.id), (Membership, Membership.user_id), (Profile, Profile.user_id)):
        assert await world.session.scalar(select(table.id).where(column == anna.id)) is None
    assert (await own.get("/v2/me")).status_code == 401
    again = await api.delete(f"{path}/{anna.id}")
    assert again.status_code == 403
    assert again.json()["error"]["message"].startswith("IsUserInOrg - ")


async def test_the_last_owner_is_not_deleted(world: World) -> None:
    organization, _, _, path = await _place(world)
    owner, api = await world.member(organization, "OWNER"), await world.api(await world.user(is_system_admin=True))
    assert (await api.delete(f"{path}/{owner.id}")).status_code == 403
    await world.member(organization, "OWNER")
    assert (await api.delete(f"{path}/{owner.id}")).status_code == 200


async def test_lists_filter_by_address_team_and_option(world: World) -> None:
    organization, admin, api, path = await _place(world)
    anna = await world.member(organization, email="anna@list.test", properties={"a": 1})
    bert = await world.member(organization, email="bert@list.test")
    one, two = await world.team(organization), await world.team(organization)
    await world.join(anna, one)
    await world.join(anna, two)
    await world.join(bert, two, accepted=False)
    await world.user(email="outside@list.test")

    async def found(query: str) -> list[int]:
        answer = await api.get(f"{path}?{query}")
        assert answer.status_code == 200, answer.text
        return [row["id"] for row in answer.json()["data"]]

    everybody = [admin.id, anna.id, bert.id]
    assert await found("") == everybody
    assert await found("take=1000&skip=1") == everybody[1:]
    assert await found("emails=ANNA@list.test&emails=outside@list.test") == [anna.id]
    assert await found("emails[]=anna@list.test&emails[]=bert@list.test") == [anna.id, bert.id]
    assert await found(f"teamIds={one.id},{two.id}") == [anna.id, bert.id]
    assert await found(f"teamIds={one.id}&emails=bert@list.test") == []
    assert await found("assignedOptionIds=x,y") == []
    assert await found("assignedOptionIds=x&attributeQueryOperator=OR") == []
    assert await found("assignedOptionIds=x&attributeQueryOperator=NONE") == everybody
    assert await found("attributeQueryOperator=OR") == everybody
    rows = (await api.get(path)).json()["data"]
    assert ["metadata" in row for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    "query",
    [
        "emails=anna@list.test,bert@list.test",
        "emails=nonsense",
        "teamIds=x",
        "attributeQueryOperator=XOR&assignedOptionIds=x",
        "assignedOptionIds=",
        "take=1001",
        "take=0",
        "skip=-1",
    ],
)
async def test_refused_queries(world: World, query: str) -> None:
    _, _, api, path = await _place(world)
    answer = await api.get(f"{path}?{query}")
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["details"]["errors"][0]["property"] == query.split("=", maxsplit=1)[0]
