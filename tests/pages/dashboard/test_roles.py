"""Custom roles in the dashboard: made of permissions that explain themselves, given to people, removed."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from locum.audit.models import AuditEntry
from locum.http.grants import EVERYTHING, FULL_AUTHORITY
from locum.organizations.models import Team
from locum.pages.dashboard.role_words import OPENING, sheet
from locum.pages.sessions.models import BrowserSession
from locum.pages.words import languages, words_in
from locum.roles.models import CustomRole
from locum.roles.vocabulary import words_of
from locum.users.models import User
from tests.factories.world import World
from tests.pages.browser import Reader, forms_of, links_of, text_of
from tests.pages.dashboard.conftest import Sit
from tests.pages.dashboard.test_people import membership

ROLES, PEOPLE, TEAMS = "/dashboard/roles", "/dashboard/people", "/dashboard/teams"


@dataclass
class Clinic:
    """An organization with a team and a member; its owner and its administrator at their desks."""

    organization: Team
    team: Team
    member: User
    owner: Reader
    admin: Reader


@pytest.fixture
async def clinic(world: World, sit: Sit) -> Clinic:
    organization = await world.organization(name="Clinic")
    owner, admin = await world.member(organization, "OWNER"), await world.member(organization, "ADMIN")
    team = await world.team(organization, name="Nurses")
    member = await world.member(organization, name="Nora")
    await world.join(member, team)
    return Clinic(organization, team, member, await sit(owner), await sit(admin))


async def roles(world: World) -> list[CustomRole]:
    statement = select(CustomRole).order_by(CustomRole.name).execution_options(populate_existing=True)
    return list(await world.session.scalars(statement))


@pytest.mark.parametrize("team", [True, False])
@pytest.mark.parametrize("language", sorted(languages()))
def test_every_word_explains_itself(language: str, team: bool) -> None:
    words = words_in(language)
    assert words is not None
    shown = sheet(words, FULL_AUTHORITY, [], team=team)
    told = [word.value for group in shown.groups for word in group.words] + [word.value for word in shown.kept]
    assert sorted(told) == sorted(word for word in words_of(team=team) if word != EVERYTHING)
    assert all(word.label and group.hint for group in shown.groups for word in group.words)
    assert all(word.value in OPENING for group in shown.groups for word in group.words)


async def test_a_role_is_made_and_changed(clinic: Clinic, world: World) -> None:
    assert "No roles of your own yet." in (await clinic.admin.open(ROLES)).text
    page = await clinic.admin.open(f"{ROLES}/new")
    typed = {"name": "Front desk", "description": "Books", "permission": ["booking.read", "ooo.read", "nonsense.read"]}
    made = await clinic.admin.send(page, f"{ROLES}/new", **typed)
    assert "The role Front desk is there." in made.text
    (role,) = await roles(world)
    assert (role.team_id, role.description) == (clinic.organization.id, "Books")
    assert sorted(role.permissions) == ["booking.read", "ooo.read"]
    assert sorted(forms_of(made.text)[-1].fields["permission"]) == ["booking.read", "ooo.read"]
    taken = await clinic.admin.send(page, f"{ROLES}/new", **typed)
    assert taken.status_code == 422
    assert "There is a role of this name already." in taken.text
    assert sorted(forms_of(taken.text)[-1].fields["permission"]) == ["booking.read", "ooo.read"]
    path = f"{ROLES}/{role.id}"
    changed = await clinic.admin.send(await clinic.admin.open(path), path, name="Desk", permission="webhook.read")
    assert "The role Desk is changed, for everybody who holds it." in changed.text
    (role,) = await roles(world)
    assert (role.name, role.permissions) == ("Desk", ["webhook.read"])
    nameless = await clinic.admin.send(await clinic.admin.open(path), path, name=" ")
    assert nameless.status_code == 422


async def test_the_audit_log_names_who_did_it_and_his_session(clinic: Clinic, world: World) -> None:
    await clinic.admin.send(await clinic.admin.open(f"{ROLES}/new"), f"{ROLES}/new", name="Porter")
    made = (await world.session.scalars(select(AuditEntry).where(AuditEntry.subject == "roles"))).one()
    session = await world.session.scalar(select(BrowserSession).where(BrowserSession.user_id == made.actor_id))
    assert session is not None
    assert (made.credential_kind, made.credential_id) == ("session", str(session.id))
    assert (made.organization_id, made.operation) == (clinic.organization.id, "POST /dashboard/roles/new")


async def test_nobody_gives_what_he_does_not_hold(clinic: Clinic, world: World, sit: Sit) -> None:
    words = ("role.create", "role.update", "organization.listMembers", "organization.changeMemberRole")
    desk = await sit(await world.holder(clinic.organization, *words))
    page = await desk.open(f"{ROLES}/new")
    assert 'value="webhook.read" disabled' in page.text
    refused = await desk.send(page, f"{ROLES}/new", name="Climber", permission=["webhook.read"])
    assert refused.status_code == 422
    assert "You can only give permissions that you hold yourself." in refused.text
    above = await world.role(clinic.organization, "webhook.read", name="Above")
    shown = await desk.open(f"{ROLES}/{above.id}")
    assert "This role holds permissions that you do not hold" in shown.text
    assert "Save changes" not in shown.text
    person = await desk.open(f"{PEOPLE}/{clinic.member.id}")
    assert str(above.id) not in person.text
    refused = await desk.send(person, "/role", role=str(above.id))
    assert refused.status_code == 403
    assert "You can only give permissions that you hold yourself." in refused.text


async def test_a_role_is_given_found_and_shown_with_its_holders(clinic: Clinic, world: World) -> None:
    role = await world.role(clinic.organization, "booking.read", name="Porter")
    page = await clinic.admin.open(f"{PEOPLE}/{clinic.member.id}")
    given = await clinic.admin.send(page, "/role", role=str(role.id))
    assert "Nora has the role Porter now." in given.text
    assert f'<option value="{role.id}" selected>' in given.text
    found = await membership(world, clinic.member, clinic.organization)
    assert found is not None
    assert found.custom_role_id == role.id
    assert "Nora" in (await clinic.admin.open(f"{PEOPLE}?role={role.id}")).text
    assert "Nora" not in (await clinic.admin.open(f"{PEOPLE}?role=MEMBER")).text
    assert f"{PEOPLE}/{clinic.member.id}" in links_of((await clinic.admin.open(f"{ROLES}/{role.id}")).text)
    assert "1 person" in text_of((await clinic.admin.open(ROLES)).text)


async def test_a_role_goes_after_a_page_that_says_who_loses_it(clinic: Clinic, world: World) -> None:
    role = await world.role(clinic.organization, "booking.read", name="Porter")
    await world.join(await world.user(), clinic.organization, custom_role=role)
    confirm = await clinic.admin.open(f"{ROLES}/{role.id}/delete")
    assert "1 person holds it" in confirm.text
    deleted = await clinic.admin.send(confirm, "/delete")
    assert "The role Porter is deleted." in deleted.text
    assert await roles(world) == []


async def test_teams_of_an_organization_have_roles_of_their_own(clinic: Clinic, world: World, sit: Sit) -> None:
    base = f"{TEAMS}/{clinic.team.id}/roles"
    assert base in links_of((await clinic.admin.open(f"{TEAMS}/{clinic.team.id}")).text)
    page = await clinic.admin.open(f"{base}/new")
    assert EVERYTHING not in [value for form in forms_of(page.text) for value in form.fields.get("permission", [])]
    made = await clinic.admin.send(page, f"{base}/new", name="Shift lead", permission=["team.listMembers"])
    assert "The role Shift lead is there." in made.text
    (role,) = await roles(world)
    assert role.team_id == clinic.team.id
    member = f"{TEAMS}/{clinic.team.id}/members/{clinic.member.id}"
    given = await clinic.admin.send(await clinic.admin.open(member), member, role=str(role.id))
    assert "Nora has the role Shift lead now." in given.text
    assert member in links_of((await clinic.admin.open(f"{base}/{role.id}")).text)
    # As in the API, leading a team is not enough.
    lead = await world.member(clinic.organization)
    await world.join(lead, clinic.team, "ADMIN")
    assert (await (await sit(lead)).open(base)).status_code == 403
    assert (await clinic.admin.open(f"{ROLES}/{role.id}")).status_code == 404


async def test_roles_of_other_places_are_not_there(clinic: Clinic, world: World, sit: Sit) -> None:
    role = await world.role(clinic.organization, "booking.read")
    elsewhere = await world.organization()
    stranger = await sit(await world.member(elsewhere, "OWNER"))
    foreign = await world.role(elsewhere, "booking.read")
    token = (await stranger.open("/dashboard")).text.split('name="token" value="')[1].split('"')[0]
    own, of_team = f"{ROLES}/{role.id}", f"{TEAMS}/{clinic.team.id}/roles"
    for path in (own, f"{own}/delete", f"{ROLES}/nonsense", of_team):
        assert (await stranger.open(path)).status_code == 404, path
    for path in (own, f"{own}/delete", f"{of_team}/new"):
        answer = await stranger.client.post(path, data={"token": token, "name": "X"})
        assert answer.status_code == 404, path
    refused = await clinic.admin.send(
        await clinic.admin.open(f"{PEOPLE}/{clinic.member.id}"), "/role", role=str(foreign.id)
    )
    assert refused.status_code == 400
    member = await sit(clinic.member)
    for path in (ROLES, f"{ROLES}/new", f"{ROLES}/{role.id}"):
        assert (await member.open(path)).status_code == 403, path
