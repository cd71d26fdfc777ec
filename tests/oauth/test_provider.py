"""What components in browsers ask before anything else."""

from tests.factories.oauth import oauth_client, platform_with_client
from tests.factories.oauth2 import make_app
from tests.factories.world import Api, World


async def test_anybody_may_ask_whose_client_it_is(world: World) -> None:
    house = await platform_with_client(world, name="Portal")
    answer = await world.client.get(f"/v2/provider/{house.client.id}")
    assert answer.status_code == 200
    data = {"clientId": house.client.id, "organizationId": house.organization.id, "name": "Portal"}
    assert answer.json() == {"status": "success", "data": data}


async def test_unknown_clients_are_401(world: World) -> None:
    api = await world.api(await world.user())
    for path in ("/v2/provider/unknown", "/v2/provider/%00"):
        assert (await world.client.get(path)).status_code == 401
        assert (await api.get(f"{path}/access-token")).status_code == 401


async def test_good_credentials_are_answered_without_data(world: World) -> None:
    house = await platform_with_client(world)
    token = Api(world.client, (await house.person())["accessToken"])
    for api in (token, await world.api(await world.user())):
        answer = await api.get(f"/v2/provider/{house.client.id}/access-token")
        assert (answer.status_code, answer.json()) == (200, {"status": "success"})


async def test_nobody_wrong_tokens_and_those_of_another_client_are_401(world: World) -> None:
    house = await platform_with_client(world)
    sibling = await oauth_client(world, house.organization)
    token = Api(world.client, (await house.person())["accessToken"])
    for api, client_id in (
        (Api(world.client, None), house.client.id),
        (Api(world.client, "made-up"), house.client.id),
        (token, sibling.id),
    ):
        assert (await api.get(f"/v2/provider/{client_id}/access-token")).status_code == 401


async def test_a_token_of_an_application_is_good_for_its_own_client(world: World) -> None:
    app = await make_app(world)
    api = await app.api(await world.user(), "BOOKING_READ")
    mine = await api.get(f"/v2/provider/{app.row.client_id}/access-token")
    assert (mine.status_code, mine.json()) == (200, {"status": "success"})
    house = await platform_with_client(world)
    assert (await api.get(f"/v2/provider/{house.client.id}/access-token")).status_code == 401
