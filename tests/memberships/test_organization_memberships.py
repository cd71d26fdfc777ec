"""Memberships of an organization: who is in, on what terms, and what leaving takes along."""

from typing import Any

import pytest
from sqlalchemy import select

from locum.event_types.models import EventTypeHost
from locum.memberships.models import Membership, Profile
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.event_types import event_type, host
from tests.factories.world import Api, World


async def _place(world: World) -> tuple[Team, User, Api, str]:
    organization = await world.organization()
    owner = await world.member(organization, "OWNER")
    return organization, owner, await world.api(owner), f"/v2/organizations/{organization.id}/memberships"


async def _fresh(world: World, user: User) -> User:
    await world.session.refresh(user)
    return user


async def test_an_account_is_brought_in_with_a_profile(world: World) -> None:
    organization, _, api, path = await _place(world)
    anna = await world.user(properties={"badge": "7"})
    answer = await api.post(path, {"userId": anna.id, "role": "ADMIN", "accepted": True})
    assert answer.status_code == 201, answer.text
    data = answer.json()["data"]
    assert data == {
        "id": data["id"],
        "userId": anna.id,
        "teamId": organization.id,
        "accepted": True,
        "role": "ADMIN",
        "customRoleId": None,
        "disableImpersonation": False,
        "user": {
            "avatarUrl": None,
            "username": anna.username,
            "name": anna.name,
            "email": anna.email,
            "bio": None,
            "metadata": {"badge": "7"},
        },
        "attributes": [],
    }
    assert (await api.get(f"/v2/organizations/{organization.id}/users/{anna.id}/ooo")).status_code == 200
    assert (await _fresh(world, anna)).organization_id == organization.id
    assert (await api.get(f"{path}/{data['id']}")).json()["data"] == data


async def test_defaults_are_a_pending_member_who_has_a_profile_and_no_rights(world: World) -> None:
    organization, _, api, path = await _place(world)
    anna = await world.user()
    data = (await api.post(path, {"userId": anna.id})).json()["data"]
    assert (data["role"], data["accepted"], data["disableImpersonation"]) == ("MEMBER", False, False)
    assert "metadata" not in data["user"]
    assert (await _fresh(world, anna)).organization_id is None
    assert (await api.get(f"/v2/organizations/{organization.id}/users/{anna.id}/ooo")).status_code == 200
    accepted = await api.patch(f"{path}/{data['id']}", {"accepted": True})
    assert accepted.status_code == 200
    assert (await _fresh(world, anna)).organization_id == organization.id


async def test_a_second_post_changes_the_terms(world: World) -> None:
    _, _, api, path = await _place(world)
    anna = await world.user()
    first = (await api.post(path, {"userId": anna.id, "accepted": True, "role": "ADMIN"})).json()["data"]
    again = await api.post(path, {"userId": anna.id, "disableImpersonation": True})
    assert again.status_code == 201
    data = again.json()["data"]
    assert data["id"] == first["id"]
    assert (data["role"], data["accepted"], data["disableImpersonation"]) == ("MEMBER", False, True)


async def test_a_taken_name_gets_the_number_of_its_bearer(world: World) -> None:
    organization, _, api, path = await _place(world)
    await world.member(organization, username="anna")
    other = await world.user(username="anna")
    assert (await api.post(path, {"userId": other.id, "accepted": True})).status_code == 201
    profile = await world.session.scalar(select(Profile).where(Profile.user_id == other.id))
    assert profile is not None
    assert profile.username == f"anna-{other.id}"
    assert (await _fresh(world, other)).username == f"anna-{other.id}"


async def test_a_second_organization_does_not_become_the_main_one(world: World) -> None:
    _, _, api, path = await _place(world)
    home = await world.organization()
    anna = await world.member(home)
    data = (await api.post(path, {"userId": anna.id, "accepted": True})).json()["data"]
    assert (await _fresh(world, anna)).organization_id == home.id
    name = anna.username
    assert (await api.delete(f"{path}/{data['id']}")).status_code == 200
    assert (await _fresh(world, anna)).organization_id == home.id
    assert anna.username == name


async def test_leaving_takes_teams_profile_and_name_along(world: World) -> None:
    organization, _, api, path = await _place(world)
    anna = await world.user()
    name = anna.username
    membership = await world.join(anna, organization)
    team, elsewhere = await world.team(organization), await world.team()
    await world.join(anna, team)
    kept = await world.join(anna, elsewhere)
    answer = await api.delete(f"{path}/{membership.id}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"]["user"]["username"] == name
    left = await world.session.scalars(select(Membership.id).where(Membership.user_id == anna.id))
    assert list(left) == [kept.id]
    assert await world.session.scalar(select(Profile).where(Profile.user_id == anna.id)) is None
    assert (await _fresh(world, anna)).organization_id is None
    assert anna.username == f"{name}-{anna.id}"
    assert (await api.get(f"{path}/{membership.id}")).status_code == 404


@pytest.mark.parametrize("by", ["PATCH", "POST"])
async def test_whoever_is_only_invited_again_has_no_say_in_the_teams_either(world: World, by: str) -> None:
    organization, _, api, path = await _place(world)
    anna = await world.user()
    membership = await world.join(anna, organization, "ADMIN")
    team, elsewhere = await world.team(organization), await world.team()
    hosts = await event_type(world, team, scheduling_type="roundRobin")
    await world.join(anna, elsewhere)
    await world.join(anna, team, "ADMIN")
    await host(world, hosts, anna)
    annas = await world.api(anna)
    assert (await annas.get(f"/v2/teams/{team.id}/memberships")).status_code == 200
    at = f"{path}/{membership.id}" if by == "PATCH" else path
    answer = await api.call(by, at, json={"userId": anna.id, "accepted": False})
    assert answer.json()["data"]["accepted"] is False
    assert (await annas.get(f"/v2/teams/{team.id}/memberships")).status_code == 403
    assert (await annas.get(f"/v2/teams/{elsewhere.id}")).status_code == 200
    assert await world.session.scalar(select(EventTypeHost.user_id)) is None


async def test_nobody_is_kept_by_one_who_took_his_next_name(world: World) -> None:
    organization, _, api, path = await _place(world)
    anna = await world.user()
    membership = await world.join(anna, organization)
    await world.user(username=f"{anna.username}-{anna.id}")
    name = f"{anna.username}-{anna.id}-{str(anna.uuid)[:8]}"
    assert (await api.delete(f"{path}/{membership.id}")).status_code == 200
    assert (await _fresh(world, anna)).username == name


async def test_who_leaves_his_main_organization_moves_to_his_next(world: World) -> None:
    organization, _, api, path = await _place(world)
    anna = await world.user()
    membership = await world.join(anna, organization)
    second = await world.organization()
    world.session.add(Membership(user_id=anna.id, team_id=second.id, accepted=True))
    world.session.add(Profile(user_id=anna.id, organization_id=second.id, username="anna-there"))
    await world.session.commit()
    assert (await api.delete(f"{path}/{membership.id}")).status_code == 200
    assert (await _fresh(world, anna)).organization_id == second.id
    assert anna.username == "anna-there"


@pytest.mark.parametrize("body", [{"role": "ADMIN"}, {"accepted": False}])
async def test_the_last_owner_stays_owner(world: World, body: dict[str, Any]) -> None:
    organization, owner, api, path = await _place(world)
    own = await world.session.scalar(select(Membership.id).where(Membership.user_id == owner.id))
    assert (await api.patch(f"{path}/{own}", body)).status_code == 403
    assert (await api.delete(f"{path}/{own}")).status_code == 403
    assert (await api.post(path, {"userId": owner.id, "role": "MEMBER", "accepted": True})).status_code == 403
    invited = await world.user()
    await world.join(invited, organization, "OWNER", accepted=False)
    assert (await api.delete(f"{path}/{own}")).status_code == 403
    await world.member(organization, "OWNER")
    assert (await api.patch(f"{path}/{own}", body)).status_code == 200


async def test_lists_are_pages_in_order_of_id(world: World) -> None:
    organization, owner, api, path = await _place(world)
    members = [await world.member(organization) for _ in range(3)]
    answer = (await api.get(path)).json()
    assert set(answer) == {"status", "data"}
    assert [row["userId"] for row in answer["data"]] == [owner.id, *(member.id for member in members)]
    page = (await api.get(path, params={"take": 2, "skip": 1})).json()["data"]
    assert [row["userId"] for row in page] == [members[0].id, members[1].id]
    for bad in ({"take": 0}, {"take": 251}, {"take": "x"}, {"skip": -1}):
        assert (await api.get(path, params=bad)).status_code == 400
    assert (await api.get(path, params={"take": "", "skip": "1abc"})).status_code == 200


async def test_unknown_people_and_foreign_memberships(world: World) -> None:
    _, _, api, path = await _place(world)
    other = await world.organization()
    foreign = await world.join(await world.user(), other)
    unknown = await api.post(path, {"userId": 999_999_999})
    assert unknown.status_code == 400
    assert unknown.json()["error"]["message"] == "Invalid input: The referenced data does not exist."
    for method in ("GET", "PATCH", "DELETE"):
        answer = await api.call(method, f"{path}/{foreign.id}", json={"role": "nonsense"})
        assert answer.status_code == 404
        assert answer.json()["error"]["message"] == f"IsMembershipInOrg - Membership ({foreign.id}) not found."


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "userId"),
        ({"userId": "7"}, "userId"),
        ({"userId": 1.5}, "userId"),
        ({"userId": 2**70}, "userId"),
        ({"userId": 7, "role": "BOSS"}, "role"),
        ({"userId": 7, "accepted": "true"}, "accepted"),
        ({"userId": 7, "disableImpersonation": 1}, "disableImpersonation"),
    ],
)
async def test_bodies_are_strict(world: World, body: dict[str, Any], name: str) -> None:
    _, _, api, path = await _place(world)
    answer = await api.post(path, body)
    assert answer.status_code == 400
    assert [fault["property"] for fault in answer.json()["error"]["details"]["errors"]] == [name]
