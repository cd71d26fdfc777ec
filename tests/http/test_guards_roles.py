"""Which role opens which address, for everything that organizations and teams share."""

import pytest

from tests.factories.world import World

MATRIX = [
    # method, path, lowest organization role, lowest team role without one (None: no team role is enough)
    ("GET", "/v2/organizations/{o}/users", "ADMIN", None),
    ("POST", "/v2/organizations/{o}/users", "ADMIN", None),
    ("PATCH", "/v2/organizations/{o}/users/{u}", "ADMIN", None),
    ("GET", "/v2/organizations/{o}/memberships", "ADMIN", None),
    ("POST", "/v2/organizations/{o}/memberships", "ADMIN", None),
    ("GET", "/v2/organizations/{o}/memberships/{m}", "ADMIN", None),
    ("PATCH", "/v2/organizations/{o}/memberships/{m}", "ADMIN", None),
    ("GET", "/v2/organizations/{o}/teams", "ADMIN", None),
    ("POST", "/v2/organizations/{o}/teams", "ADMIN", None),
    ("GET", "/v2/organizations/{o}/teams/me", "MEMBER", "MEMBER"),
    ("GET", "/v2/organizations/{o}/teams/{t}", "ADMIN", "ADMIN"),
    ("PATCH", "/v2/organizations/{o}/teams/{t}", "ADMIN", None),
    ("GET", "/v2/organizations/{o}/teams/{t}/memberships", "ADMIN", "ADMIN"),
    ("POST", "/v2/organizations/{o}/teams/{t}/memberships", "ADMIN", "ADMIN"),
    ("GET", "/v2/organizations/{o}/organizations", "ADMIN", None),
    ("POST", "/v2/organizations/{o}/organizations", "ADMIN", None),
    ("GET", "/v2/organizations/{o}/ooo", "ADMIN", None),
    ("GET", "/v2/organizations/{o}/users/{u}/ooo", "ADMIN", None),
]
RANK = {"NONE": 0, "MEMBER": 1, "ADMIN": 2, "OWNER": 3}


@pytest.mark.parametrize(("method", "path", "in_organization", "in_team"), MATRIX)
async def test_organization_addresses(
    world: World, method: str, path: str, in_organization: str, in_team: str | None
) -> None:
    organization = await world.organization()
    team = await world.team(organization)
    anna = await world.user()
    membership = await world.join(anna, organization)
    address = path.format(o=organization.id, t=team.id, u=anna.id, m=membership.id)
    for role in ("MEMBER", "ADMIN", "OWNER"):
        for team_role in ("NONE", "MEMBER", "ADMIN", "OWNER"):
            caller = await world.member(organization, role)
            if team_role != "NONE":
                await world.join(caller, team, team_role)
            answer = await (await world.api(caller)).call(method, address)
            allowed = RANK[role] >= RANK[in_organization] or (in_team is not None and RANK[team_role] >= RANK[in_team])
            assert (
                (answer.status_code != 403) is allowed
                or "IsManagedOrg" in answer.text
                or ("Manager organization" in answer.text)
            ), (role, team_role, answer.text)


@pytest.mark.parametrize(
    ("method", "path", "lowest"),
    [
        ("GET", "/v2/teams/{t}", "MEMBER"),
        ("PATCH", "/v2/teams/{t}", "OWNER"),
        ("GET", "/v2/teams/{t}/memberships", "ADMIN"),
        ("POST", "/v2/teams/{t}/memberships", "ADMIN"),
    ],
)
async def test_team_addresses(world: World, method: str, path: str, lowest: str) -> None:
    team = await world.team()
    for role in ("NONE", "MEMBER", "ADMIN", "OWNER"):
        caller = await (world.user() if role == "NONE" else world.member(team, role))
        answer = await (await world.api(caller)).call(method, path.format(t=team.id))
        assert (answer.status_code != 403) is (RANK[role] >= RANK[lowest]), (role, answer.text)


@pytest.mark.parametrize(("method", "path", "in_organization", "in_team"), MATRIX)
async def test_an_invitation_gives_nothing(
    world: World, method: str, path: str, in_organization: str, in_team: str | None
) -> None:
    organization = await world.organization()
    team = await world.team(organization)
    anna = await world.user()
    membership = await world.join(anna, organization)
    invited = await world.user()
    await world.join(invited, organization, "OWNER", accepted=False)
    await world.join(invited, team, "OWNER", accepted=False)
    address = path.format(o=organization.id, t=team.id, u=anna.id, m=membership.id)
    answer = await (await world.api(invited)).call(method, address)
    assert answer.status_code == 403
    assert "RolesGuard - User is not" in answer.json()["error"]["message"]


async def test_an_invitation_to_a_team_gives_nothing_there_either(world: World) -> None:
    team, invited = await world.team(), await world.user()
    await world.join(invited, team, "OWNER", accepted=False)
    api = await world.api(invited)
    for path in (f"/v2/teams/{team.id}", f"/v2/teams/{team.id}/memberships"):
        assert (await api.get(path)).status_code == 403


async def test_losing_a_role_counts_at_once(world: World) -> None:
    organization = await world.organization()
    await world.member(organization, "OWNER")
    admin = await world.user()
    membership = await world.join(admin, organization, "ADMIN")
    api = await world.api(admin)
    path = f"/v2/organizations/{organization.id}/memberships"
    assert (await api.patch(f"{path}/{membership.id}", {"role": "MEMBER"})).status_code == 200
    assert (await api.get(path)).status_code == 403


async def test_system_administrators_pass_roles_but_not_relations(world: World) -> None:
    organization, other = await world.organization(), await world.organization()
    team, foreign = await world.team(organization), await world.team(other)
    stranger = await world.member(other)
    outsider = await world.join(await world.user(), other)
    api = await world.api(await world.user(is_system_admin=True))
    o = organization.id
    for path in (
        f"/v2/organizations/{o}/memberships",
        f"/v2/organizations/{o}/users",
        f"/v2/organizations/{o}/teams/{team.id}",
        f"/v2/organizations/{o}/teams/{team.id}/memberships",
        f"/v2/teams/{team.id}",
        f"/v2/teams/{team.id}/memberships",
    ):
        assert (await api.get(path)).status_code == 200, path
    refused = {
        "/v2/organizations/999999999/memberships": 403,
        f"/v2/organizations/{o}/users/{stranger.id}/ooo": 403,
        f"/v2/organizations/{o}/teams/{foreign.id}": 404,
        f"/v2/organizations/{o}/memberships/{outsider.id}": 404,
        f"/v2/organizations/{o}/organizations/{other.id}": 403,
    }
    for path, status in refused.items():
        assert (await api.get(path)).status_code == status, path
