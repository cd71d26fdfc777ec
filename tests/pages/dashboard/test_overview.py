"""The overview of a signed-in person, and the frame that all pages of the dashboard share."""

from datetime import timedelta

from sqlalchemy import select

from locum.kit import clock
from locum.memberships.models import Membership
from locum.users.models import User
from tests.factories.event_types import event_type
from tests.factories.slots import busy
from tests.factories.world import World
from tests.pages.browser import Reader, links_of, text_of
from tests.pages.dashboard.conftest import Sit


async def test_nobody_sees_it_without_signing_in(reader: Reader) -> None:
    assert (await reader.open("/dashboard")).url.path == "/auth/login"


async def test_names_are_escaped(world: World, sit: Sit) -> None:
    page = await (await sit(await world.user(name="<script>alert(1)</script>"))).open("/dashboard")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


async def test_the_next_bookings_are_listed_with_what_waits(world: World, desk: Reader, person: User) -> None:
    of = await event_type(world, person)
    soon = clock.now().replace(microsecond=0) + timedelta(days=2)
    await busy(world, person, f"{soon:%Y-%m-%dT%H:%M}", of=of)
    await busy(world, person, f"{soon + timedelta(days=1):%Y-%m-%dT%H:%M}", of=of, pending=True)
    await busy(world, await world.user(), f"{soon:%Y-%m-%dT%H:%M}")
    page = await desk.open("/dashboard")
    assert len([link for link in links_of(page.text) if link.startswith("/dashboard/bookings/")]) == 2
    assert page.text.count("waits for your answer") == 1
    assert f"/{person.username}/{of.slug}" in links_of(page.text)


async def test_invitations_are_accepted_or_declined_by_the_invited_only(
    world: World, desk: Reader, person: User
) -> None:
    wanted, unwanted = await world.organization(name="Engines"), await world.team(name="Looms")
    joins = await world.join(person, wanted, accepted=False)
    person.organization_id = None
    foreign = await world.join(await world.user(), unwanted, accepted=False)
    declines = await world.join(person, unwanted, accepted=False)
    page = await desk.open("/dashboard")
    assert "Engines" in page.text
    accepted = await desk.send(page, f"/invitations/{joins.id}/accept")
    assert "You belong to Engines now." in text_of(accepted.text)
    declined = await desk.send(page, f"/invitations/{declines.id}/decline")
    assert "You declined the invitation of Looms." in text_of(declined.text)
    token = page.text.split('name="token" value="')[1].split('"')[0]
    answer = await desk.client.post(f"/dashboard/invitations/{foreign.id}/accept", data={"token": token})
    assert answer.status_code == 404
    left = await world.session.execute(select(Membership.user_id, Membership.accepted).order_by(Membership.id))
    assert {tuple(row) for row in left} == {(person.id, True), (foreign.user_id, False)}


async def test_news_are_told_once_and_only_ours(world: World, desk: Reader, person: User) -> None:
    membership = await world.join(person, await world.team(name="Looms"), accepted=False)
    page = await desk.open("/dashboard")
    told = await desk.send(page, f"/invitations/{membership.id}/decline")
    assert 'role="status"' in told.text
    assert 'role="status"' not in (await desk.open("/dashboard")).text
    desk.client.cookies.set("locum_news", "eyJrZXkiOiJuYXYuaG9tZSJ9.forged.signature")
    assert 'role="status"' not in (await desk.open("/dashboard")).text


async def test_one_looks_at_one_organization_at_a_time(world: World, sit: Sit) -> None:
    first, second = await world.organization(name="Engines"), await world.organization(name="Looms")
    foreign = await world.organization(name="Mills")
    user = await world.member(first, "OWNER")
    await world.join(user, second)
    await world.join(user, foreign, accepted=False)
    desk = await sit(user)
    page = await desk.open("/dashboard")
    assert "<title>Hello, " in page.text
    assert "· Engines</title>" in page.text
    other = await desk.open(f"/dashboard?org={second.id}")
    assert "· Looms</title>" in other.text
    assert f"/dashboard/away?org={second.id}" in links_of(other.text)
    assert f"/dashboard/away?org={first.id}" not in links_of(page.text)
    for nonsense in (str(foreign.id), "0", "x", "9" * 40):
        assert (await desk.open(f"/dashboard?org={nonsense}")).status_code == 404


async def test_system_administrators_look_into_any_organization(world: World, sit: Sit) -> None:
    foreign, team = await world.organization(name="Mills"), await world.team()
    desk = await sit(await world.user(is_system_admin=True))
    assert "· Mills</title>" in (await desk.open(f"/dashboard?org={foreign.id}")).text
    assert (await desk.open(f"/dashboard?org={team.id}")).status_code == 404


async def test_the_navigation_says_where_one_is(desk: Reader) -> None:
    page = await desk.open("/dashboard/away?lang=de")
    assert '<a href="/dashboard/away?lang=de" aria-current="page">Abwesend</a>' in page.text
    assert page.text.count('aria-current="page">Abwesend') == 1
    assert "/mail" not in links_of(page.text)
