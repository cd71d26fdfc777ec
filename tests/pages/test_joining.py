"""Joining a team by a link: signed in, and after signing in."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from locum.db.jobs import Workshop
from locum.kit import clock
from locum.memberships.models import Profile
from locum.organizations.models import Team
from tests.factories.oauth import oauth_client
from tests.factories.world import World
from tests.pages.browser import Reader, links_of, text_of
from tests.pages.joining import (
    DIGEST,
    JANE,
    PASSWORD,
    invited_to,
    memberships,
    sign_in,
    team_of_organization,
)


@pytest.fixture(autouse=True)
def _jobs_here(workshop: Workshop) -> None:
    """Jobs that a test runs itself work in the test's transaction."""


async def test_who_is_signed_in_joins_and_is_asked_once_more(world: World, reader: Reader) -> None:
    team, user = await world.team(name="Support"), await world.user(password_hash=DIGEST)
    await sign_in(reader, user)
    page = await reader.open(await invited_to(world, team))
    assert (page.status_code, "Join Support" in page.text, user.email in page.text) == (200, True, True)
    assert await memberships(world.session, user) == []
    home = await reader.send(page, "/teams")
    assert home.url.path == "/dashboard"
    assert "One step is left: accept the invitation of Support." in text_of(home.text)
    assert await memberships(world.session, user) == [(team.id, "MEMBER", False)]


async def test_who_is_not_signs_in_first(world: World, reader: Reader) -> None:
    team, user = await world.team(), await world.user(password_hash=DIGEST)
    link = await invited_to(world, team)
    page = await reader.open(link)
    (login,) = [found for found in links_of(page.text) if "/auth/login" in found]
    back = await reader.send(await reader.open(login), "/auth/login", email=user.email, password=PASSWORD)
    assert str(back.url).endswith(link)
    await reader.send(back, "/teams")
    assert await memberships(world.session, user) == [(team.id, "MEMBER", False)]


async def test_a_team_of_an_organization_brings_one_into_both_pending(world: World, reader: Reader) -> None:
    team, user = await team_of_organization(world), await world.user(password_hash=DIGEST)
    await sign_in(reader, user)
    page = await reader.open(await invited_to(world, team))
    assert page.url.path == "/teams"
    assert "You are invited to Support, a team of Engines." in page.text
    await reader.send(page, "/teams")
    assert team.organization_id is not None
    expected = [(team.organization_id, "MEMBER", False), (team.id, "MEMBER", False)]
    assert await memberships(world.session, user) == expected
    assert await world.session.scalar(select(Profile.organization_id).where(Profile.user_id == user.id))
    await world.session.refresh(user)
    assert user.organization_id is None


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_membership_that_somebody_has_stays_as_it_is(world: World, reader: Reader, accepted: bool) -> None:
    team = await team_of_organization(world)
    organization = await world.session.get_one(Team, team.organization_id)
    user = await world.user(password_hash=DIGEST)
    await world.join(user, organization, "ADMIN", accepted)
    await sign_in(reader, user)
    page = await reader.open(await invited_to(world, team))
    await reader.send(page, "/teams")
    expected = [(organization.id, "ADMIN", accepted), (team.id, "MEMBER", False)]
    assert await memberships(world.session, user) == expected
    again = await reader.send(page, "/teams")
    assert "You belong to Support already" in text_of(again.text)
    assert await memberships(world.session, user) == expected


async def test_a_link_does_not_make_a_pending_membership_an_accepted_one(world: World, reader: Reader) -> None:
    team, user = await world.team(), await world.user(password_hash=DIGEST)
    await sign_in(reader, user)
    page = await reader.open(await invited_to(world, team))
    for _ in range(2):
        await reader.send(page, "/teams")
    assert await memberships(world.session, user) == [(team.id, "MEMBER", False)]


async def test_people_of_an_oauth_client_do_not_mix_with_others(world: World, reader: Reader) -> None:
    team, user = (
        await world.team(platform_client_id=(await oauth_client(world)).id),
        await world.user(password_hash=DIGEST),
    )
    await sign_in(reader, user)
    answer = await reader.send(await reader.open(await invited_to(world, team)), "/teams")
    assert answer.status_code == 400
    assert await memberships(world.session, user) == []


@pytest.mark.parametrize("token", ["", "x", "a" * 64, "a" * 5000])
async def test_made_up_links_invite_to_nothing(world: World, reader: Reader, token: str) -> None:
    for path in ("/teams", "/signup"):
        assert (await reader.open(f"{path}?token={token}")).status_code == 410
    assert (await reader.open("/signup")).status_code == 410
    user = await world.user(password_hash=DIGEST)
    await sign_in(reader, user)
    assert (await reader.open("/teams")).url.path == "/dashboard/teams"


async def test_an_invitation_is_over_after_seven_days_also_for_a_page_that_was_open(
    world: World, reader: Reader
) -> None:
    team, user = await world.team(), await world.user(password_hash=DIGEST)
    link = await invited_to(world, team)
    await sign_in(reader, user)
    joining = await reader.open(link)
    reader.client.cookies.clear()
    signing_up = await reader.open(link.replace("/teams", "/signup"))
    with clock.frozen(clock.now() + timedelta(days=7)):
        assert (await reader.open(link)).status_code == 410
        sent = await reader.send(signing_up, "/signup", email=JANE, password=PASSWORD)
        assert sent.status_code == 410
        await sign_in(reader, user)
        assert (await reader.send(joining, "/teams")).status_code in {403, 410}
    assert await memberships(world.session, user) == []


async def test_other_sites_cannot_make_anybody_join(world: World, reader: Reader) -> None:
    team, user = await world.team(), await world.user(password_hash=DIGEST)
    link = await invited_to(world, team)
    await sign_in(reader, user)
    answer = await reader.client.post(link, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert await memberships(world.session, user) == []
