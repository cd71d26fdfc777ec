"""Members come and go, and with them hosts (event types sheet, section 9)."""

import pytest
from sqlalchemy import select

from locum.event_types.models import EventType, EventTypeHost
from locum.memberships import queries as memberships
from locum.memberships.changing import change
from locum.memberships.joining import join_organization, join_team
from locum.memberships.leaving import leave
from locum.memberships.rules import Changes, Terms
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.event_types import event_type, host
from tests.factories.oauth import oauth_client
from tests.factories.world import World


async def hosts(world: World, row: EventType) -> list[int]:
    found = select(EventTypeHost.user_id).where(EventTypeHost.event_type_id == row.id).order_by(EventTypeHost.position)
    return list(await world.session.scalars(found))


async def children(world: World, parent: EventType) -> list[int | None]:
    found = select(EventType.user_id).where(EventType.parent_id == parent.id).order_by(EventType.id)
    return list(await world.session.scalars(found))


async def open_to_all(world: World, team: Team) -> tuple[EventType, EventType, EventType]:
    """One that all host, a managed one of all, and one with named hosts."""
    return (
        await event_type(world, team, scheduling_type="roundRobin", assign_all_team_members=True),
        await event_type(world, team, scheduling_type="managed", assign_all_team_members=True),
        await event_type(world, team),
    )


async def test_who_joins_hosts_what_all_host(world: World) -> None:
    team = await world.team()
    round_robin, managed, named = await open_to_all(world, team)
    first, second = await world.user(), await world.user()
    await join_team(world.session, team.id, first.id, Terms(accepted=True))
    await join_team(world.session, team.id, second.id, Terms(accepted=False))
    assert await hosts(world, round_robin) == await children(world, managed) == [first.id]
    invited = await memberships.of_user(world.session, team.id, second.id)
    assert invited is not None
    await change(world.session, invited, Changes(accepted=True))
    assert await hosts(world, round_robin) == await children(world, managed) == [first.id, second.id]
    assert await hosts(world, named) == []


async def test_who_is_no_longer_accepted_hosts_no_longer(world: World) -> None:
    team = await world.team()
    round_robin, managed, named = await open_to_all(world, team)
    member = await world.user()
    membership = await join_team(world.session, team.id, member.id, Terms(accepted=True))
    await host(world, named, member)
    await change(world.session, membership, Changes(accepted=False))
    assert await hosts(world, round_robin) == await hosts(world, named) == await children(world, managed) == []


@pytest.mark.parametrize("whole_organization", [False, True])
async def test_who_leaves_hosts_no_longer(world: World, whole_organization: bool) -> None:
    organization = await world.organization()
    team, other = await world.team(organization), await world.team()
    round_robin, managed, named = await open_to_all(world, team)
    member, stays = await world.user(), await world.user()
    for user in (member, stays):
        await join_organization(world.session, organization.id, user.id, Terms(accepted=True))
        await join_team(world.session, team.id, user.id, Terms(accepted=True))
        await host(world, named, user)
    elsewhere = await event_type(world, other)
    await host(world, elsewhere, member)
    place = organization if whole_organization else team
    membership = await memberships.of_user(world.session, place.id, member.id)
    assert membership is not None
    await leave(world.session, membership)
    assert await hosts(world, round_robin) == await hosts(world, named) == await children(world, managed) == [stays.id]
    assert await hosts(world, elsewhere) == [member.id]


async def test_a_new_member_keeps_what_he_follows_elsewhere(world: World) -> None:
    team, other = await world.team(), await world.team()
    here = await event_type(world, team, scheduling_type="managed", assign_all_team_members=True, slug="same")
    there = await event_type(world, other, scheduling_type="managed", slug="same")
    member: User = await world.user()
    await event_type(world, member, parent_id=there.id, slug="same")
    await join_team(world.session, team.id, member.id, Terms(accepted=True))
    assert await children(world, here) == []
    assert await children(world, there) == [member.id]


async def test_a_clients_team_is_hosted_by_people_of_the_client(world: World) -> None:
    client = await oauth_client(world)
    team = await world.team(platform_client_id=client.id)
    boss, managed = await world.member(team, "OWNER"), await world.member(team, platform_client_id=client.id)
    api = await world.api(boss)
    body = {"title": "x", "slug": "x", "lengthInMinutes": 5, "schedulingType": "collective"}
    made = (await api.post(f"/v2/teams/{team.id}/event-types", {**body, "assignAllTeamMembers": True})).json()["data"]
    assert [row["userId"] for row in made["hosts"]] == [managed.id]
    refused = await api.patch(f"/v2/teams/{team.id}/event-types/{made['id']}", {"hosts": [{"userId": boss.id}]})
    assert refused.status_code == 404
