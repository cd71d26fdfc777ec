"""The first-run page."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.organizations.models import Team
from locum.settings import Settings
from locum.setup.link import setup_token
from locum.users.models import User
from tests.factories.world import World
from tests.pages.browser import Reader


async def test_link_makes_the_first_account_and_signs_it_in(
    reader: Reader, settings: Settings, session: AsyncSession
) -> None:
    page = await reader.open(f"/setup?token={setup_token(settings)}")
    assert page.status_code == 200
    done = await reader.send(
        page, "/setup", email="Ada@Example.com", password="eight or more", organization="Société Générale"
    )
    assert done.status_code == 200
    assert "cal_" in done.text
    user = (await session.scalars(select(User))).one()
    assert (user.email, user.is_system_admin) == ("ada@example.com", True)
    assert (await session.scalars(select(Team))).one().slug == "societe-generale"
    assert (await reader.open("/dashboard")).url.path == "/dashboard"


async def test_what_was_typed_survives_its_errors(reader: Reader, settings: Settings) -> None:
    page = await reader.open(f"/setup?token={setup_token(settings)}")
    again = await reader.send(page, "/setup", email="ada", password="short", organization="Ada & Co")
    assert again.status_code == 422
    assert 'value="ada"' in again.text
    assert 'value="Ada &amp; Co"' in again.text
    assert "short" not in again.text
    assert 'href="#email"' in again.text
    assert 'aria-invalid="true"' in again.text


async def test_nobody_gets_in_with_another_token(reader: Reader) -> None:
    assert (await reader.open("/setup?token=guess")).status_code == 403
    assert (await reader.open("/setup")).status_code == 403


async def test_the_link_is_dead_once_somebody_has_an_account(reader: Reader, world: World, settings: Settings) -> None:
    await world.user()
    assert (await reader.open(f"/setup?token={setup_token(settings)}")).status_code == 410
