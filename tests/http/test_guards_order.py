"""The order of refusals: who, which organization, which role, which relation, and only then what was sent."""

from typing import Any

import pytest

from tests.factories.world import World

WRONG: dict[str, Any] = {"userId": "x", "role": 7, "timeFormat": 13, "name": "", "slug": 5, "email": 1}


async def test_one_after_the_other_in_an_organization(world: World) -> None:
    organization, other = await world.organization(), await world.organization()
    team = await world.team(organization)
    admin, anna = await world.member(organization, "ADMIN"), await world.member(organization)
    stranger = await world.member(other, "OWNER")

    async def told(user: Any, path: str) -> tuple[int, str]:
        answer = await (await world.api(user)).patch(path, WRONG)
        return answer.status_code, answer.json()["error"]["message"]

    path = f"/v2/organizations/{organization.id}/users/{anna.id}"
    assert (await told(None, path))[0] == 401
    missing = f"/v2/organizations/999999999/users/{anna.id}"
    assert await told(admin, missing) == (
        403,
        "IsOrgGuard - provided organization id=999999999 does not represent any existing organization.",
    )
    assert await told(admin, f"/v2/organizations/{team.id}/users/{anna.id}") == (
        403,
        f"IsOrgGuard - provided organization id={team.id} does not represent any existing organization.",
    )
    assert await told(stranger, path) == (
        403,
        f"RolesGuard - User is not a member of the organization with id={organization.id}.",
    )
    assert await told(anna, path) == (
        403,
        f"RolesGuard - user with id={anna.id} does not have the minimum required role=ORG_ADMIN "
        f"within organization with id={organization.id}.",
    )
    assert await told(admin, f"/v2/organizations/{organization.id}/users/{stranger.id}") == (
        403,
        f"IsUserInOrg - user with id={stranger.id} is not part of the organization with id={organization.id}.",
    )
    status, text = await told(admin, path)
    assert (status, text) == (400, "Bad Request Exception")


async def test_one_after_the_other_in_a_team_of_an_organization(world: World) -> None:
    organization, other = await world.organization(), await world.organization()
    team, foreign = await world.team(organization), await world.team(other)
    admin, anna, lead = [await world.member(organization, role) for role in ("ADMIN", "MEMBER", "MEMBER")]
    await world.join(lead, team, "ADMIN")
    bert = await world.member(organization)
    await world.join(bert, team)
    stranger = await world.member(other, "OWNER")

    async def told(user: Any, team_id: int) -> tuple[int, str]:
        path = f"/v2/organizations/{organization.id}/teams/{team_id}/memberships"
        answer = await (await world.api(user)).post(path, WRONG)
        return answer.status_code, answer.json()["error"]["message"]

    o, t = organization.id, team.id
    assert (await told(None, t))[0] == 401
    assert await told(stranger, t) == (403, f"RolesGuard - User is not part of the organization with id={o}.")
    not_in_team = (
        f"RolesGuard - User is not part of the team with id={{}} and/or, is not an admin nor an owner "
        f"of the organization with id={o}."
    )
    assert await told(anna, t) == (403, not_in_team.format(t))
    assert await told(anna, foreign.id) == (403, not_in_team.format(foreign.id))
    assert await told(bert, t) == (
        403,
        f"RolesGuard - user with id={bert.id} does not have the minimum required role=TEAM_ADMIN "
        f"within organization with id={o} team with id={t}.",
    )
    assert await told(admin, foreign.id) == (404, f"IsTeamInOrg - Team ({foreign.id}) not found.")
    assert await told(admin, 999_999_999) == (404, "IsTeamInOrg - Team (999999999) not found.")
    for allowed in (admin, lead):
        assert await told(allowed, t) == (400, "Bad Request Exception")


async def test_one_after_the_other_in_a_team_on_its_own(world: World) -> None:
    team = await world.team()
    lead, anna, stranger = await world.member(team, "ADMIN"), await world.member(team), await world.user()

    async def told(user: Any, team_id: int) -> tuple[int, str]:
        answer = await (await world.api(user)).post(f"/v2/teams/{team_id}/memberships", WRONG)
        return answer.status_code, answer.json()["error"]["message"]

    assert (await told(None, team.id))[0] == 401
    for team_id in (team.id, 999_999_999):
        expected = (403, f"RolesGuard - User is not a member of the team with id={team_id}.")
        assert await told(stranger, team_id) == expected
    assert await told(anna, team.id) == (
        403,
        f"RolesGuard - user with id={anna.id} does not have the minimum required role=TEAM_ADMIN "
        f"within team with id={team.id}.",
    )
    assert await told(lead, team.id) == (400, "Bad Request Exception")


IDS = ["abc", "1a", "-1", "1.5", "%20", "0x1", "１", "99999999999999999999", str(2**63)]


@pytest.mark.parametrize("bad", IDS)
async def test_ids_are_numbers(world: World, bad: str) -> None:
    organization = await world.organization()
    admin = await world.member(organization, "OWNER")
    team = await world.team(organization)
    api, nobody = await world.api(admin), await world.api(None)
    o = organization.id
    for path in (
        f"/v2/organizations/{bad}/memberships",
        f"/v2/organizations/{bad}/memberships/1",
        f"/v2/organizations/{o}/memberships/{bad}",
        f"/v2/organizations/{o}/teams/{bad}",
        f"/v2/organizations/{o}/teams/{team.id}/memberships/{bad}",
        f"/v2/organizations/{o}/organizations/{bad}",
        f"/v2/organizations/{o}/users/{bad}/ooo",
        f"/v2/teams/{bad}",
        f"/v2/teams/{bad}/memberships",
    ):
        answer = await api.get(path)
        assert answer.status_code == 400, path
        assert answer.json()["error"]["message"] == "Validation failed (numeric string is expected)"
        assert (await nobody.get(path)).status_code == 401


async def test_the_largest_id_is_an_id(world: World) -> None:
    organization = await world.organization()
    api = await world.api(await world.member(organization, "OWNER"))
    huge = 2**63 - 1
    assert (await api.get(f"/v2/organizations/{huge}/memberships")).status_code == 403
    assert (await api.get(f"/v2/teams/{huge}")).status_code == 403
    assert (await api.get(f"/v2/organizations/{organization.id}/memberships/{huge}")).status_code == 404
    assert (await api.get(f"/v2/organizations/{organization.id}/users/{huge}/ooo")).status_code == 403
