"""Roles of organizations and of their teams, and their permissions (members sheet, section 7)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.organizations.models import Team
from locum.roles.models import CustomRole
from locum.roles.service import MOST_ROLES
from locum.roles.vocabulary import ORGANIZATION_WORDS, OUR_OWN, TEAM_WORDS
from tests.factories.absences import refusal
from tests.factories.world import Api, World
from tests.http.test_statements import counted

SYSTEM = ["owner_role", "admin_role", "member_role"]


@dataclass
class Place:
    """An organization or a team of it, and a caller who manages the roles there."""

    world: World
    team: Team
    path: str
    api: Api

    @property
    def owner(self) -> str:
        """What answers call the id of the place."""
        return "organizationId" if self.team.is_organization else "teamId"

    async def made(self, **body: Any) -> dict[str, Any]:
        """A new role, as answered."""
        answer = await self.api.post(self.path, {"name": "Front desk", **body})
        assert answer.status_code == 201, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    def unknown(self, role_id: str) -> tuple[int, str]:
        """The refusal of a role that is not there."""
        return 404, f"Role with id {role_id} within team id {self.team.id} not found"


@pytest.fixture(params=["organization", "team"])
async def place(request: pytest.FixtureRequest, world: World) -> Place:
    organization = await world.organization()
    api = await world.api(await world.member(organization, "ADMIN"))
    path = f"/v2/organizations/{organization.id}"
    if request.param == "organization":
        return Place(world, organization, f"{path}/roles", api)
    team = await world.team(organization)
    return Place(world, team, f"{path}/teams/{team.id}/roles", api)


def _invalid(word: str) -> tuple[int, str]:
    return 400, (
        f"Permission '{word}' must be a valid permission string in format 'resource.action' "
        "(e.g., 'eventType.read', 'booking.create')"
    )


async def test_a_role_is_made_with_what_is_said_of_it(place: Place) -> None:
    words = ["booking.read", "ooo.update", "eventType.create"]
    data = await place.made(color="#112233", description="Knows everybody", permissions=words)
    assert data == {
        "id": str(UUID(data["id"])),
        "name": "Front desk",
        "color": "#112233",
        "description": "Knows everybody",
        place.owner: place.team.id,
        "type": "CUSTOM",
        "permissions": words,
        "createdAt": data["createdAt"],
        "updatedAt": data["createdAt"],
    }
    assert (await place.api.get(f"{place.path}/{data['id']}")).json() == {"status": "success", "data": data}


async def test_nothing_but_a_name_is_needed(place: Place) -> None:
    data = await place.made()
    assert (data["color"], data["description"], data["permissions"]) == (None, None, [])


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({}, "isDefined"),
        ({"name": ""}, "isNotEmpty"),
        ({"name": 7}, "isString"),
        ({"name": "x" * 256}, "maxLength"),
        ({"name": "x", "color": "reddish"}, "isHexColor"),
        ({"name": "x", "description": "x" * 2001}, "maxLength"),
        ({"name": "x", "permissions": "booking.read"}, "isArray"),
        ({"name": "x", "permissions": ["booking.read"] * 501}, "arrayMaxSize"),
    ],
)
async def test_bodies_that_will_not_do(place: Place, body: dict[str, Any], rule: str) -> None:
    answer = await place.api.post(place.path, body)
    assert answer.status_code == 400
    assert rule in answer.text


async def test_a_name_is_given_once(place: Place) -> None:
    first = await place.made()
    second = await place.made(name="Other")
    taken = (400, 'Role with name "Front desk" already exists')
    assert refusal(await place.api.post(place.path, {"name": "Front desk"})) == taken
    assert refusal(await place.api.patch(f"{place.path}/{second['id']}", {"name": "Front desk"})) == taken
    assert (await place.api.patch(f"{place.path}/{first['id']}", {"name": "Front desk"})).status_code == 200
    elsewhere = await place.world.role(await place.world.organization(), name="Elsewhere")
    assert (await place.made(name=elsewhere.name))["name"] == elsewhere.name


async def test_the_list_has_the_system_roles_first_and_is_cut_after_reading(place: Place) -> None:
    names = ["Zoe's", "Adam's", "Mike's"]
    made = [await place.made(name=name, permissions=["booking.read"]) for name in names]
    shown = (await place.api.get(place.path)).json()["data"]
    assert [role["id"] for role in shown] == [*SYSTEM, *(role["id"] for role in made)]
    assert shown[3:] == made
    assert {(role["type"], role[place.owner]) for role in shown[:3]} == {("SYSTEM", None)}
    cut = (await place.api.get(f"{place.path}?skip=2&take=2")).json()["data"]
    assert [role["id"] for role in cut] == ["member_role", made[0]["id"]]
    assert (await place.api.get(f"{place.path}?skip=9")).json()["data"] == []
    assert (await place.api.get(f"{place.path}?take=251")).status_code == 400


async def test_system_roles_have_the_permissions_that_they_really_have(place: Place) -> None:
    owner, admin, member = (await place.api.get(f"{place.path}?take=3")).json()["data"]
    if place.team.is_organization:
        assert owner["permissions"] == ["*.*"]
        assert set(ORGANIZATION_WORDS) - set(admin["permissions"]) == {"*.*"}
        assert "organization.invite" not in member["permissions"]
    else:
        assert {"team.update", "booking.readTeamBookings"} < set(owner["permissions"])
        assert "role.read" not in owner["permissions"]
        assert "team.update" not in admin["permissions"]
        assert member["permissions"] == ["team.read"]


async def test_only_custom_roles_of_the_place_are_found(place: Place) -> None:
    world = place.world
    near = (
        await world.organization()
        if place.team.is_organization
        else await world.team(await world.session.get_one(Team, place.team.organization_id))
    )
    foreign = [await world.role(near, "team.read"), await world.role(await world.organization(), "*.*")]
    for role_id in (*SYSTEM, str(uuid4()), "7", "%20", *(str(role.id) for role in foreign), foreign[0].id.hex):
        path = f"{place.path}/{role_id}"
        known = role_id if role_id != "%20" else " "
        attempts = [
            await place.api.get(path),
            await place.api.patch(path, {"name": "Taken over"}),
            await place.api.delete(path),
            await place.api.get(f"{path}/permissions"),
            await place.api.post(f"{path}/permissions", {"permissions": ["booking.read"]}),
            await place.api.call("PUT", f"{path}/permissions", json={"permissions": []}),
            await place.api.delete(f"{path}/permissions?permissions=booking.read"),
            await place.api.delete(f"{path}/permissions/booking.read"),
        ]
        assert {refusal(answer) for answer in attempts} == {place.unknown(known)}, role_id


async def test_a_change_is_partial_and_permissions_are_replaced(place: Place) -> None:
    role = await place.made(color="#111111", description="Old", permissions=["booking.read", "team.read"])
    path = f"{place.path}/{role['id']}"
    changed = (await place.api.patch(path, {"description": "New"})).json()["data"]
    assert changed == {**role, "description": "New", "updatedAt": changed["updatedAt"]}
    assert changed["updatedAt"] > role["updatedAt"]
    body = {"name": "Desk", "permissions": ["team.invite", "booking.read", "team.invite"]}
    changed = (await place.api.patch(path, body)).json()["data"]
    assert (changed["name"], changed["permissions"]) == ("Desk", ["team.invite", "booking.read"])
    changed = (await place.api.patch(path, {"name": None, "color": None, "permissions": []})).json()["data"]
    assert (changed["name"], changed["color"], changed["permissions"]) == ("Desk", None, [])
    assert (await place.api.get(path)).json()["data"] == changed


async def test_permissions_are_added_replaced_and_taken_out(place: Place) -> None:
    role = await place.made(permissions=["team.read", "booking.read"])
    path = f"{place.path}/{role['id']}/permissions"

    async def held() -> list[str]:
        answer = await place.api.get(path)
        assert answer.status_code == 200
        found: list[str] = answer.json()["data"]
        return found

    added = await place.api.post(path, {"permissions": ["webhook.read", "team.read", "ooo.read"]})
    everything = ["team.read", "booking.read", "webhook.read", "ooo.read"]
    assert (added.status_code, added.json()) == (200, {"status": "success", "data": everything})
    assert await held() == everything
    for query in ("", "?permissions=", "?permissions=team.update"):
        assert (await place.api.delete(path + query)).status_code == 204
    assert await held() == everything
    gone = await place.api.delete(f"{path}?permissions=team.read,insights.read&permissions=ooo.read")
    assert (gone.status_code, gone.content) == (204, b"")
    assert await held() == ["booking.read", "webhook.read"]
    for _ in range(2):
        assert (await place.api.delete(f"{path}/booking.read")).status_code == 204
    assert await held() == ["webhook.read"]
    replaced = await place.api.call("PUT", path, json={"permissions": ["role.read", "booking.read", "role.read"]})
    assert (replaced.status_code, replaced.json()["data"]) == (200, ["role.read", "booking.read"])
    assert (await place.api.call("PUT", path, json={})).status_code == 400
    assert await held() == ["role.read", "booking.read"]


async def test_the_whole_vocabulary_of_the_place_can_be_held(place: Place) -> None:
    words = list(ORGANIZATION_WORDS[1:] if place.team.is_organization else TEAM_WORDS)
    assert (await place.made(permissions=words))["permissions"] == words
    assert set(OUR_OWN) < set(words)


async def test_other_words_are_refused_everywhere_before_the_role_is_looked_for(place: Place) -> None:
    role = await place.made()
    of_the_other = "booking.readTeamBookings" if place.team.is_organization else "organization.invite"
    for word in (of_the_other, "booking.create", "booking", "*.read", "booking.*", "auditLog.read", "", "BOOKING.READ"):
        body = {"permissions": ["booking.read", word]}
        for role_id in (role["id"], str(uuid4())):
            path = f"{place.path}/{role_id}"
            attempts = [
                await place.api.patch(path, body),
                await place.api.post(f"{path}/permissions", body),
                await place.api.call("PUT", f"{path}/permissions", json=body),
            ]
            if word:
                attempts += [
                    await place.api.delete(f"{path}/permissions?permissions=booking.read,{word}"),
                    await place.api.delete(f"{path}/permissions/{word}"),
                ]
            assert {refusal(answer) for answer in attempts} == {_invalid(word)}, word
        assert refusal(await place.api.post(place.path, {"name": "X", **body})) == _invalid(word)
    if not place.team.is_organization:
        assert refusal(await place.api.post(place.path, {"name": "X", "permissions": ["*.*"]})) == _invalid("*.*")


async def test_a_removed_role_leaves_members_behind(place: Place) -> None:
    world = place.world
    role = await place.made(
        permissions=["team.read", "team.listMembers", "organization.listMembers"][
            : 3 if place.team.is_organization else 2
        ]
    )
    organization_id = place.team.organization_id or place.team.id
    holder = await world.user()
    if not place.team.is_organization:
        await world.join(holder, await world.session.get_one(Team, organization_id))
    membership = await world.join(holder, place.team)
    membership.custom_role_id = UUID(role["id"])
    await world.session.commit()
    own, people = await world.api(holder), f"{place.path.removesuffix('/roles')}/memberships"
    assert (await own.get(people)).status_code == 200
    gone = await place.api.delete(f"{place.path}/{role['id']}")
    assert (gone.status_code, gone.json()["data"]) == (200, role)
    assert (await own.get(people)).status_code == 403
    shown = (await place.api.get(f"{people}/{membership.id}")).json()["data"]
    assert (shown["role"], shown["customRoleId"], shown["accepted"]) == ("MEMBER", None, True)
    assert refusal(await place.api.delete(f"{place.path}/{role['id']}")) == place.unknown(role["id"])


async def test_there_are_only_so_many_roles(place: Place) -> None:
    rows = [CustomRole(team_id=place.team.id, name=f"Role {number}") for number in range(MOST_ROLES - 1)]
    place.world.session.add_all(rows)
    await place.world.session.commit()
    await place.made(name="The last one")
    assert refusal(await place.api.post(place.path, {"name": "One more"})) == (400, "There are 200 roles already.")
    assert len((await place.api.get(place.path)).json()["data"]) == MOST_ROLES + len(SYSTEM)


async def test_the_list_takes_two_statements_of_its_own(place: Place, engine: AsyncEngine) -> None:
    numbers = []
    for more in (1, 20):
        for _ in range(more):
            await place.world.role(place.team, "booking.read")
        with counted(engine) as statements:
            assert len((await place.api.get(place.path)).json()["data"]) > 3
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] == (3 if place.team.is_organization else 5)


async def test_who_manages_roles(place: Place) -> None:
    world = place.world
    organization = await world.session.get_one(Team, place.team.organization_id or place.team.id)
    team_owner = await world.member(organization)
    if not place.team.is_organization:
        await world.join(team_owner, place.team, "OWNER")
    stranger = await world.member(await world.organization(), "OWNER")
    for user in (team_owner, stranger):
        api = await world.api(user)
        for method, path in (("GET", place.path), ("POST", place.path), ("DELETE", f"{place.path}/owner_role")):
            status, text = refusal(await api.call(method, path))
            assert status == 403
            assert text.startswith("RolesGuard - ")
    assert (await (await world.api(None)).get(place.path)).status_code == 401


async def test_a_team_of_another_organization_has_no_roles_here(world: World) -> None:
    organization, elsewhere = await world.organization(), await world.organization()
    api = await world.api(await world.member(organization, "OWNER"))
    foreign = await world.team(elsewhere)
    role = await world.role(foreign, "team.read")
    path = f"/v2/organizations/{organization.id}/teams/{foreign.id}/roles"
    for method, address in (("GET", path), ("POST", path), ("DELETE", f"{path}/{role.id}")):
        assert refusal(await api.call(method, address)) == (404, f"IsTeamInOrg - Team ({foreign.id}) not found.")
