"""OAuth clients in the dashboard: registered, looked at with their secret, changed, removed; by managers only."""

import pytest
from sqlalchemy import select

from locum.organizations.models import OAuthClient, Team
from tests.factories.oauth import oauth_client, platform, secret_of
from tests.factories.world import World
from tests.pages.browser import links_of
from tests.pages.dashboard.conftest import Sit

CLIENTS = "/dashboard/clients"


async def _clients(world: World, organization: Team) -> list[OAuthClient]:
    statement = select(OAuthClient).where(OAuthClient.organization_id == organization.id).order_by(OAuthClient.id)
    return list(await world.session.scalars(statement.execution_options(populate_existing=True)))


async def test_one_is_registered_and_shown_with_its_secret(world: World, sit: Sit) -> None:
    organization = await platform(world)
    desk = await sit(await world.member(organization, "ADMIN"))
    page = await desk.open(CLIENTS)
    assert "There are no clients yet." in page.text
    assert CLIENTS in links_of(page.text)
    made = await desk.send(
        page, CLIENTS, name="Portal", addresses="https://a.example\r\nhttps://*.b.example", permissions=["BOOKING_READ"]
    )
    (client,) = await _clients(world, organization)
    assert made.url.path == f"{CLIENTS}/{client.id}"
    assert (client.name, client.redirect_uris) == ("Portal", ["https://a.example", "https://*.b.example"])
    assert client.permissions == 4
    assert "Show the secret" in made.text
    assert made.headers["cache-control"] == "no-store"


async def test_one_is_changed_and_removed(world: World, sit: Sit) -> None:
    organization = await platform(world)
    client = await oauth_client(world, organization)
    await world.member(organization, platform_client_id=client.id)
    desk = await sit(await world.member(organization, "OWNER"))
    path = f"{CLIENTS}/{client.id}"
    page = await desk.open(path)
    assert secret_of(client.id) in page.text
    refused = await desk.send(page, path, name="")
    assert refused.status_code == 422
    changed = await desk.send(refused, path, name="Better", addresses="", switches=["are_emails_enabled"])
    assert "“Better” is changed." in changed.text
    (row,) = await _clients(world, organization)
    assert (row.name, row.redirect_uris, row.are_emails_enabled) == ("Better", [], True)
    asked = await desk.open(f"{path}/delete")
    assert "1 person whom it manages stays" in asked.text
    gone = await desk.send(asked, f"{path}/delete")
    assert gone.url.path == CLIENTS
    assert not await _clients(world, organization)


async def test_members_and_other_organizations_see_nothing(world: World, sit: Sit) -> None:
    organization, other = await platform(world), await platform(world)
    client, foreign = await oauth_client(world, organization), await oauth_client(world, other)
    member = await sit(await world.member(organization))
    admin = await sit(await world.member(organization, "ADMIN"))
    for path in (CLIENTS, f"{CLIENTS}/{client.id}"):
        assert (await member.open(path)).status_code == 403
    for path in (f"{CLIENTS}/{foreign.id}", f"{CLIENTS}/{foreign.id}/delete", f"{CLIENTS}/nothing"):
        answer = await admin.open(path)
        assert answer.status_code == 404
        assert secret_of(foreign.id) not in answer.text


@pytest.mark.parametrize("language", ["en", "de", "ar"])
async def test_an_organization_that_is_no_platform_is_told_how_to_become_one(
    world: World, sit: Sit, language: str
) -> None:
    organization = await world.organization()
    desk = await sit(await world.member(organization, "OWNER", locale=language))
    page = await desk.open(CLIENTS)
    assert f"locum organization platform {organization.slug}" in page.text
    assert 'name="addresses"' not in page.text
