"""Where no path names the place: whoever holds the word by a custom role is treated as administrators are."""

from collections.abc import Iterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.http.permissions import Permission
from locum.http.principal import CredentialKind, Principal
from locum.kit import clock
from locum.memberships.authority import authority_in, authority_in_team
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.absences import days
from tests.factories.bookings import NOW, practice
from tests.factories.event_types import event_type
from tests.factories.world import Api, World
from tests.http.test_statements import counted

CONFIRMED_BY_HAND = {"type": "always", "blockUnconfirmedBookingsInBooker": False}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


async def _holder(world: World, place: Team, *words: str) -> Api:
    return await world.api(await world.holder(place, *words))


@pytest.mark.parametrize(
    ("word", "sees", "answers"),
    [
        ("booking.read", True, False),
        ("booking.readOrgBookings", True, False),
        ("booking.update", True, True),
        ("*.*", True, True),
        ("eventType.update", False, False),
        ("booking.readRecordings", False, False),
    ],
)
async def test_bookings_of_an_organization(world: World, word: str, sees: bool, answers: bool) -> None:
    organization = await world.organization()
    house = await practice(world, await world.member(organization), confirmation_policy=CONFIRMED_BY_HAND)
    booking = await house.booked()
    holder = await _holder(world, organization, word)
    listed = (await holder.get("/v2/bookings")).json()["data"]
    assert [row["uid"] for row in listed] == ([booking["uid"]] if sees else [])
    answer = await house.act(booking["uid"], "confirm", api=holder)
    assert answer.status_code == (200 if answers else 403), answer.text


@pytest.mark.parametrize(("word", "sees"), [("booking.readTeamBookings", True), ("team.read", False)])
async def test_bookings_of_a_team(world: World, word: str, sees: bool) -> None:
    team = await world.team(await world.organization())
    house = await practice(world, await world.member(team))
    await house.booked()
    elsewhere = await practice(world)
    await elsewhere.booked()
    listed = (await (await _holder(world, team, word)).get("/v2/bookings")).json()["data"]
    assert [row["eventTypeId"] for row in listed] == ([house.event_type.id] if sees else [])


async def test_whoever_has_not_accepted_reads_no_bookings(world: World) -> None:
    organization, invited = await world.organization(), await world.user()
    house = await practice(world, await world.member(organization))
    await house.booked()
    role = await world.role(organization, "*.*")
    await world.join(invited, organization, accepted=False, custom_role=role)
    assert (await (await world.api(invited)).get("/v2/bookings")).json()["data"] == []


@pytest.mark.parametrize(("word", "attendees"), [("booking.read", 1), ("eventType.read", 0)])
async def test_seats_of_others(world: World, word: str, attendees: int) -> None:
    organization = await world.organization()
    house = await practice(world, await world.member(organization))
    house.event_type.seats = {"seatsPerTimeSlot": 3, "showAttendeeInfo": False, "showAvailabilityCount": True}
    await world.session.commit()
    booking = await house.booked()
    holder = await _holder(world, organization, word)
    shown = (await holder.get(f"/v2/bookings/{booking['uid']}")).json()["data"]
    assert len(shown["attendees"]) == attendees


@pytest.mark.parametrize(
    ("word", "status"), [("eventType.read", 200), ("eventType.delete", 200), ("booking.update", 404)]
)
async def test_event_types_of_members_and_teams(world: World, word: str, status: int) -> None:
    organization = await world.organization()
    own = await event_type(world, await world.member(organization))
    of_team = await event_type(world, await world.team(organization))
    holder = await _holder(world, organization, word)
    for row in (own, of_team):
        assert (await holder.get(f"/v2/event-types/{row.id}")).status_code == status
    elsewhere = await event_type(world, await world.member(await world.organization()))
    assert (await holder.get(f"/v2/event-types/{elsewhere.id}")).status_code == 404


@pytest.mark.parametrize(("word", "status"), [("booking.update", 201), ("booking.read", 403)])
async def test_booking_what_is_not_for_strangers(world: World, word: str, status: int) -> None:
    organization = await world.organization()
    house = await practice(world, await world.member(organization), booking_requires_authentication=True)
    answer = await house.book(api=await _holder(world, organization, word))
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(("word", "all_teams"), [("team.read", True), ("team.update", True), ("team.invite", False)])
async def test_the_list_of_ones_teams_is_that_of_all_teams_for_whoever_reads_teams(
    world: World, word: str, all_teams: bool
) -> None:
    organization = await world.organization()
    teams = [await world.team(organization) for _ in range(2)]
    holder = await world.holder(organization, word)
    await world.join(holder, teams[1])
    listed = (await (await world.api(holder)).get(f"/v2/organizations/{organization.id}/teams/me")).json()["data"]
    assert [team["id"] for team in listed] == [team.id for team in teams if all_teams or team is teams[1]]


async def test_schedules_and_absences_of_others_by_the_words_of_our_own(world: World) -> None:
    organization = await world.organization()
    anna = await world.member(organization)
    await practice(world, anna)
    holder = await _holder(world, organization, "availability.update", "ooo.create")
    base = f"/v2/organizations/{organization.id}/users/{anna.id}"
    assert len((await holder.get(f"{base}/schedules")).json()["data"]) == 1
    schedule = f"{base}/schedules/{anna.default_schedule_id}"
    assert (await holder.patch(schedule, {"name": "Mended"})).status_code == 200
    assert (await holder.delete(schedule)).status_code == 403
    made = await holder.post(f"{base}/ooo", days("2050-05-01", "2050-05-02"))
    assert made.status_code == 201
    one = f"{base}/ooo/{made.json()['data']['id']}"
    assert (await holder.patch(one, {"notes": "x"})).status_code == 403
    assert len((await holder.get(f"/v2/organizations/{organization.id}/ooo")).json()["data"]) == 1


async def test_members_of_a_team_who_are_at_home_elsewhere(world: World) -> None:
    """Those who lead the team manage nothing of theirs, unless they may do the same in that other organization."""
    home, team = await world.organization(), await world.team()
    guest = await world.member(home)
    await world.join(guest, team)
    path = f"/v2/teams/{team.id}/users/{guest.id}/ooo"
    leader = await world.member(team, "OWNER")
    api = await world.api(leader)
    assert (await api.get(path)).status_code == 403
    await world.join(leader, home, custom_role=await world.role(home, "ooo.read"))
    assert (await api.get(path)).status_code == 200
    assert (await api.post(path, days("2050-05-01", "2050-05-02"))).status_code == 403


def _principal(user: User) -> Principal:
    return Principal(user.id, user.email, CredentialKind.SESSION, is_system_admin=user.is_system_admin)


async def test_what_pages_ask(world: World) -> None:
    organization = await world.organization()
    team = await world.team(organization)
    holder, member = await world.holder(organization, "ooo.update"), await world.member(organization)
    admin, root = await world.member(organization, "ADMIN"), await world.user(is_system_admin=True)
    asked = {holder: True, member: False, admin: True, root: True, await world.user(): False}
    for user, expected in asked.items():
        caller = _principal(user)
        assert (await authority_in(world.session, caller, organization.id)).may(Permission.ABSENCE_READ) is expected
        found = await authority_in_team(world.session, caller, team.id)
        assert found.may(Permission.ABSENCE_UPDATE) is expected
        as_organization = await authority_in(world.session, caller, team.id)
        assert not as_organization.may(Permission.ABSENCE_READ)
    assert (await authority_in_team(world.session, _principal(admin), team.id)).is_owner
    assert not (await authority_in_team(world.session, _principal(holder), team.id)).leads


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/v2/organizations/{o}/users", 2),
        ("/v2/organizations/{o}/teams/{t}/memberships", 4),
        ("/v2/teams/{t}/memberships", 2),
        ("/v2/bookings", 2),
    ],
)
async def test_custom_roles_take_no_statements_of_their_own(
    world: World, engine: AsyncEngine, path: str, most: int
) -> None:
    organization = await world.organization()
    team = await world.team(organization)
    words = ("organization.listMembers", "team.listMembers", "booking.read")
    address = path.format(o=organization.id, t=team.id)
    numbers = []
    for user in (await world.member(organization, "ADMIN"), await world.holder(organization, *words)):
        await world.join(user, team, "ADMIN")
        api = await world.api(user)
        with counted(engine) as statements:
            assert (await api.get(address)).status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= most
