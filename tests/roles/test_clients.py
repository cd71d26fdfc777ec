"""Nobody reaches above himself by a client that he makes, or by the people whom it manages."""

import pytest

from locum.http.permissions import Permission
from locum.http.principal import CredentialKind, Principal
from locum.kit.errors import Forbidden
from locum.memberships.realms import enter_organization
from locum.users.models import User
from tests.factories.oauth import oauth_client, pair
from tests.factories.world import Api
from tests.roles.conftest import House


async def test_an_oauth_client_makes_nobody_an_owner(house: House) -> None:
    """Administrators make clients, which stand for the owner: that must not make them owners themselves."""
    world, organization = house.world, house.organization
    await world.member(organization, "OWNER")
    organization.is_platform = True
    client, mine = pair(world, await oauth_client(world, organization)), await house.joined("ADMIN")
    members = f"/v2/organizations/{organization.id}/memberships"
    assert (await client.get(members)).status_code == 200
    for method, path, body in (
        ("PATCH", f"{members}/{mine.id}", {"role": "OWNER"}),
        ("POST", members, {"userId": mine.user_id, "role": "OWNER", "accepted": True}),
        ("GET", f"/v2/organizations/{organization.id}/audit-log", None),
        ("PATCH", f"/v2/teams/{organization.id}", {"name": "Mine"}),
        ("DELETE", f"/v2/teams/{organization.id}", None),
    ):
        answer = await client.call(method, path, json=body)
        assert answer.status_code == 403, f"{method} {path}: {answer.text}"
    assert (await client.patch(f"{members}/{mine.id}", {"role": "MEMBER"})).status_code == 200


async def test_a_token_of_a_managed_owner_makes_nobody_an_owner(house: House) -> None:
    """Whoever manages the client can take such a token."""
    world, organization = house.world, house.organization
    organization.is_platform = True
    client = await oauth_client(world, organization)
    managed = await world.member(organization, "OWNER", platform_client_id=client.id)
    mine = await house.joined("ADMIN")
    api = await world.api(await world.session.get_one(User, mine.user_id))
    taken = await api.post(f"/v2/oauth-clients/{client.id}/users/{managed.id}/force-refresh")
    token = Api(world.client, taken.json()["data"]["accessToken"])
    members = f"/v2/organizations/{organization.id}/memberships"
    assert (await token.get(members)).status_code == 200
    assert (await token.patch(f"{members}/{mine.id}", {"role": "OWNER"})).status_code == 403


async def test_an_oauth_client_acts_in_its_own_organization_only(house: House) -> None:
    admin = await house.world.session.get_one(User, (await house.joined("ADMIN")).user_id)
    elsewhere = await house.world.organization()
    await house.world.join(admin, elsewhere, "ADMIN")
    client = Principal(admin.id, admin.email, CredentialKind.OAUTH_CLIENT, organization_id=house.organization.id)
    wanted = Permission.ORGANIZATION_MEMBERS_READ
    realm = await enter_organization(house.world.session, client, house.organization.id, wanted)
    assert realm.authority.rank == "ADMIN"
    with pytest.raises(Forbidden):
        await enter_organization(house.world.session, client, elsewhere.id, wanted)
