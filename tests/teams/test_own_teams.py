"""Teams outside of organizations, and organizations addressed as teams."""

from sqlalchemy import select

from locum.memberships.models import Membership
from locum.organizations.models import Team
from tests.factories.world import World

TEAMS = "/v2/teams"


async def test_anybody_makes_a_team_and_owns_it(world: World) -> None:
    anna = await world.user()
    api = await world.api(anna)
    answer = await api.post(TEAMS, {"name": "Choir"})
    assert answer.status_code == 201, answer.text
    team = answer.json()["data"]
    assert (team["slug"], team["parentId"], team["isOrganization"]) == ("choir", None, False)
    membership = await world.session.scalar(select(Membership).where(Membership.team_id == team["id"]))
    assert membership is not None
    assert (membership.user_id, membership.role, membership.accepted) == (anna.id, "OWNER", True)
    again = await api.post(TEAMS, {"name": "Choir"})
    assert again.status_code == 400
    assert again.json()["error"]["message"] == "You already have created a team with name=Choir"
    assert (await (await world.api(await world.user())).post(TEAMS, {"name": "Choir"})).status_code == 201


async def test_the_list_has_everything_one_belongs_to_or_is_invited_to(world: World) -> None:
    organization = await world.organization()
    team, alone = await world.team(organization), await world.team()
    await world.team()
    anna = await world.member(organization)
    await world.join(anna, team, accepted=False)
    await world.join(anna, alone)
    api = await world.api(anna)
    found = (await api.get(TEAMS)).json()["data"]
    assert [row["id"] for row in found] == [organization.id, team.id, alone.id]
    assert [row["isOrganization"] for row in found] == [True, False, False]


async def test_members_read_and_owners_write(world: World) -> None:
    team = await world.team()
    anna, boss = await world.member(team), await world.member(team, "OWNER")
    api, owner = await world.api(anna), await world.api(boss)
    path = f"{TEAMS}/{team.id}"
    assert (await api.get(path)).status_code == 200
    refused = await api.patch(path, {"name": ""})
    assert refused.status_code == 403
    assert refused.json()["error"]["message"] == (
        f"RolesGuard - user with id={anna.id} does not have the minimum required role=TEAM_OWNER "
        f"within team with id={team.id}."
    )
    assert (await owner.patch(path, {"bio": "We sing"})).json()["data"]["bio"] == "We sing"
    assert (await owner.delete(path)).json()["data"]["id"] == team.id
    gone = await owner.get(path)
    assert gone.status_code == 403
    assert gone.json()["error"]["message"] == f"RolesGuard - User is not a member of the team with id={team.id}."


async def test_an_organization_can_be_read_and_removed_as_a_team(world: World) -> None:
    organization = await world.organization()
    boss, anna = await world.member(organization, "OWNER"), await world.member(organization)
    alone = await world.user(username=f"{anna.username}")
    owner = await world.api(boss)
    path = f"{TEAMS}/{organization.id}"
    assert (await owner.get(path)).json()["data"]["isOrganization"] is True
    assert (await owner.delete(path)).status_code == 200
    await world.session.refresh(anna)
    assert anna.organization_id is None
    assert anna.username == f"{alone.username}-{anna.id}"
    world.session.expunge_all()
    assert await world.session.get(Team, organization.id) is None
