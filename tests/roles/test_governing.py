"""What a custom role opens and what it leaves closed, on every route of organizations and teams."""

import re
from collections.abc import Iterator

import pytest

from locum.http.grants import EVERYTHING, words_granting
from locum.http.permissions import Permission
from locum.memberships.realms import organization, organization_team, organization_user, team, team_user
from locum.mounts import MOUNTS
from locum.organizations.models import Team
from locum.roles.rules import Minimum, minimum_in_organization, minimum_in_organization_team, minimum_in_team
from locum.roles.vocabulary import ORGANIZATION_WORDS, TEAM_WORDS
from locum.users.models import User
from tests.factories.world import Api, World

MINIMUM = {
    organization: minimum_in_organization,
    organization_user: minimum_in_organization,
    organization_team: minimum_in_organization_team,
    team: minimum_in_team,
    team_user: minimum_in_team,
}


def _routes() -> Iterator[tuple[str, str, Permission, Minimum]]:
    for mount in MOUNTS:
        for operation in mount.operations():
            if mount.realm in MINIMUM and operation.permission:
                least = MINIMUM[mount.realm](operation.permission)
                yield operation.method, mount.at + operation.path, operation.permission, least


ROUTES = list(_routes())
OF_ORGANIZATION = [route for route in ROUTES if "{orgId}" in route[1] and "{teamId}" not in route[1]]
OF_TEAM = [route for route in ROUTES if "{teamId}" in route[1]]


class Place:
    """An organization with a team, and somebody in both whom the routes speak of."""

    def __init__(self, world: World, organization: Team, team: Team, person: User) -> None:
        self.world, self.organization, self.team, self.person = world, organization, team, person

    async def opens(self, api: Api, method: str, path: str) -> bool:
        """Whether a caller gets past the guard of roles; what is there to find or to read is another matter."""
        ids = {"orgId": self.organization.id, "teamId": self.team.id, "userId": self.person.id}
        address = re.sub(r"\{(\w+)\}", lambda found: str(ids.get(found[1], 1)), path)
        answer = await api.call(method, address)
        assert answer.status_code < 500, answer.text
        return not (answer.status_code == 403 and "RolesGuard" in answer.text)


@pytest.fixture
async def place(world: World) -> Place:
    return await _place(world)


async def _place(world: World) -> Place:
    organization = await world.organization()
    team, person = await world.team(organization), await world.member(organization)
    await world.join(person, team)
    return Place(world, organization, team, person)


def _others(permission: Permission, words: tuple[str, ...]) -> list[str]:
    return [word for word in words if word not in words_granting(permission)]


@pytest.mark.parametrize(("method", "path", "permission", "least"), OF_ORGANIZATION)
async def test_of_an_organization(place: Place, method: str, path: str, permission: Permission, least: Minimum) -> None:
    word = permission if permission in ORGANIZATION_WORDS else EVERYTHING
    holder = await place.world.api(await place.world.holder(place.organization, word))
    others = await place.world.api(
        await place.world.holder(place.organization, *_others(permission, ORGANIZATION_WORDS))
    )
    assert await place.opens(holder, method, path)
    assert await place.opens(others, method, path) is least.met_by("MEMBER")


@pytest.mark.parametrize(("method", "path", "permission", "least"), OF_TEAM)
async def test_of_a_team(place: Place, method: str, path: str, permission: Permission, least: Minimum) -> None:
    """By a role of the team, held by somebody of its organization."""
    for held, expected in (
        (_others(permission, TEAM_WORDS), least.met_by("MEMBER") and not least.of_organization),
        ([permission] if permission in TEAM_WORDS else [], permission in TEAM_WORDS),
    ):
        caller = await place.world.holder(place.team, *held)
        await place.world.join(caller, place.organization)
        assert await place.opens(await place.world.api(caller), method, path) is expected, held


@pytest.mark.parametrize(("method", "path", "permission", "least"), OF_TEAM)
async def test_of_a_team_from_above(
    place: Place, method: str, path: str, permission: Permission, least: Minimum
) -> None:
    """By a role of the organization, whose holder need not be in the team."""
    word = permission if permission in ORGANIZATION_WORDS else EVERYTHING
    for held, expected in (_others(permission, ORGANIZATION_WORDS), False), ([word], True):
        caller = await place.world.api(await place.world.holder(place.organization, *held))
        assert await place.opens(caller, method, path) is expected, held


@pytest.mark.parametrize(("method", "path", "permission", "least"), ROUTES)
async def test_an_invitation_with_a_custom_role_opens_nothing(
    place: Place, method: str, path: str, permission: Permission, least: Minimum
) -> None:
    invited = await place.world.user()
    for where, words in ((place.organization, ["*.*"]), (place.team, TEAM_WORDS)):
        role = await place.world.role(where, *words)
        await place.world.join(invited, where, accepted=False, custom_role=role)
    assert not await place.opens(await place.world.api(invited), method, path)


async def test_a_role_of_a_team_opens_neither_another_team_nor_the_organization(place: Place) -> None:
    world, other = place.world, await place.world.team(place.organization)
    holder = await world.holder(place.team, *TEAM_WORDS)
    await world.join(holder, place.organization)
    await world.join(holder, other)
    api = await world.api(holder)
    for path in (
        f"/v2/organizations/{place.organization.id}/teams/{other.id}",
        f"/v2/organizations/{place.organization.id}/teams",
        f"/v2/organizations/{place.organization.id}/users/{place.person.id}/ooo",
        f"/v2/teams/{other.id}/memberships",
    ):
        answer = await api.get(path)
        assert answer.status_code == 403, path
        assert "RolesGuard" in answer.text


async def test_a_role_of_one_organization_opens_nothing_in_another(place: Place) -> None:
    world = place.world
    elsewhere = await world.holder(await world.organization(), "*.*")
    api = await world.api(elsewhere)
    paths = (
        f"/v2/organizations/{place.organization.id}/users",
        f"/v2/organizations/{place.organization.id}/teams/{place.team.id}",
        f"/v2/teams/{place.team.id}/memberships",
    )
    assert [(await api.get(path)).status_code for path in paths] == [403, 403, 403]
    # Nor does he bring it along when he joins.
    await world.join(elsewhere, place.organization)
    assert [(await api.get(path)).status_code for path in paths] == [403, 403, 403]


async def test_no_role_dissolves_an_organization_as_if_it_were_a_team(place: Place) -> None:
    api = await place.world.api(await place.world.holder(place.organization, "*.*"))
    answer = await api.delete(f"/v2/teams/{place.organization.id}")
    assert answer.status_code == 403
    api = await place.world.api(await place.world.holder(place.organization, "team.delete", "team.update"))
    for method in ("PATCH", "DELETE"):
        assert (await api.call(method, f"/v2/teams/{place.organization.id}")).status_code == 403
    assert (await api.delete(f"/v2/teams/{place.team.id}")).status_code == 200
