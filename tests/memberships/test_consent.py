"""Nobody gets power over people of elsewhere by bringing them in: they are only invited."""

import pytest

from tests.factories.absences import days, refusal
from tests.factories.world import Api, World

MAY = days("2050-05-01", "2050-05-10")


async def _stranger(world: World) -> int:
    return (await world.member(await world.organization())).id


async def _tells(api: Api, path: str, user_id: int) -> bool:
    answer = await api.post(path, {"userId": user_id, "accepted": True})
    assert answer.status_code == 201, answer.text
    accepted: bool = answer.json()["data"]["accepted"]
    changed = await api.patch(f"{path}/{answer.json()['data']['id']}", {"accepted": True})
    assert changed.status_code == (200 if accepted else 403)
    return accepted


async def test_people_of_elsewhere_are_only_invited(world: World) -> None:
    organization = await world.organization()
    api = await world.api(await world.member(organization, "OWNER"))
    own_team = (await api.post("/v2/teams", {"name": "Own"})).json()["data"]["id"]
    assert not await _tells(api, f"/v2/organizations/{organization.id}/memberships", await _stranger(world))
    assert not await _tells(api, f"/v2/teams/{own_team}/memberships", await _stranger(world))
    again = {"userId": await _stranger(world), "accepted": True}
    path = f"/v2/organizations/{organization.id}/memberships"
    for _ in range(2):
        assert (await api.post(path, again)).json()["data"]["accepted"] is False


async def test_one_s_own_people_and_people_of_nowhere_are_brought_in(world: World) -> None:
    organization = await world.organization()
    api = await world.api(await world.member(organization, "ADMIN"))
    own_team = (await api.post("/v2/teams", {"name": "Own"})).json()["data"]["id"]
    colleague = await world.member(organization)
    assert await _tells(api, f"/v2/teams/{own_team}/memberships", colleague.id)
    assert await _tells(api, f"/v2/organizations/{organization.id}/memberships", (await world.user()).id)


async def test_whoever_has_an_account_of_his_own_is_his_own_master_until_he_accepts(world: World) -> None:
    """Otherwise anybody with an organization could bring him in by his number, give his account another address, and
    have himself sent the link for a new password."""
    organization = await world.organization()
    api = await world.api(await world.member(organization, "OWNER"))
    anna = await world.user(password_hash="chosen by herself")
    path = f"/v2/organizations/{organization.id}"
    assert not await _tells(api, f"{path}/memberships", anna.id)
    for method in ("PATCH", "DELETE"):
        taken = await api.call(method, f"{path}/users/{anna.id}", json={"email": "mine@example.com"})
        assert taken.status_code in {403, 404}, taken.text
    own_team = (await api.post("/v2/teams", {"name": "Own"})).json()["data"]["id"]
    assert await _tells(api, f"/v2/teams/{own_team}/memberships", anna.id), "a team has no power over accounts"


async def test_who_administers_both_or_all_brings_in_everybody(world: World) -> None:
    here, there = await world.organization(), await world.organization()
    both = await world.member(here, "OWNER")
    await world.join(both, there, "ADMIN")
    stranger = await world.member(there)
    path = f"/v2/organizations/{here.id}/memberships"
    assert await _tells(await world.api(both), path, stranger.id)
    root = await world.user(is_system_admin=True)
    assert await _tells(await world.api(root), path, await _stranger(world))


async def test_a_colleague_elsewhere_joins_a_team_but_no_other_organization(world: World) -> None:
    here, there = await world.organization(), await world.organization()
    member = await world.member(there)
    await world.join(member, here, "OWNER")
    api, colleague = await world.api(member), await world.member(there, "OWNER")
    own_team = (await api.post("/v2/teams", {"name": "Own"})).json()["data"]["id"]
    assert await _tells(api, f"/v2/teams/{own_team}/memberships", colleague.id)
    assert not await _tells(api, f"/v2/organizations/{here.id}/memberships", colleague.id)


@pytest.mark.parametrize("what", ["ooo", "schedules"])
async def test_an_organization_manages_nobody_who_is_only_invited(world: World, what: str) -> None:
    organization = await world.organization()
    admin = await world.member(organization, "ADMIN")
    api, stranger = await world.api(admin), await world.member(await world.organization())
    await (await world.api(stranger)).post("/v2/me/ooo", {**MAY, "notes": "Private"})
    await world.join(stranger, organization, accepted=False)
    answer = await api.get(f"/v2/organizations/{organization.id}/users/{stranger.id}/{what}")
    text = f"IsUserInOrg - user with id={stranger.id} is not part of the organization with id={organization.id}."
    assert refusal(answer) == (403, text)
    assert (await api.get(f"/v2/organizations/{organization.id}/ooo")).json()["data"] == []


async def test_an_organization_manages_its_own_people_before_they_accept(world: World) -> None:
    organization = await world.organization()
    api = await world.api(await world.member(organization, "ADMIN"))
    path = f"/v2/organizations/{organization.id}/users"
    made = await api.post(path, {"email": "new@example.com", "autoAccept": False})
    assert (await api.get(f"{path}/{made.json()['data']['id']}/schedules")).status_code == 200


async def test_a_team_of_one_s_own_gives_no_power_over_colleagues(world: World) -> None:
    organization = await world.organization()
    member, boss = await world.member(organization), await world.member(organization, "OWNER")
    api = await world.api(member)
    own_team = (await api.post("/v2/teams", {"name": "Own"})).json()["data"]["id"]
    await api.post(f"/v2/teams/{own_team}/memberships", {"userId": boss.id, "accepted": True})
    answer = await api.post(f"/v2/teams/{own_team}/users/{boss.id}/ooo", MAY)
    assert refusal(answer) == (
        403,
        f"IsUserInTeam - user with id={boss.id} is not part of the team with id={own_team}.",
    )


async def test_a_team_manages_nobody_who_is_only_invited(world: World) -> None:
    team = await world.team()
    api, invited = await world.api(await world.member(team, "OWNER")), await world.user()
    await world.join(invited, team, accepted=False)
    assert refusal(await api.post(f"/v2/teams/{team.id}/users/{invited.id}/ooo", MAY))[0] == 403
