"""Absences that are entered and removed for others, by those who may."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locum.users.models import User
from tests.factories.world import World
from tests.pages.browser import Reader, text_of
from tests.pages.dashboard.conftest import Sit
from tests.pages.dashboard.test_absences import absence, stored

pytestmark = pytest.mark.usefixtures("morning")


async def walk(desk: Reader, path: str, user: User, session: AsyncSession) -> None:
    """Enter an absence for somebody, change it, take it back."""
    page = await desk.open(path)
    assert f"Absences of {user.name}" in text_of(page.text)
    saved = await desk.send(page, path, **{"from": "2027-02-09", "reason": "sick"})
    assert "The absence is entered" in saved.text
    (made,) = await stored(session, user)
    changed = await desk.send(await desk.open(f"{path}/{made.id}"), f"{path}/{made.id}", until="2027-02-10")
    assert "The absence is changed" in changed.text
    assert [row.last_day for row in await stored(session, user)] == [date(2027, 2, 10)]
    removed = await desk.send(changed, f"{path}/{made.id}/delete")
    assert "The absence is removed" in removed.text
    assert await stored(session, user) == []


async def test_administrators_look_after_the_people_of_their_organization(
    world: World, sit: Sit, session: AsyncSession
) -> None:
    organization = await world.organization()
    user = await world.member(organization, name="Aisha")
    desk = await sit(await world.member(organization, "ADMIN"))
    await walk(desk, f"/dashboard/people/{user.id}/away", user, session)


async def test_those_who_lead_a_team_look_after_its_members(world: World, sit: Sit, session: AsyncSession) -> None:
    team = await world.team()
    user = await world.member(team, name="Aisha")
    desk = await sit(await world.member(team, "ADMIN"))
    await walk(desk, f"/dashboard/teams/{team.id}/members/{user.id}/away", user, session)


async def test_others_may_not(world: World, sit: Sit) -> None:
    organization, team = await world.organization(), await world.team()
    user = await world.member(organization)
    await world.join(user, team)
    row = await absence(world, user, "2027-02-09", "2027-02-09")
    by_organization = f"/dashboard/people/{user.id}/away"
    by_team = f"/dashboard/teams/{team.id}/members/{user.id}/away"
    member, other = await world.member(organization), await world.member(await world.organization(), "OWNER")
    mate, lead = await world.member(team), await world.member(team, "ADMIN")
    system_admin = await world.user(is_system_admin=True)
    cases = [
        (member, by_organization, 403),
        (other, by_organization, 404),
        (other, by_team, 404),
        (mate, by_team, 403),
        # He belongs to an organization, whose business his absences are.
        (lead, by_team, 403),
        (system_admin, f"/dashboard/teams/{team.id}/members/{member.id}/away", 404),
        (system_admin, by_team, 200),
    ]
    for person, path, status in cases:
        desk = await sit(person)
        assert (await desk.open(path)).status_code == status, (person.email, path)
        if status == 200:
            continue
        token = (await desk.open("/dashboard")).text.split('name="token" value="')[1].split('"')[0]
        for address in (path, f"{path}/{row.id}", f"{path}/{row.id}/delete"):
            answer = await desk.client.post(address, data={"token": token, "from": "2027-02-20"})
            assert answer.status_code == status, (person.email, address)


async def test_an_absence_is_reached_through_its_own_person_only(world: World, sit: Sit) -> None:
    organization = await world.organization()
    one, two = await world.member(organization), await world.member(organization)
    row = await absence(world, one, "2027-02-09", "2027-02-09")
    desk = await sit(await world.member(organization, "ADMIN"))
    assert (await desk.open(f"/dashboard/people/{one.id}/away/{row.id}")).status_code == 200
    assert (await desk.open(f"/dashboard/people/{two.id}/away/{row.id}")).status_code == 404
