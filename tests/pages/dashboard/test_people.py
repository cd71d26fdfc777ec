"""The directory of an organization: found, invited, given roles and teams, taken out."""

import re
from dataclasses import dataclass

import pytest
from httpx import Response
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.kit.passwords import hash_password
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.oauth import oauth_client
from tests.factories.world import World
from tests.http.test_statements import counted
from tests.pages.browser import Reader, links_of, text_of
from tests.pages.dashboard.conftest import Sit

PEOPLE = "/dashboard/people"
DIGEST = hash_password("correct horse battery")


@dataclass
class Clinic:
    """An organization with a team, and its owner at his desk."""

    organization: Team
    team: Team
    owner: User
    desk: Reader


@pytest.fixture
async def clinic(world: World, sit: Sit) -> Clinic:
    organization = await world.organization(name="Clinic")
    owner = await world.member(organization, "OWNER", name="Olga Owner", password_hash=DIGEST)
    return Clinic(organization, await world.team(organization, name="Nurses"), owner, await sit(owner))


def names(page: Response) -> list[str]:
    """The people of the list, in its order."""
    return re.findall(r'<th scope="row"[^>]*><a [^>]*><bdi>(.*?)</bdi>', page.text)


async def membership(world: World, user: User, place: Team) -> Membership | None:
    """Somebody's membership as it is now."""
    statement = select(Membership).where(Membership.user_id == user.id, Membership.team_id == place.id)
    found = await world.session.scalars(statement.execution_options(populate_existing=True))
    return found.first()


async def test_only_those_who_may_list_people_get_in(clinic: Clinic, world: World, sit: Sit) -> None:
    member, stranger = await world.member(clinic.organization), await world.user()
    for user, status in ((member, 403), (stranger, 404)):
        desk = await sit(user)
        assert PEOPLE not in links_of((await desk.open("/dashboard")).text)
        for path in (PEOPLE, f"{PEOPLE}/new", f"{PEOPLE}/{clinic.owner.id}", f"{PEOPLE}/{clinic.owner.id}/remove"):
            assert (await desk.open(path)).status_code == status, path
    assert PEOPLE in links_of((await clinic.desk.open("/dashboard")).text)


async def test_a_custom_role_opens_exactly_what_it_says(clinic: Clinic, world: World, sit: Sit) -> None:
    user = await world.user()
    role = await world.role(clinic.organization, "organization.listMembers", name="Porter")
    await world.join(user, clinic.organization, custom_role=role)
    desk = await sit(user)
    page = await desk.open(PEOPLE)
    assert names(page) == ["Olga Owner", user.name]
    assert "Porter" in page.text
    assert f"{PEOPLE}/new" not in links_of(page.text)
    assert (await desk.open(f"{PEOPLE}/new")).status_code == 403
    person = await desk.open(f"{PEOPLE}/{clinic.owner.id}")
    assert person.status_code == 200
    assert "<form" in person.text
    for action in ("/role", "/remove", "/remind", "/teams", "/away"):
        assert f"{PEOPLE}/{clinic.owner.id}{action}" not in person.text
    token = person.text.split('name="token" value="')[1].split('"')[0]
    path = f"{PEOPLE}/{clinic.owner.id}"
    for action in ("role", "accept", "remind", "remove"):
        answer = await desk.client.post(f"{path}/{action}", data={"token": token, "role": "MEMBER"})
        assert answer.status_code == 403, action
    answer = await desk.client.post(f"{path}/teams", data={"token": token, "team": str(clinic.team.id)})
    assert answer.status_code == 403


async def test_people_are_found_by_name_address_role_team_and_state(clinic: Clinic, world: World) -> None:
    admin = await world.member(clinic.organization, "ADMIN", name="Anna 100%", password_hash=DIGEST)
    nurse = await world.member(clinic.organization, name="Nora", email="n.nurse@example.com")
    await world.join(nurse, clinic.team)
    invited = await world.user(name="Ivan", password_hash=DIGEST)
    await world.join(invited, clinic.organization, accepted=False)
    assert names(await clinic.desk.open(PEOPLE)) == ["Anna 100%", "Ivan", "Nora", "Olga Owner"]
    for query, expected in (
        ("q=ANNA", ["Anna 100%"]),
        ("q=%25", ["Anna 100%"]),
        ("q=n.nurse", ["Nora"]),
        (f"q={admin.username}", ["Anna 100%"]),
        ("role=OWNER", ["Olga Owner"]),
        ("role=nonsense", ["Anna 100%", "Ivan", "Nora", "Olga Owner"]),
        (f"team={clinic.team.id}", ["Nora"]),
        ("state=invited", ["Ivan", "Nora"]),
        ("state=invited&role=OWNER", []),
    ):
        assert names(await clinic.desk.open(f"{PEOPLE}?{query}")) == expected, query
    assert 'value="ANNA"' in (await clinic.desk.open(f"{PEOPLE}?q=ANNA")).text
    assert PEOPLE in links_of((await clinic.desk.open(f"{PEOPLE}?q=nobody")).text)


async def test_people_whom_a_client_manages_need_no_password_to_have_arrived(clinic: Clinic, world: World) -> None:
    client = await oauth_client(world, clinic.organization)
    await world.member(clinic.organization, name="Mona Managed", platform_client_id=client.id)
    assert "Mona Managed" in names(await clinic.desk.open(PEOPLE))
    assert "Mona Managed" not in names(await clinic.desk.open(f"{PEOPLE}?state=invited"))


async def test_a_search_by_the_team_of_another_organization_finds_nobody(clinic: Clinic, world: World) -> None:
    foreign = await world.team(await world.organization())
    await world.join(clinic.owner, foreign)
    page = await clinic.desk.open(f"{PEOPLE}?team={foreign.id}")
    assert names(page) == []


async def test_the_list_is_cut_into_pages_in_a_constant_number_of_statements(
    clinic: Clinic, world: World, engine: AsyncEngine
) -> None:
    with counted(engine) as few:
        await clinic.desk.open(PEOPLE)
    for _ in range(55):
        await world.join(await world.member(clinic.organization), clinic.team)
    with counted(engine) as many:
        first = await clinic.desk.open(PEOPLE)
    assert len(few) == len(many) <= 8
    assert len(names(first)) == 50
    assert "1 to 50 of 56" in text_of(first.text)
    assert f"{PEOPLE}?page=2" in links_of(first.text)
    assert len(names(await clinic.desk.open(f"{PEOPLE}?page=2"))) == 6


async def test_somebody_new_is_invited_with_a_mail(clinic: Clinic, world: World) -> None:
    page = await clinic.desk.open(f"{PEOPLE}/new")
    asked = await clinic.desk.send(page, f"{PEOPLE}/new", email="New@Example.com ", name="Nina", role="ADMIN")
    assert "new@example.com is invited." in text_of(asked.text).lower()
    user = (await world.session.scalars(select(User).where(User.email == "new@example.com"))).one()
    found = await membership(world, user, clinic.organization)
    assert (user.name, found and found.role) == ("Nina", "ADMIN")
    jobs = await world.session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'mail.invite'"))
    assert jobs == 1
    again = await clinic.desk.send(await clinic.desk.open(f"{PEOPLE}/{user.id}"), "/remind")
    assert "on its way to new@example.com again" in again.text


async def test_an_account_of_another_organization_is_only_invited_and_not_told_about(
    clinic: Clinic, world: World, sit: Sit
) -> None:
    stranger = await world.member(await world.organization(), name="Secret Name", email="there@example.com")
    page = await clinic.desk.open(f"{PEOPLE}/new")
    asked = await clinic.desk.send(page, f"{PEOPLE}/new", email="there@example.com")
    assert "there@example.com is invited." in asked.text
    assert "Secret Name" not in asked.text
    found = await membership(world, stranger, clinic.organization)
    assert found is not None
    assert not found.accepted
    person = await clinic.desk.open(f"{PEOPLE}/{stranger.id}")
    assert "Secret Name" not in person.text
    assert "/accept" not in person.text
    assert f"{PEOPLE}/{stranger.id}/away" not in links_of(person.text)
    own = await sit(stranger)
    await own.send(await own.open("/dashboard"), "/accept")
    assert "Secret Name" in (await clinic.desk.open(PEOPLE)).text


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "two@example.com, three@example.com", "x" * 300])
async def test_what_is_no_address_is_refused_and_kept(clinic: Clinic, email: str) -> None:
    page = await clinic.desk.open(f"{PEOPLE}/new")
    refused = await clinic.desk.send(page, f"{PEOPLE}/new", email=email, name="Nina")
    assert refused.status_code == 422
    assert 'href="#email"' in refused.text
    assert 'value="Nina"' in refused.text


async def test_who_is_here_already_is_not_invited_again(clinic: Clinic) -> None:
    page = await clinic.desk.open(f"{PEOPLE}/new")
    refused = await clinic.desk.send(page, f"{PEOPLE}/new", email=clinic.owner.email.upper())
    assert refused.status_code == 422
    assert "belongs to the organization already" in refused.text


async def test_a_role_is_given(clinic: Clinic, world: World) -> None:
    user = await world.member(clinic.organization, name="Nora")
    page = await clinic.desk.open(f"{PEOPLE}/{user.id}")
    given = await clinic.desk.send(page, "/role", role="ADMIN")
    assert "Nora has the role Administrator now." in given.text
    found = await membership(world, user, clinic.organization)
    assert found is not None
    assert found.role == "ADMIN"


async def test_the_last_owner_stays_one_and_is_told_so(clinic: Clinic, world: World) -> None:
    page = await clinic.desk.open(f"{PEOPLE}/{clinic.owner.id}")
    refused = await clinic.desk.send(page, "/role", role="MEMBER")
    assert refused.status_code == 403
    assert "The last owner cannot leave or lose the role" in refused.text
    confirm = await clinic.desk.open(f"{PEOPLE}/{clinic.owner.id}/remove")
    stays = await clinic.desk.send(confirm, "/remove")
    assert stays.status_code == 403
    assert "The last owner cannot leave or lose the role" in stays.text
    found = await membership(world, clinic.owner, clinic.organization)
    assert found is not None
    assert found.role == "OWNER"


async def test_an_invitation_of_one_of_ours_is_accepted_for_him(clinic: Clinic, world: World) -> None:
    user = await world.user(name="Ivan")
    await world.join(user, clinic.organization, accepted=False)
    accepted = await clinic.desk.send(await clinic.desk.open(f"{PEOPLE}/{user.id}"), "/accept")
    assert "Ivan belongs to the organization now." in accepted.text


async def test_a_persons_page_leads_to_his_bookings(clinic: Clinic, world: World, sit: Sit) -> None:
    member, invited = await world.member(clinic.organization), await world.user()
    await world.join(invited, clinic.organization, accepted=False)
    leads = f"/dashboard/bookings?of=person-{member.id}"
    assert leads in links_of((await clinic.desk.open(f"{PEOPLE}/{member.id}")).text)
    assert f'value="person-{member.id}" selected' in (await clinic.desk.open(leads)).text
    assert "of=person-" not in (await clinic.desk.open(f"{PEOPLE}/{invited.id}")).text
    porter = await world.user()
    role = await world.role(clinic.organization, "organization.listMembers", name="Porter")
    await world.join(porter, clinic.organization, custom_role=role)
    assert leads not in (await (await sit(porter)).open(f"{PEOPLE}/{member.id}")).text


async def test_teams_are_joined_from_the_persons_page(clinic: Clinic, world: World) -> None:
    user = await world.member(clinic.organization, name="Nora")
    foreign = await world.team(await world.organization())
    page = await clinic.desk.open(f"{PEOPLE}/{user.id}")
    assert foreign.name not in page.text
    nothing = await clinic.desk.send(page, "/teams", team="")
    assert nothing.status_code == 422
    assert (await clinic.desk.send(page, "/teams", team=str(foreign.id))).status_code in {403, 404}
    assert await membership(world, user, foreign) is None
    joined = await clinic.desk.send(page, "/teams", team=str(clinic.team.id), team_role="ADMIN")
    assert "Nora is in the team now." in joined.text
    found = await membership(world, user, clinic.team)
    assert found is not None
    assert (found.role, found.accepted) == ("ADMIN", True)
    again = await clinic.desk.send(page, "/teams", team=str(clinic.team.id))
    assert again.status_code == 409


async def test_somebody_is_removed_after_a_page_that_says_what_goes(clinic: Clinic, world: World) -> None:
    user = await world.member(clinic.organization, name="Nora")
    await world.join(user, clinic.team)
    confirm = await clinic.desk.open(f"{PEOPLE}/{user.id}/remove")
    assert "Remove Nora from Clinic?" in confirm.text
    assert "membership of all teams" in confirm.text
    assert await membership(world, user, clinic.organization) is not None
    removed = await clinic.desk.send(confirm, "/remove")
    assert "Nora is no longer in the organization." in removed.text
    assert await membership(world, user, clinic.organization) is None
    assert await membership(world, user, clinic.team) is None


async def test_people_of_other_organizations_are_not_there(clinic: Clinic, world: World) -> None:
    foreign = await world.member(await world.organization())
    path = f"{PEOPLE}/{foreign.id}"
    token = (await clinic.desk.open(PEOPLE)).text.split('name="token" value="')[1].split('"')[0]
    for address in (path, f"{path}/remove", f"{PEOPLE}/0", f"{PEOPLE}/999999999"):
        assert (await clinic.desk.open(address)).status_code == 404
    for action in ("role", "accept", "remind", "teams", "remove"):
        answer = await clinic.desk.client.post(f"{path}/{action}", data={"token": token, "role": "OWNER"})
        assert answer.status_code == 404, action


async def test_forms_of_others_are_refused(clinic: Clinic, world: World) -> None:
    user = await world.member(clinic.organization)
    for data in ({}, {"token": "x"}):
        answer = await clinic.desk.client.post(f"{PEOPLE}/{user.id}/remove", data=data)
        assert answer.status_code == 403


async def test_nobody_reaches_above_himself_and_is_told_why(clinic: Clinic, world: World, sit: Sit) -> None:
    admin, user = await world.member(clinic.organization, "ADMIN"), await world.member(clinic.organization)
    desk = await sit(admin)
    page = await desk.open(f"{PEOPLE}/{user.id}")
    assert '<option value="OWNER"' not in page.text
    refused = await desk.send(page, "/role", role="OWNER")
    assert refused.status_code == 403
    assert "Only an owner can make somebody an owner." in refused.text
    above = await desk.open(f"{PEOPLE}/{clinic.owner.id}")
    assert '<option value="OWNER" selected>' in above.text
    for page, action in ((above, "/role"), (await desk.open(f"{PEOPLE}/{clinic.owner.id}/remove"), "/remove")):
        refused = await desk.send(page, action, role="MEMBER")
        assert refused.status_code == 403
        assert "Only an owner can change or remove an owner." in refused.text
