"""Attributes in the dashboard: made, given options, assigned on a person's page, removed."""

from dataclasses import dataclass

import pytest
from httpx import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.attributes import choice_queries
from locum.attributes.models import Assignment, Attribute, AttributeOption
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.world import World
from tests.http.test_statements import counted
from tests.pages.browser import Reader, forms_of, links_of, text_of
from tests.pages.dashboard.conftest import Sit

ATTRIBUTES, PEOPLE = "/dashboard/attributes", "/dashboard/people"


@dataclass
class Clinic:
    """An organization, a member, and an administrator at his desk."""

    world: World
    organization: Team
    member: User
    desk: Reader

    async def attribute(self, kind: str = "MULTI_SELECT", *options: str, name: str = "Languages") -> Attribute:
        """An attribute with options."""
        row = Attribute(organization_id=self.organization.id, type=kind, name=name, slug=name.lower())
        self.world.session.add(row)
        await self.world.session.flush()
        values = [AttributeOption(attribute_id=row.id, value=value, slug=value.lower()) for value in options]
        self.world.session.add_all(values)
        await self.world.session.commit()
        return row

    async def options(self, attribute: Attribute) -> dict[str, AttributeOption]:
        """The options as they are now, by value."""
        of_it = select(AttributeOption).where(AttributeOption.attribute_id == attribute.id)
        statement = of_it.order_by(AttributeOption.id)
        found = await self.world.session.scalars(statement.execution_options(populate_existing=True))
        return {option.value: option for option in found}

    async def assign(self, user: User, option: AttributeOption) -> None:
        """Have a member hold an option."""
        of_user = select(Membership.id).where(Membership.team_id == self.organization.id, Membership.user_id == user.id)
        membership_id = (await self.world.session.scalars(of_user)).one()
        self.world.session.add(Assignment(membership_id=membership_id, user_id=user.id, option_id=option.id))
        await self.world.session.commit()

    async def form(self) -> Response:
        """The form of the member's attributes."""
        return await self.desk.open(f"{PEOPLE}/{self.member.id}/attributes")


@pytest.fixture
async def clinic(world: World, sit: Sit) -> Clinic:
    organization = await world.organization()
    desk = await sit(await world.member(organization, "ADMIN"))
    return Clinic(world, organization, await world.member(organization, name="Nora"), desk)


async def test_an_attribute_is_made_with_its_options(clinic: Clinic) -> None:
    assert "No attributes yet." in (await clinic.desk.open(ATTRIBUTES)).text
    page = await clinic.desk.open(f"{ATTRIBUTES}/new")
    typed = {"name": "Languages", "type": "MULTI_SELECT", "options": "German\r\n\r\n Arabic \nGerman"}
    made = await clinic.desk.send(page, f"{ATTRIBUTES}/new", **typed)
    assert "The attribute Languages is there." in made.text
    (row,) = list(await clinic.world.session.scalars(select(Attribute)))
    assert (row.name, row.slug, row.organization_id) == ("Languages", "languages", clinic.organization.id)
    assert list(await clinic.options(row)) == ["German", "Arabic"]
    again = await clinic.desk.send(page, f"{ATTRIBUTES}/new", **typed)
    assert again.status_code == 422
    assert "There is an attribute of this name already." in again.text
    assert "German" in again.text
    nameless = await clinic.desk.send(page, f"{ATTRIBUTES}/new", name="")
    assert nameless.status_code == 422


async def test_settings_change_and_an_attribute_goes_after_a_question(clinic: Clinic) -> None:
    row = await clinic.attribute()
    page = await clinic.desk.open(f"{ATTRIBUTES}/{row.uuid}")
    changed = await clinic.desk.send(page, str(row.uuid), name="Tongues", is_locked="true", enabled=[])
    assert "The attribute Tongues is changed." in changed.text
    await clinic.world.session.refresh(row)
    assert (row.name, row.is_locked, row.enabled) == ("Tongues", True, False)
    confirm = await clinic.desk.open(f"{ATTRIBUTES}/{row.uuid}/delete")
    assert "all of its options" in confirm.text
    deleted = await clinic.desk.send(confirm, "/delete")
    assert "The attribute Tongues is deleted." in deleted.text
    assert list(await clinic.world.session.scalars(select(Attribute))) == []


async def test_options_are_added_renamed_grouped_and_removed(clinic: Clinic) -> None:
    row = await clinic.attribute("MULTI_SELECT", "German", "Dutch")
    path = f"{ATTRIBUTES}/{row.uuid}"
    await clinic.desk.send(await clinic.desk.open(path), f"{path}/options", options="Germanic\nArabic")
    found = await clinic.options(row)
    assert list(found) == ["German", "Dutch", "Germanic", "Arabic"]
    group = f"{path}/options/{found['Germanic'].uuid}"
    grouped = await clinic.desk.send(
        await clinic.desk.open(group), group, value="West Germanic", is_group="true", contains=str(found["Dutch"].uuid)
    )
    assert "The option West Germanic is changed." in grouped.text
    assert "group" in text_of(grouped.text)
    shown = await clinic.desk.open(group)
    assert forms_of(shown.text)[-1].fields["contains"] == [str(found["Dutch"].uuid)]
    dutch = f"{path}/options/{found['Dutch'].uuid}"
    refused = await clinic.desk.send(await clinic.desk.open(dutch), dutch, is_group="true")
    assert refused.status_code == 422
    assert "part of a group" in refused.text
    confirm = await clinic.desk.open(f"{dutch}/delete")
    assert "Delete the option Dutch?" in confirm.text
    await clinic.desk.send(confirm, "/delete")
    assert list(await clinic.options(row)) == ["German", "West Germanic", "Arabic"]


async def test_all_kinds_are_assigned_in_one_form(clinic: Clinic) -> None:
    languages = await clinic.attribute("MULTI_SELECT", "German", "Arabic", "Dutch")
    site = await clinic.attribute("SINGLE_SELECT", "North", "South", name="Site")
    years, room = await clinic.attribute("NUMBER", name="Years"), await clinic.attribute("TEXT", name="Room")
    spoken, sites = await clinic.options(languages), await clinic.options(site)

    def typed(tongues: list[str], place: str, number: str, text: str) -> dict[str, object]:
        return {
            f"a-{languages.uuid}": [str(spoken[tongue].uuid) for tongue in tongues],
            f"a-{site.uuid}": str(sites[place].uuid) if place else "",
            f"a-{years.uuid}": number,
            f"a-{room.uuid}": text,
        }

    saved = await clinic.desk.send(
        await clinic.form(), "/attributes", **typed(["German", "Arabic"], "North", "7", "B <12>")
    )
    assert "The attributes of Nora are changed." in saved.text
    assert "German , Arabic" in text_of(saved.text)
    assert "B &lt;12&gt;" in saved.text
    held = forms_of((await clinic.form()).text)[-1].fields
    assert held[f"a-{years.uuid}"] == ["7"]
    assert held[f"a-{site.uuid}"] == [str(sites["North"].uuid)]
    refused = await clinic.desk.send(await clinic.form(), "/attributes", **typed(["Dutch"], "South", "many", "C"))
    assert refused.status_code == 422
    assert f'href="#a-{years.uuid}"' in refused.text
    assert 'value="many"' in refused.text
    again = await clinic.desk.send(await clinic.form(), "/attributes", **typed(["Dutch"], "South", "8", ""))
    text = text_of(again.text)
    for there in ("Dutch", "South", "8"):
        assert there in text
    for gone in ("German", "North", "B &lt;12&gt;"):
        assert gone not in text


async def test_options_of_others_are_not_assigned(clinic: Clinic, world: World) -> None:
    site = await clinic.attribute("SINGLE_SELECT", "North", name="Site")
    other = await clinic.attribute("SINGLE_SELECT", "Red", name="Colour")
    foreign = Attribute(organization_id=(await world.organization()).id, type="TEXT", name="X", slug="x")
    world.session.add(foreign)
    await world.session.flush()
    option = AttributeOption(attribute_id=foreign.id, value="Foreign", slug="foreign")
    world.session.add(option)
    await world.session.commit()
    for uuid in (option.uuid, (await clinic.options(other))["Red"].uuid):
        answer = await clinic.desk.send(await clinic.form(), "/attributes", **{f"a-{site.uuid}": str(uuid)})
        assert answer.status_code == 422
        assert "Foreign" not in (await clinic.desk.open(f"{PEOPLE}/{clinic.member.id}")).text


async def test_members_look_and_change_nothing(clinic: Clinic, sit: Sit) -> None:
    row = await clinic.attribute("MULTI_SELECT", "German")
    option = (await clinic.options(row))["German"]
    desk = await sit(clinic.member)
    page = await desk.open(f"{ATTRIBUTES}/{row.uuid}")
    assert "German" in page.text
    token = page.text.split('name="token" value="')[1].split('"')[0]
    assert [link for link in links_of(page.text) if "/options/" in link or link.endswith("/delete")] == []
    for path in ("/new", f"/{row.uuid}/delete", f"/{row.uuid}/options/{option.uuid}"):
        assert (await desk.open(ATTRIBUTES + path)).status_code == 403, path
    for path in ("/new", f"/{row.uuid}", f"/{row.uuid}/options", f"/{row.uuid}/options/{option.uuid}/delete"):
        answer = await desk.client.post(ATTRIBUTES + path, data={"token": token, "name": "X"})
        assert answer.status_code == 403, path
    assert (await desk.open(f"{PEOPLE}/{clinic.member.id}/attributes")).status_code == 403


async def test_those_of_other_organizations_are_not_there(clinic: Clinic, world: World, sit: Sit) -> None:
    row = await clinic.attribute("MULTI_SELECT", "German")
    option = (await clinic.options(row))["German"]
    desk = await sit(await world.member(await world.organization(), "OWNER"))
    token = (await desk.open("/dashboard")).text.split('name="token" value="')[1].split('"')[0]
    base = f"{ATTRIBUTES}/{row.uuid}"
    for path in (base, f"{base}/delete", f"{base}/options/{option.uuid}", f"{ATTRIBUTES}/nonsense"):
        assert (await desk.open(path)).status_code == 404, path
        answer = await desk.client.post(path, data={"token": token, "name": "X", "value": "X"})
        assert answer.status_code == 404, path
    own = await clinic.attribute("SINGLE_SELECT", "A", name="Own")
    assert (await clinic.desk.open(f"{ATTRIBUTES}/{own.uuid}/options/{option.uuid}")).status_code == 404


async def test_a_custom_role_that_assigns_does_just_that(clinic: Clinic, world: World, sit: Sit) -> None:
    await clinic.attribute("TEXT", name="Room")
    words = ("organization.listMembers", "organization.attributes.editUsers")
    desk = await sit(await world.holder(clinic.organization, *words))
    page = await desk.open(f"{PEOPLE}/{clinic.member.id}")
    assert f"{PEOPLE}/{clinic.member.id}/attributes" in links_of(page.text)
    assert (await desk.open(f"{PEOPLE}/{clinic.member.id}/attributes")).status_code == 200
    assert (await desk.open(f"{ATTRIBUTES}/new")).status_code == 403


async def test_pages_take_as_many_statements_as_ever(clinic: Clinic, engine: AsyncEngine) -> None:
    row = await clinic.attribute("MULTI_SELECT", "German")
    paths = (ATTRIBUTES, f"{ATTRIBUTES}/{row.uuid}", f"{PEOPLE}/{clinic.member.id}/attributes")
    numbers = []
    for kind in ("SINGLE_SELECT", "NUMBER"):
        for path in paths:
            with counted(engine) as statements:
                assert (await clinic.desk.open(path)).status_code == 200
            numbers.append(len(statements))
        for number in range(5):
            await clinic.attribute(kind, "1", "2", name=f"{kind} {number}")
    assert numbers[:3] == numbers[3:]
    assert max(numbers) <= 7


async def test_a_list_counts_holders_only_so_far(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    attribute = await clinic.attribute("MULTI_SELECT", "German", "Italian")
    other = await clinic.world.member(clinic.organization)
    for option in (await clinic.options(attribute)).values():
        for member in (clinic.member, other):
            await clinic.assign(member, option)
    assert "2 people" in text_of((await clinic.desk.open(ATTRIBUTES)).text)
    monkeypatch.setattr(choice_queries, "MOST_COUNTED", 1)
    assert "at least 1 person" in text_of((await clinic.desk.open(ATTRIBUTES)).text)
    assert "what 2 people have of it" in text_of((await clinic.desk.open(f"{ATTRIBUTES}/{attribute.uuid}/delete")).text)
