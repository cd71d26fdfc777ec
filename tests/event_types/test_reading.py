"""Who sees which event types (event types sheet, section 1)."""

import pytest

from locum.users.models import User
from tests.factories.event_types import event_type, host
from tests.factories.world import World

PATH = "/v2/event-types"
VERSION = {"cal-api-version": "2024-06-14"}


async def slugs(world: World, query: str, caller: User | None = None) -> list[str]:
    answer = await (await world.api(caller, **VERSION)).get(f"{PATH}?{query}")
    assert answer.status_code == 200, answer.text
    return [row["slug"] for row in answer.json()["data"]]


async def test_hidden_ones_are_in_the_owners_list_only(world: World) -> None:
    ada, bob = await world.user(username="ada"), await world.user()
    await event_type(world, ada, slug="open")
    await event_type(world, ada, slug="secret", hidden=True)
    assert await slugs(world, "username=ada") == ["open"]
    assert await slugs(world, "username=Ada", bob) == ["open"]
    assert await slugs(world, "username=ada", ada) == ["open", "secret"]
    assert await slugs(world, "username=ada&eventSlug=secret") == []
    assert await slugs(world, "username=ada&eventSlug=secret", ada) == ["secret"]
    assert await slugs(world, "username=ada&eventSlug=open") == ["open"]


async def test_unknown_names_give_an_empty_list(world: World) -> None:
    assert await slugs(world, "username=nobody-at-all") == []
    assert await slugs(world, "usernames=nobody-at-all,neither") == []
    assert await slugs(world, "username=x&orgSlug=no-such-organization") == []


async def test_nothing_asked_means_ones_own(world: World) -> None:
    ada = await world.user()
    await event_type(world, ada, slug="mine", hidden=True)
    assert await slugs(world, "") == []
    assert await slugs(world, "", ada) == ["mine"]
    assert await slugs(world, "take=100&skip=0", ada) == ["mine"]


async def test_order_by_age(world: World) -> None:
    ada = await world.user()
    for slug in ("b", "a", "c"):
        await event_type(world, ada, slug=slug)
    assert await slugs(world, "", ada) == ["b", "a", "c"]
    assert await slugs(world, "sortCreatedAt=asc", ada) == ["b", "a", "c"]
    assert await slugs(world, "sortCreatedAt=desc", ada) == ["c", "a", "b"]
    refused = await (await world.api(ada, **VERSION)).get(f"{PATH}?sortCreatedAt=random")
    assert refused.status_code == 400
    assert refused.json()["error"]["details"]["errors"][0]["property"] == "sortCreatedAt"


async def test_usernames_are_looked_up_in_the_organization_that_is_named(world: World) -> None:
    organization = await world.organization(slug="acme-of-tests")
    inside, outside = await world.member(organization, username="eve"), await world.user(username="eve")
    await event_type(world, inside, slug="inside")
    await event_type(world, outside, slug="outside")
    assert await slugs(world, "username=eve") == ["outside"]
    assert await slugs(world, "username=eve", inside) == ["inside"]
    assert await slugs(world, "username=eve&orgSlug=acme-of-tests") == ["inside"]
    assert await slugs(world, f"username=eve&orgId={organization.id}") == ["inside"]
    assert await slugs(world, f"username=eve&orgId={organization.id + 10_000}") == []
    refused = await (await world.api(None, **VERSION)).get(f"{PATH}?username=eve&orgId=acme")
    assert refused.status_code == 400


async def test_hidden_booking_fields_are_left_out_of_lists_only(world: World) -> None:
    ada = await world.user(username="ada")
    row = await event_type(world, ada, disable_guests=True)
    api = await world.api(ada, **VERSION)
    listed = (await api.get(f"{PATH}?username=ada")).json()["data"][0]
    whole = (await api.get(f"{PATH}/{row.id}")).json()["data"]
    assert [field["slug"] for field in listed["bookingFields"]] == [
        "name",
        "email",
        "location",
        "notes",
        "rescheduleReason",
    ]
    assert [field["slug"] for field in whole["bookingFields"] if field.get("hidden")] == ["title", "guests"]
    assert {**listed, "bookingFields": whole["bookingFields"]} == whole


async def test_a_meeting_of_several(world: World) -> None:
    ada, bob = await world.user(username="ada"), await world.user(username="bob")
    answer = await (await world.api(None, **VERSION)).get(f"{PATH}?usernames=bob,%20ada,nobody-at-all")
    [meeting] = answer.json()["data"]
    assert (meeting["id"], meeting["ownerId"], meeting["slug"], meeting["title"]) == (0, 0, "dynamic", "Group Meeting")
    assert meeting["lengthInMinutes"] == 30
    assert meeting["lengthInMinutesOptions"] == [15, 30, 45, 60, 90]
    assert [user["id"] for user in meeting["users"]] == [bob.id, ada.id]
    assert meeting["bookingUrl"] == "http://locum.test/bob+ada/dynamic"


async def test_one_persons_event_type_concerns_the_owner_and_administrators(world: World) -> None:
    organization = await world.organization()
    owner = await world.member(organization)
    admin = await world.member(organization, "ADMIN")
    colleague = await world.member(organization)
    stranger, system = await world.user(), await world.user(is_system_admin=True)
    other_admin = await world.member(await world.organization(), "OWNER")
    row = await event_type(world, owner, hidden=True)
    path = f"{PATH}/{row.id}"
    for seeing in (owner, admin, system):
        answer = await (await world.api(seeing, **VERSION)).get(path)
        assert answer.status_code == 200
        assert answer.json()["data"]["ownerId"] == owner.id
    for blind in (colleague, stranger, other_admin):
        answer = await (await world.api(blind, **VERSION)).get(path)
        assert answer.status_code == 404
        assert answer.json()["error"]["message"] == f"Event type with id {row.id} not found"
    assert (await (await world.api(None, **VERSION)).get(path)).status_code == 401


async def test_a_pending_administrator_sees_nothing(world: World) -> None:
    organization = await world.organization()
    owner, pending = await world.member(organization), await world.user()
    await world.join(pending, organization, "ADMIN", accepted=False)
    row = await event_type(world, owner)
    assert (await (await world.api(pending, **VERSION)).get(f"{PATH}/{row.id}")).status_code == 404


async def test_an_invited_owner_is_not_yet_administered(world: World) -> None:
    organization = await world.organization()
    admin, invited = await world.member(organization, "OWNER"), await world.user()
    await world.join(invited, organization, accepted=False)
    row = await event_type(world, invited)
    assert (await (await world.api(admin, **VERSION)).get(f"{PATH}/{row.id}")).status_code == 404


async def test_a_teams_event_type_concerns_hosts_and_administrators(world: World) -> None:
    organization = await world.organization()
    team = await world.team(organization)
    org_admin = await world.member(organization, "ADMIN")
    team_admin, member, taking_part = [await world.member(team, role) for role in ("ADMIN", "MEMBER", "MEMBER")]
    row = await event_type(world, team, scheduling_type="roundRobin")
    await host(world, row, taking_part, mandatory=True, priority="highest")
    for seeing in (org_admin, team_admin, taking_part):
        answer = await (await world.api(seeing, **VERSION)).get(f"{PATH}/{row.id}")
        assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert (data["teamId"], data["ownerId"], data["schedulingType"]) == (team.id, None, "roundRobin")
    assert data["parentEventTypeId"] is None
    assert data["team"]["name"] == team.name
    assert data["hosts"] == [
        {
            "userId": taking_part.id,
            "name": taking_part.name,
            "username": taking_part.username,
            "avatarUrl": None,
            "mandatory": True,
            "priority": "highest",
            "weight": 100,
        }
    ]
    assert (await (await world.api(member, **VERSION)).get(f"{PATH}/{row.id}")).status_code == 404


async def test_collective_hosts_are_told_without_their_part(world: World) -> None:
    team = await world.team()
    admin = await world.member(team, "OWNER", name=None, username=None)
    row = await event_type(world, team)
    await host(world, row, admin)
    data = (await (await world.api(admin, **VERSION)).get(f"{PATH}/{row.id}")).json()["data"]
    assert data["hosts"] == [{"userId": admin.id, "name": "", "username": "", "avatarUrl": None}]


async def test_a_managed_event_type_and_its_child(world: World) -> None:
    team = await world.team()
    admin, member = await world.member(team, "ADMIN"), await world.member(team, username="mona")
    parent = await event_type(world, team, scheduling_type="managed", slug="onboarding")
    child = await event_type(world, member, parent_id=parent.id, slug="onboarding")
    api = await world.api(admin, **VERSION)
    of_team = (await api.get(f"{PATH}/{parent.id}")).json()["data"]
    assert [one["userId"] for one in of_team["hosts"]] == [member.id]
    assert "managedEventConfig" in of_team["metadata"]
    of_member = (await api.get(f"{PATH}/{child.id}")).json()["data"]
    assert (of_member["ownerId"], of_member["parentEventTypeId"]) == (member.id, parent.id)
    assert await slugs(world, "username=mona") == ["onboarding"]


@pytest.mark.parametrize("asked", ["abc", "1e3", "0x1", "-1"])
async def test_ids_are_digits(world: World, asked: str) -> None:
    assert (await (await world.api(await world.user(), **VERSION)).get(f"{PATH}/{asked}")).status_code == 400
