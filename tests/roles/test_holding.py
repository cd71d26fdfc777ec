"""Giving custom roles by memberships: `customRoleId`, wherever memberships stand."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from locum.memberships.models import Membership
from locum.memberships.rules import LAST_OWNER, TWO_ROLES
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.absences import refusal
from tests.factories.world import Api, World


@dataclass
class Place:
    """Where memberships of an organization or of a team of it are managed, by an owner of the organization."""

    world: World
    organization: Team
    team: Team
    path: str
    api: Api

    async def newcomer(self) -> User:
        """Somebody who can be brought in."""
        user = await self.world.user()
        if not self.team.is_organization:
            await self.world.join(user, self.organization)
        return user

    async def member(self, role: str = "MEMBER") -> Membership:
        """Somebody who is in."""
        return await self.world.join(await self.newcomer(), self.team, role)


PLACES = ("organization", "organization_team", "team", "organization_as_team")


@pytest.fixture(params=PLACES)
async def place(request: pytest.FixtureRequest, world: World) -> Place:
    organization = await world.organization()
    owner = await world.member(organization, "OWNER")
    team = organization if request.param.startswith("organization") else await world.team(organization)
    if request.param == "organization_team":
        team = await world.team(organization)
    if not team.is_organization:
        await world.join(owner, team, "OWNER")
    path = {
        "organization": f"/v2/organizations/{organization.id}",
        "organization_team": f"/v2/organizations/{organization.id}/teams/{team.id}",
        "team": f"/v2/teams/{team.id}",
        "organization_as_team": f"/v2/teams/{organization.id}",
    }[request.param]
    return Place(world, organization, team, f"{path}/memberships", await world.api(owner))


async def test_given_with_the_membership_and_later(place: Place) -> None:
    first, second = await place.world.role(place.team, "team.read"), await place.world.role(place.team, "ooo.read")
    user = await place.newcomer()
    body = {"userId": user.id, "accepted": True, "customRoleId": str(first.id)}
    made = (await place.api.post(place.path, body)).json()["data"]
    assert (made["role"], made["customRoleId"]) == ("MEMBER", str(first.id))
    one = f"{place.path}/{made['id']}"
    changed = (await place.api.patch(one, {"customRoleId": str(second.id), "role": "MEMBER"})).json()["data"]
    assert (changed["role"], changed["customRoleId"]) == ("MEMBER", str(second.id))
    assert (await place.api.get(one)).json()["data"] == changed
    assert changed in (await place.api.get(place.path)).json()["data"]
    kept = (await place.api.patch(one, {"disableImpersonation": True})).json()["data"]
    assert kept["customRoleId"] == str(second.id)


async def test_taken_away_by_null_and_by_plain_roles(place: Place) -> None:
    role = await place.world.role(place.team, "team.read")
    for body, expected in (
        ({"customRoleId": None}, "MEMBER"),
        ({"role": "MEMBER"}, "MEMBER"),
        ({"role": "ADMIN"}, "ADMIN"),
        ({"customRoleId": "admin_role"}, "ADMIN"),
        ({"customRoleId": "member_role", "role": "MEMBER"}, "MEMBER"),
        ({"customRoleId": "owner_role"}, "OWNER"),
    ):
        user = await place.newcomer()
        membership = await place.world.join(user, place.team, custom_role=role)
        changed = (await place.api.patch(f"{place.path}/{membership.id}", body)).json()["data"]
        assert (changed["role"], changed["customRoleId"]) == (expected, None), body


async def test_null_leaves_plain_roles_alone(place: Place) -> None:
    admin = await place.member("ADMIN")
    changed = (await place.api.patch(f"{place.path}/{admin.id}", {"customRoleId": None})).json()["data"]
    assert (changed["role"], changed["customRoleId"]) == ("ADMIN", None)


async def test_system_roles_set_the_plain_role(place: Place) -> None:
    user = await place.newcomer()
    made = await place.api.post(place.path, {"userId": user.id, "customRoleId": "admin_role"})
    assert (made.json()["data"]["role"], made.json()["data"]["customRoleId"]) == ("ADMIN", None)


async def test_a_custom_role_and_another_plain_one_contradict_each_other(place: Place) -> None:
    role = await place.world.role(place.team, "team.read")
    member = await place.member()
    for body in (
        {"role": "ADMIN", "customRoleId": str(role.id)},
        {"role": "OWNER", "customRoleId": "admin_role"},
        {"role": "MEMBER", "customRoleId": "admin_role"},
    ):
        created = await place.api.post(place.path, {"userId": (await place.newcomer()).id, **body})
        assert refusal(created) == (400, TWO_ROLES)
        assert refusal(await place.api.patch(f"{place.path}/{member.id}", body)) == (400, TWO_ROLES)


async def test_only_roles_of_the_very_place_can_be_held(place: Place) -> None:
    world = place.world
    elsewhere = await world.organization()
    foreign = [await world.role(elsewhere, "*.*"), await world.role(await world.team(elsewhere), "team.read")]
    near = await world.role(
        place.organization if place.team is not place.organization else await world.team(place.organization)
    )
    member = await place.member()
    for role_id in (*(str(role.id) for role in [*foreign, near]), str(uuid4()), "boss_role", "", near.id.hex):
        created = await place.api.post(place.path, {"userId": (await place.newcomer()).id, "customRoleId": role_id})
        changed = await place.api.patch(f"{place.path}/{member.id}", {"customRoleId": role_id})
        told = (400, f"customRoleId {role_id} is not a role of this organization or team.")
        assert refusal(created) == refusal(changed) == told
    assert refusal(await place.api.patch(f"{place.path}/{member.id}", {"customRoleId": 7}))[0] == 400
    await world.session.refresh(member)
    assert member.custom_role_id is None


async def test_the_last_owner_keeps_the_role(world: World) -> None:
    organization = await world.organization()
    owner = await world.user()
    membership = await world.join(owner, organization, "OWNER")
    role = await world.role(organization, "*.*")
    path = f"/v2/organizations/{organization.id}/memberships/{membership.id}"
    answer = await (await world.api(owner)).patch(path, {"customRoleId": str(role.id)})
    assert refusal(answer) == (403, LAST_OWNER)


async def test_a_second_post_to_the_organization_gives_and_takes_it(world: World) -> None:
    organization = await world.organization()
    api = await world.api(await world.member(organization, "OWNER"))
    role, user = await world.role(organization, "ooo.read"), await world.user()
    await world.join(user, organization, "ADMIN")
    path = f"/v2/organizations/{organization.id}/memberships"
    given = (await api.post(path, {"userId": user.id, "customRoleId": str(role.id)})).json()["data"]
    assert (given["role"], given["customRoleId"]) == ("MEMBER", str(role.id))
    taken = (await api.post(path, {"userId": user.id})).json()["data"]
    assert (taken["role"], taken["customRoleId"]) == ("MEMBER", None)
