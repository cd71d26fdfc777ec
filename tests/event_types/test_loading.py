"""Event types as slots and bookings load them."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types.loading import is_privileged, load, load_of_person, load_of_team
from locum.event_types.rules.hosts import Host
from locum.http.permissions import Permission
from locum.http.principal import CredentialKind, Principal
from locum.users.models import User
from tests.factories.event_types import event_type, host
from tests.factories.world import World

SEATS = {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": True}


def principal(user: User) -> Principal:
    return Principal(user.id, user.email, CredentialKind.API_KEY, is_system_admin=user.is_system_admin)


async def test_a_persons_event_type_is_hosted_by_its_owner(world: World, session: AsyncSession) -> None:
    ada = await world.user()
    row = await event_type(world, ada, slug="talk", seats=SEATS)
    found = await load(session, row.id)
    assert found is not None
    assert (found.settings.id, found.settings.owner_id, found.settings.slug) == (row.id, ada.id, "talk")
    assert found.settings.rules.seats is not None
    assert found.settings.rules.seats.per_slot == 4
    assert found.hosts == (Host(ada.id, mandatory=True),)
    assert await load_of_person(session, ada.id, "talk") == found
    assert await load_of_person(session, ada.id, "walk") is None
    assert await load(session, row.id + 1000) is None


async def test_a_teams_event_type_is_hosted_by_whom_it_names(world: World, session: AsyncSession) -> None:
    team = await world.team()
    first, second = await world.member(team), await world.member(team)
    row = await event_type(world, team, scheduling_type="roundRobin", slug="demo")
    await host(world, row, second, priority="high", weight=50)
    await host(world, row, first, mandatory=True)
    found = await load_of_team(session, team.id, "demo")
    assert found is not None
    assert found.settings.scheduling_type == "roundRobin"
    assert found.hosts == (Host(first.id, mandatory=True), Host(second.id, mandatory=False, priority="high", weight=50))
    empty = await event_type(world, team)
    without = await load(session, empty.id)
    assert without is not None
    assert without.hosts == ()


async def test_privilege(world: World, session: AsyncSession) -> None:
    team = await world.team()
    admin, member, stranger = await world.member(team, "ADMIN"), await world.member(team), await world.user()
    system = await world.user(is_system_admin=True)
    row = await event_type(world, team)
    to_change = Permission.BOOKING_WRITE
    told = [
        await is_privileged(session, principal(user), row.id, to_change) for user in (admin, system, member, stranger)
    ]
    assert told == [True, True, False, False]
    await host(world, row, member)
    assert await is_privileged(session, principal(member), row.id, to_change)
    assert not await is_privileged(session, None, row.id, to_change)


async def test_hosts_keep_their_order_and_know_since_when(world: World, session: AsyncSession) -> None:
    team = await world.team()
    first, second = await world.member(team), await world.member(team)
    row = await event_type(world, team, scheduling_type="roundRobin")
    await host(world, row, first, position=1, group_key="a")
    await host(world, row, second, position=0)
    found = await load(session, row.id)
    assert found is not None
    assert [one.user_id for one in found.hosts] == [second.id, first.id]
    assert found.hosts[1].group_key == "a"
    assert all(one.since is not None for one in found.hosts)
