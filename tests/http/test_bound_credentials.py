"""A key or client that was issued for one organization acts in no other, whoever it acts as."""

from tests.factories.oauth import oauth_client, pair, platform
from tests.factories.world import Api, World


async def test_clients_and_keys_stay_in_their_organization(world: World) -> None:
    here, there = await platform(world), await platform(world)
    owner = await world.member(here, "OWNER")
    await world.join(owner, there, "OWNER")
    team_here, team_there = await world.team(here), await world.team(there)
    for team in (team_here, team_there):
        await world.join(owner, team, "OWNER")
    client = pair(world, await oauth_client(world, here))
    bound = Api(world.client, await world.key(owner, organization_id=here.id))
    for api in (client, bound):
        for path, team in (("memberships", team_here), ("users", team_here), ("teams", team_here)):
            assert (await api.get(f"/v2/organizations/{here.id}/{path}")).status_code == 200
            assert (await api.get(f"/v2/organizations/{there.id}/{path}")).status_code == 403
            assert (await api.get(f"/v2/teams/{team.id}")).status_code == 200
        assert (await api.get(f"/v2/organizations/{here.id}/teams/{team_here.id}")).status_code == 200
        assert (await api.get(f"/v2/organizations/{there.id}/teams/{team_there.id}")).status_code == 403
        for path in (f"/v2/teams/{team_there.id}", f"/v2/teams/{there.id}"):
            assert (await api.get(path)).status_code == 403
    free = await world.api(owner)
    assert (await free.get(f"/v2/organizations/{there.id}/memberships")).status_code == 200


async def test_a_manager_reaches_what_it_manages_and_siblings_do_not(world: World) -> None:
    manager = await platform(world)
    one, two = [await platform(world, manager_organization_id=manager.id) for _ in range(2)]
    owner = await world.member(manager, "OWNER")
    for managed in (one, two):
        await world.join(owner, managed, "OWNER")
    of_manager = pair(world, await oauth_client(world, manager))
    of_one = Api(world.client, await world.key(owner, organization_id=one.id))
    assert (await of_manager.get(f"/v2/organizations/{one.id}/memberships")).status_code == 200
    assert (await of_one.get(f"/v2/organizations/{one.id}/memberships")).status_code == 200
    for foreign in (two, manager):
        assert (await of_one.get(f"/v2/organizations/{foreign.id}/memberships")).status_code == 403
