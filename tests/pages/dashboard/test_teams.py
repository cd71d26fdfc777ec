"""Teams of an organization and teams on their own: made, joined, led, left, ended."""

import re
from dataclasses import dataclass

import pytest
from httpx import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.world import World
from tests.http.test_statements import counted
from tests.pages.browser import Reader, links_of, text_of
from tests.pages.dashboard.conftest import Sit
from tests.pages.dashboard.test_people import membership

TEAMS = "/dashboard/teams"


@dataclass
class Clinic:
    """An organization with a team; the administrator of the one, and who leads the other."""

    organization: Team
    team: Team
    admin: User
    lead: User
    desk: Reader

    @property
    def path(self) -> str:
        return f"{TEAMS}/{self.team.id}"


@pytest.fixture
async def clinic(world: World, sit: Sit) -> Clinic:
    organization = await world.organization(name="Clinic")
    admin = await world.member(organization, "ADMIN", name="Adam Admin")
    lead = await world.member(organization, name="Lea Lead")
    team = await world.team(organization, name="Nurses")
    await world.join(lead, team, "ADMIN")
    return Clinic(organization, team, admin, lead, await sit(admin))


def rows(page: Response) -> list[str]:
    """What the list names, in its order."""
    return re.findall(r'<th scope="row"[^>]*>(?:<a [^>]*>)?<bdi>(.*?)</bdi>', page.text)


async def teams_named(world: World, name: str) -> list[Team]:
    return list(await world.session.scalars(select(Team).where(Team.name == name)))


async def test_everybody_sees_his_own_teams_and_administrators_all_of_the_organization(
    clinic: Clinic, world: World, sit: Sit
) -> None:
    await world.team(clinic.organization, name="Doctors")
    band = await world.team(name="Band")
    await world.join(clinic.lead, band)
    foreign = await world.team(await world.organization(), name="Foreign")
    await world.join(clinic.lead, foreign)
    assert rows(await clinic.desk.open(TEAMS)) == ["Doctors", "Nurses"]
    assert rows(await clinic.desk.open(f"{TEAMS}?q=NUR")) == ["Nurses"]
    assert rows(await (await sit(clinic.lead)).open(TEAMS)) == ["Band", "Nurses"]
    nobody = await (await sit(await world.user())).open(TEAMS)
    assert "You are in no team yet." in nobody.text
    assert f"{TEAMS}/new" in links_of(nobody.text)


async def test_administrators_make_teams_of_the_organization_and_anybody_his_own(
    clinic: Clinic, world: World, sit: Sit
) -> None:
    page = await clinic.desk.open(f"{TEAMS}/new")
    made = await clinic.desk.send(page, f"{TEAMS}/new", name="Porters", kind="organization")
    assert "The team Porters is there." in made.text
    (porters,) = await teams_named(world, "Porters")
    assert porters.organization_id == clinic.organization.id
    assert made.url.path == f"{TEAMS}/{porters.id}"
    again = await clinic.desk.send(page, f"{TEAMS}/new", name="Porters", kind="organization")
    assert again.status_code == 422
    assert "There is a team of this name already." in again.text
    assert 'value="Porters"' in again.text
    desk = await sit(clinic.lead)
    own = await desk.send(await desk.open(f"{TEAMS}/new"), f"{TEAMS}/new", name="Band")
    assert "The team Band is there." in own.text
    (band,) = await teams_named(world, "Band")
    assert band.organization_id is None
    found = await membership(world, clinic.lead, band)
    assert found is not None
    assert found.role == "OWNER"
    not_his = await desk.send(await desk.open(f"{TEAMS}/new"), f"{TEAMS}/new", name="X", kind="organization")
    assert not_his.status_code == 404
    nameless = await desk.send(await desk.open(f"{TEAMS}/new"), f"{TEAMS}/new", name=" ")
    assert nameless.status_code == 422


async def test_whom_a_team_is_none_of_their_business_do_not_find_it(clinic: Clinic, world: World, sit: Sit) -> None:
    member, stranger = await world.member(clinic.organization), await world.member(await world.organization(), "OWNER")
    invited = await world.member(clinic.organization)
    await world.join(invited, clinic.team, accepted=False)
    for user in (member, stranger, invited):
        desk = await sit(user)
        token = (await desk.open("/dashboard")).text.split('name="token" value="')[1].split('"')[0]
        for path in ("", "/delete", "/members/add", f"/members/{clinic.lead.id}", f"/members/{clinic.lead.id}/remove"):
            assert (await desk.open(clinic.path + path)).status_code == 404, path
            answer = await desk.client.post(clinic.path + path, data={"token": token, "name": "X", "role": "OWNER"})
            assert answer.status_code == 404, path


async def test_an_organization_is_no_team_here(clinic: Clinic) -> None:
    assert (await clinic.desk.open(f"{TEAMS}/{clinic.organization.id}")).status_code == 404


async def test_members_see_their_team_and_no_more(clinic: Clinic, world: World, sit: Sit) -> None:
    member = await world.member(clinic.organization)
    await world.join(member, clinic.team)
    desk = await sit(member)
    page = await desk.open(clinic.path)
    assert "Your role in this team: Member" in page.text
    assert "Lea Lead" not in page.text
    assert f"/dashboard/away/calendar?team={clinic.team.id}" in links_of(page.text)
    for path in ("/delete", "/members/add", f"/members/{clinic.lead.id}"):
        assert clinic.path + path not in links_of(page.text)
        assert (await desk.open(clinic.path + path)).status_code == 403, path


async def test_a_custom_role_opens_exactly_what_it_says(clinic: Clinic, world: World, sit: Sit) -> None:
    holder = await world.user()
    await world.join(holder, clinic.organization)
    await world.join(holder, clinic.team, custom_role=await world.role(clinic.team, "team.listMembers", "team.invite"))
    desk = await sit(holder)
    page = await desk.open(clinic.path)
    assert "Lea Lead" in page.text
    assert f"{clinic.path}/members/add" in links_of(page.text)
    assert f"{clinic.path}/delete" not in links_of(page.text)
    assert (await desk.open(f"{clinic.path}/delete")).status_code == 403
    member = await desk.open(f"{clinic.path}/members/{clinic.lead.id}")
    assert "Give this role" not in member.text
    assert f"{clinic.path}/members/{clinic.lead.id}/remove" not in links_of(member.text)


async def test_people_of_the_organization_are_brought_in_several_at_once(
    clinic: Clinic, world: World, sit: Sit
) -> None:
    one, two = await world.member(clinic.organization, name="Nora"), await world.member(clinic.organization, name="Ned")
    stranger = await world.user(name="Stranger")
    desk = await sit(clinic.lead)
    page = await desk.open(f"{clinic.path}/members/add")
    assert "Adam Admin" in page.text
    assert "Stranger" not in page.text
    # Who leads a team has no directory of the organization: names only.
    assert one.email not in page.text
    assert "Nora" in (await desk.open(f"{clinic.path}/members/add?q=nor")).text
    assert one.email in (await clinic.desk.open(f"{clinic.path}/members/add?q={one.email}")).text
    nobody = await desk.send(page, "/members/add")
    assert nobody.status_code == 422
    assert 'href="#people"' in nobody.text
    added = await desk.send(page, "/members/add", user=[str(one.id), str(two.id), str(stranger.id)], role="ADMIN")
    assert "In the team now: Ned, Nora." in added.text
    found = await membership(world, one, clinic.team)
    assert found is not None
    assert (found.role, found.accepted) == ("ADMIN", True)
    assert await membership(world, stranger, clinic.team) is None


async def test_a_team_of_ones_own_is_joined_by_people_one_knows(world: World, sit: Sit) -> None:
    organization, private = await world.organization(), await world.team(is_private=True)
    owner = await world.member(organization, name="Otto")
    await world.join(owner, private)
    known = await world.member(organization, name="Known")
    hidden, stranger = await world.member(private, name="Hidden"), await world.user(name="Stranger")
    band = await world.team(name="Band")
    await world.join(owner, band, "OWNER")
    desk = await sit(owner)
    page = await desk.open(f"{TEAMS}/{band.id}/members/add")
    assert "Known" in page.text
    assert known.email not in page.text
    assert "Hidden" not in page.text
    chosen = [str(user.id) for user in (known, hidden, stranger)]
    added = await desk.send(page, "/members/add", user=chosen)
    assert "In the team now: Known." in added.text


async def test_roles_are_given_and_members_taken_out(clinic: Clinic, world: World, sit: Sit) -> None:
    nurse = await world.member(clinic.organization, name="Nora")
    await world.join(nurse, clinic.team)
    desk = await sit(clinic.lead)
    assert rows(await desk.open(clinic.path)) == ["Lea Lead", "Nora"]
    page = await desk.open(f"{clinic.path}/members/{nurse.id}")
    given = await desk.send(page, f"/members/{nurse.id}", role="ADMIN")
    assert "Nora has the role Administrator now." in given.text
    confirm = await desk.open(f"{clinic.path}/members/{nurse.id}/remove")
    assert "Remove Nora from Nurses?" in confirm.text
    removed = await desk.send(confirm, "/remove")
    assert "Nora is no longer in Nurses." in removed.text
    assert await membership(world, nurse, clinic.team) is None
    assert await membership(world, nurse, clinic.organization) is not None


async def test_the_last_owner_of_a_team_on_its_own_stays(world: World, sit: Sit) -> None:
    band = await world.team(name="Band")
    owner = await world.member(band, "OWNER", name="Otto")
    desk = await sit(owner)
    path = f"{TEAMS}/{band.id}/members/{owner.id}"
    for page, role in ((await desk.open(path), "MEMBER"), (await desk.open(f"{path}/remove"), "")):
        refused = await desk.send(page, path, role=role)
        assert refused.status_code == 403
        assert "The last owner cannot leave or lose the role" in refused.text


async def test_settings_are_changed_by_those_who_may(clinic: Clinic, world: World, sit: Sit) -> None:
    page = await clinic.desk.open(clinic.path)
    changed = await clinic.desk.send(page, clinic.path, name="Carers", bio="We <care>.", is_private="true")
    assert "The team Carers is changed." in changed.text
    await world.session.refresh(clinic.team)
    assert (clinic.team.name, clinic.team.bio, clinic.team.is_private) == ("Carers", "We <care>.", True)
    assert "We &lt;care&gt;." in changed.text
    nameless = await clinic.desk.send(page, clinic.path, name="")
    assert nameless.status_code == 422
    # Who leads a team of an organization does not rename it.
    desk = await sit(clinic.lead)
    assert "Save changes" not in (await desk.open(clinic.path)).text
    token = (await desk.open("/dashboard")).text.split('name="token" value="')[1].split('"')[0]
    assert (await desk.client.post(clinic.path, data={"token": token, "name": "X"})).status_code == 403


async def test_a_team_ends_after_a_page_that_says_what_goes(clinic: Clinic, world: World) -> None:
    confirm = await clinic.desk.open(f"{clinic.path}/delete")
    assert "Delete the team Nurses?" in confirm.text
    assert "its event types" in confirm.text
    deleted = await clinic.desk.send(confirm, "/delete")
    assert "The team Nurses is deleted." in text_of(deleted.text)
    assert await teams_named(world, "Nurses") == []


async def test_lists_take_as_many_statements_as_ever(clinic: Clinic, world: World, engine: AsyncEngine) -> None:
    paths = (TEAMS, clinic.path, f"{clinic.path}/members/add")
    numbers = []
    for _ in range(2):
        for path in paths:
            with counted(engine) as statements:
                assert (await clinic.desk.open(path)).status_code == 200
            numbers.append(len(statements))
        for _ in range(10):
            await world.join(await world.member(clinic.organization), clinic.team)
            await world.team(clinic.organization)
            await world.member(clinic.organization)
    assert numbers[:3] == numbers[3:]
    assert max(numbers) <= 7
