"""An organization becomes a platform, or ceases to be one."""

import pytest

from locum.kit.errors import Conflict, NotFound
from locum.oauth.platforms import set_platform
from tests.factories.oauth import oauth_client
from tests.factories.world import World


async def test_a_platform_may_have_clients_and_an_ordinary_organization_not(world: World) -> None:
    organization = await world.organization(slug="acme")
    api = await world.api(await world.member(organization, "OWNER"))
    assert (await api.get("/v2/oauth-clients")).status_code == 403
    await set_platform(world.session, "acme", True)
    await world.session.commit()
    assert (await api.get("/v2/oauth-clients")).status_code == 200
    await set_platform(world.session, "acme", False)
    await world.session.commit()
    assert (await api.get("/v2/oauth-clients")).status_code == 403


async def test_nothing_changes_while_it_is_in_use(world: World) -> None:
    organization = await world.organization(slug="acme", is_platform=True)
    client = await oauth_client(world, organization)
    with pytest.raises(Conflict):
        await set_platform(world.session, "acme", False)
    await world.session.delete(client)
    managed = await world.organization(slug="clinic", is_platform=True, manager_organization_id=organization.id)
    with pytest.raises(Conflict):
        await set_platform(world.session, "acme", False)
    await world.session.delete(managed)
    assert not (await set_platform(world.session, "acme", False)).is_platform


async def test_organizations_that_others_manage_are_not_spoken_of(world: World) -> None:
    manager = await world.organization(is_platform=True)
    await world.organization(slug="clinic", is_platform=True, manager_organization_id=manager.id)
    for slug in ("clinic", "nobody"):
        with pytest.raises(NotFound):
            await set_platform(world.session, slug, False)
