"""Booking event types of teams: who hosts, who is busy, what is answered (bookings sheet, sections 2, 3.5 and 13)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.bookings.create import create_booking
from locum.bookings.models import Booking, BookingAttendee
from locum.bookings.rules.asked import Asked, Booker, EventTypeName
from locum.bookings.views import first_of
from locum.host_choice.models import HostChoice
from locum.kit import clock
from locum.slots.models import HostBusy
from tests.factories.bookings import NOW, open_schedule, practice
from tests.factories.crews import HOURS, Crew, crew
from tests.factories.event_types import event_type
from tests.factories.slots import busy
from tests.factories.world import World
from tests.http.test_statements import counted

TEAM_NOT_FREE = "One of the hosts either already has booking at this time or is not available"


def _later(minutes: int) -> Any:
    return clock.frozen(NOW.replace(minute=minutes))


async def _busy(world: World, booking: dict[str, Any]) -> dict[int, tuple[bool, bool]]:
    rows = await world.session.scalars(select(HostBusy).where(HostBusy.booking_id == booking["id"]))
    return {row.host_id: (row.blocks, row.is_organizer) for row in rows}


async def test_collective_takes_everybody(world: World) -> None:
    team = await crew(world, scheduling_type="collective")
    booking = await team.booked()
    first, second, third = team.hosts
    assert [one["id"] for one in booking["hosts"]] == [first.id]
    assert [one["email"] for one in booking["attendees"]] == ["bea@example.com", second.email, third.email]
    assert booking["title"] == f"{team.event_type.title} between {team.team.name} and Bea Booker"
    assert await _busy(world, booking) == {first.id: (True, True), second.id: (True, False), third.id: (True, False)}
    stored = await world.session.get_one(Booking, booking["id"])
    assert stored.organization_id == team.organization.id


async def test_collective_needs_everybody(world: World) -> None:
    team = await crew(world, scheduling_type="collective")
    await busy(world, team.hosts[2], "2050-01-05T10:30")
    answer = await team.book()
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, TEAM_NOT_FREE)
    own = await team.personal(1)
    await own.booked(HOURS[12])
    assert (await team.book(HOURS[12])).status_code == 400
    assert (await team.book(HOURS[13])).status_code == 201
    assert (await own.book(HOURS[13])).status_code == 400


async def test_hosts_take_turns(world: World) -> None:
    team = await crew(world)
    turns = []
    for minute, hour in enumerate((10, 11, 12, 13)):
        with _later(minute):
            turns.append(await team.who(HOURS[hour], number=minute + 1))
    assert turns == [0, 1, 2, 0]
    at_the_same_time = []
    for minute in range(10, 13):
        with _later(minute):
            at_the_same_time.append(await team.who(HOURS[20], number=minute))
    assert at_the_same_time == [1, 2, 0]
    answer = await team.book(HOURS[20], number=99)
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, TEAM_NOT_FREE)


async def test_one_host_names_the_booking_and_is_alone_in_it(world: World) -> None:
    team = await crew(world)
    booking = await team.booked()
    assert booking["title"] == f"{team.event_type.title} between Host 0 and Bea Booker"
    assert [one["email"] for one in booking["attendees"]] == ["bea@example.com"]
    assert booking["hosts"][0]["email"] == team.hosts[0].email


async def test_asking_twice_gives_the_same_booking(world: World) -> None:
    team = await crew(world)
    assert (await team.booked())["uid"] == (await team.booked())["uid"]


async def test_priority_decides_before_who_was_booked_last(world: World) -> None:
    team = await crew(world, each=[{}, {"priority": "high"}, {"priority": "high"}])
    turns = []
    for minute in range(3):
        with _later(minute):
            turns.append(await team.who(HOURS[minute], number=minute + 1))
    assert turns == [1, 2, 1]
    await busy(world, team.hosts[1], "2050-01-05T10:00")
    await busy(world, team.hosts[2], "2050-01-05T10:00")
    assert await team.who(HOURS[10]) == 0


async def test_weights_are_shares(world: World) -> None:
    team = await crew(world, each=[{"weight": 200}, {"weight": 100}, {"weight": 100}])
    turns = []
    for minute in range(8):
        with _later(minute):
            turns.append(await team.who(HOURS[minute], number=minute + 1))
    assert [turns.count(host) for host in range(3)] == [4, 2, 2]


async def test_a_new_host_has_not_missed_what_was_booked_before(world: World) -> None:
    since = NOW.replace(hour=9)
    team = await crew(world, each=[{"weight": 50}, {"weight": 50}, {"weight": 50, "created_at": since}])
    for minute in range(4):
        with _later(minute):
            await busy(world, team.hosts[minute % 2], f"2050-01-05T{minute:02}:00", of=team.event_type)
            await _somebody_attends(world)
    turns = []
    for hour in (10, 11, 12):
        with clock.frozen(NOW.replace(hour=hour)):
            turns.append(await team.who(HOURS[hour], number=hour))
    assert turns == [2, 0, 1]


async def _somebody_attends(world: World) -> None:
    """Bookings of the factory have nobody; those do not count."""
    alone = select(Booking).where(~Booking.id.in_(select(BookingAttendee.booking_id)))
    for booking in await world.session.scalars(alone):
        world.session.add(BookingAttendee(booking_id=booking.id, email="x@example.com", name="X", time_zone="UTC"))
    await world.session.commit()


async def test_fixed_hosts_attend_and_the_first_organizes(world: World) -> None:
    team = await crew(world, fixed=1)
    with _later(1):
        booking = await team.booked()
    assert booking["hosts"][0]["id"] == team.hosts[0].id
    assert [one["email"] for one in booking["attendees"]] == ["bea@example.com", team.hosts[1].email]
    with _later(2):
        again = await team.booked(HOURS[11], number=2)
    assert again["attendees"][1]["email"] == team.hosts[2].email
    with _later(3):
        third = await team.booked(HOURS[12], number=3)
    assert third["attendees"][1]["email"] == team.hosts[1].email
    await busy(world, team.hosts[0], "2050-01-05T15:00")
    assert (await team.book(HOURS[15])).status_code == 400


async def test_each_group_sends_one(world: World) -> None:
    groups = [{"group_key": "sales"}, {"group_key": "sales"}, {"group_key": "legal"}]
    team = await crew(world, each=groups)
    with _later(1):
        booking = await team.booked()
    assert booking["hosts"][0]["id"] == team.hosts[0].id
    assert booking["attendees"][1]["email"] == team.hosts[2].email
    with _later(2):
        again = await team.booked(HOURS[11], number=2)
    assert again["hosts"][0]["id"] == team.hosts[1].id
    choices = (
        await world.session.scalars(
            select(HostChoice).where(HostChoice.booking_id == again["id"]).order_by(HostChoice.host_id)
        )
    ).all()
    assert [(one.host_id, one.group_key, one.reason) for one in choices] == [
        (team.hosts[1].id, "sales", "least_recently_booked"),
        (team.hosts[2].id, "legal", "only_one_free"),
    ]
    await busy(world, team.hosts[2], "2050-01-05T15:00")
    answer = await team.book(HOURS[15])
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, TEAM_NOT_FREE)


async def test_hosts_are_nobodys_guests(world: World) -> None:
    team = await crew(world)
    booking = await team.booked(guests=[team.hosts[0].email, "gil@example.com", team.hosts[2].email.upper()])
    assert booking["guests"] == ["gil@example.com"]
    assert [one["email"] for one in booking["attendees"]] == ["bea@example.com", "gil@example.com"]


async def test_routed_to_some_hosts_or_to_one(world: World) -> None:
    team = await crew(world)
    third = {"teamMemberIds": [team.hosts[2].id], "responseId": 1}
    assert await team.who(HOURS[10], routing=third) == 2
    assert (await team.book(HOURS[10], number=2, routing=third)).status_code == 400
    owner = {"teamMemberIds": [], "queuedResponseId": "q", "teamMemberEmail": team.hosts[1].email.upper()}
    assert await team.who(HOURS[11], routing=owner) == 1
    assert await team.who(HOURS[11], number=3, routing=owner) == 0
    assert await team.who(HOURS[12], number=4, routing={**owner, "skipContactOwner": True}) == 0
    assert (await team.book(HOURS[13], routing={"teamMemberIds": []})).status_code == 400


async def test_without_hosts_and_the_parent_of_managed_ones(world: World) -> None:
    team = await crew(world, 0)
    answer = await team.book()
    assert answer.status_code == 422
    assert "because it has no hosts" in answer.json()["error"]["message"]
    managed = await crew(world, 0, scheduling_type="managed")
    answer = await managed.book()
    assert answer.status_code == 400
    assert "is the parent managed event type that can't be booked" in answer.json()["error"]["message"]


@pytest.mark.parametrize("within", [True, False])
async def test_by_the_slugs_of_team_and_organization(world: World, within: bool) -> None:
    team = await crew(world)
    body = {
        "start": HOURS[10],
        "attendee": {"name": "Bea", "email": "bea@example.com", "timeZone": "UTC"},
        "teamSlug": team.team.slug,
        "eventTypeSlug": team.event_type.slug,
        **({"organizationSlug": team.organization.slug} if within else {}),
    }
    answer = await team.nobody.post("/v2/bookings", body)
    if within:
        assert answer.json()["data"]["hosts"][0]["id"] == team.hosts[0].id
    else:
        assert (answer.status_code, answer.json()["error"]["message"]) == (
            404,
            f"Team with slug {team.team.slug} not found",
        )


async def test_an_organization_that_a_platform_manages_is_not_taken_for_another_of_its_name(world: World) -> None:
    manager = await world.organization()
    managed = await world.organization(slug="twin", manager_organization_id=manager.id)
    team = await crew(world)
    team.organization.slug = "twin"
    await world.session.commit()
    await world.team(managed, slug=team.team.slug)
    named = {"organizationSlug": "twin", "teamSlug": team.team.slug, "eventTypeSlug": team.event_type.slug}
    attendee = {"name": "Bea", "email": "bea@example.com", "timeZone": "UTC"}
    answer = await team.nobody.post("/v2/bookings", {"start": HOURS[10], "attendee": attendee, **named})
    assert answer.status_code == 201, answer.text
    assert answer.json()["data"]["eventTypeId"] == team.event_type.id


async def test_moving_chooses_again_or_keeps_the_host(world: World) -> None:
    for keeps in (False, True):
        team = await crew(world, reschedule_with_same_round_robin_host=keeps)
        with _later(1):
            booking = await team.booked()
        await busy(world, team.hosts[0], "2050-01-05T13:00")
        path = f"/v2/bookings/{booking['uid']}/reschedule"
        moved = await team.nobody.post(path, {"start": HOURS[13]})
        assert moved.status_code == (400 if keeps else 201)
        if keeps:
            moved = await team.nobody.post(path, {"start": HOURS[14]})
        data = moved.json()["data"]
        host = team.hosts[0 if keeps else 1]
        assert data["hosts"][0]["id"] == host.id
        assert data["title"] == f"{team.event_type.title} between {host.name} and Bea Booker"
        assert await _busy(world, data) == {host.id: (True, True)}
        reason = await world.session.scalar(select(HostChoice.reason).where(HostChoice.booking_id == data["id"]))
        assert reason == ("same_host" if keeps else "host_order")


async def test_the_number_of_statements_does_not_depend_on_the_hosts(world: World, engine: AsyncEngine) -> None:
    numbers = set()
    for count in (2, 12, 40):
        team = await crew(world, count, each=[{"weight": 50}] * count)
        await team.booked(HOURS[9])
        with counted(engine) as statements:
            await team.booked(HOURS[10], number=2)
        numbers.add(len(statements))
    assert len(numbers) == 1
    assert max(numbers) <= 20


async def test_a_booking_takes_few_statements(world: World, engine: AsyncEngine) -> None:
    """Each costs half a millisecond, of the booker and of everybody who waits for the same hosts."""
    house, team = await practice(world), await crew(world, 10)
    for book, most in ((house.booked, 13), (team.booked, 17)):
        await book(HOURS[9])
        with counted(engine) as statements:
            await book(HOURS[10])
        assert len(statements) <= most


async def _book_as(team: Crew, count: int) -> list[int]:
    return [await team.who(HOURS[10], number=number + 1) for number in range(count)]


async def test_a_large_round_holds_only_those_whose_turn_it_is(world: World) -> None:
    team = await crew(world, 55)
    assert await _book_as(team, 3) == [0, 1, 2]


async def test_several_persons_at_once_meet_and_move_together(world: World) -> None:
    team = await crew(world, 2)
    first, second = team.hosts
    asked = Asked(
        EventTypeName(persons=(first.id, second.id)),
        NOW.replace(day=5, hour=10),
        Booker("Bea Booker", "UTC", "bea@example.com"),
    )
    made = first_of(await create_booking(world.session, None, asked))
    await world.session.commit()
    booking = (await team.nobody.get(f"/v2/bookings/{made.booking.uid}")).json()["data"]
    assert booking["hosts"][0]["id"] == first.id
    assert [one["email"] for one in booking["attendees"]] == ["bea@example.com", second.email]
    assert (booking["eventTypeId"], booking["title"]) == (None, "Group Meeting between Host 0, Host 1 and Bea Booker")
    assert await _busy(world, booking) == {first.id: (True, True), second.id: (True, False)}
    await busy(world, second, "2050-01-05T15:00")
    path = f"/v2/bookings/{booking['uid']}/reschedule"
    assert (await team.nobody.post(path, {"start": HOURS[15]})).status_code == 400
    moved = await team.nobody.post(path, {"start": HOURS[16]})
    assert moved.status_code == 201, moved.text
    assert [one["email"] for one in moved.json()["data"]["attendees"]] == ["bea@example.com", second.email]


async def test_a_members_own_event_type_of_a_managed_one(world: World) -> None:
    team = await crew(world, 0, scheduling_type="managed")
    member = await world.member(team.organization)
    await open_schedule(world, member)
    team.event_type = await event_type(world, member, parent_id=team.event_type.id, minimum_booking_notice=0)
    booking = await team.booked()
    assert booking["hosts"][0]["id"] == member.id
    cancelled = await (await team.as_admin()).post(f"/v2/bookings/{booking['uid']}/cancel", {})
    assert cancelled.json()["data"]["cancelledByEmail"] == team.admin.email


@pytest.mark.parametrize("scheduling_type", ["roundRobin", "collective"])
async def test_who_sees_and_answers_a_teams_booking(world: World, scheduling_type: str) -> None:
    policy = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
    team = await crew(world, fixed=1, scheduling_type=scheduling_type, confirmation_policy=policy)
    organization_admin = await world.member(team.organization, "ADMIN")
    stranger, member = await world.user(), await world.member(team.organization)
    await world.join(member, team.team)
    other_admin = await world.member(await world.organization(), "ADMIN")
    may = (*team.hosts, team.admin, organization_admin)
    for hour, caller in enumerate((*may, stranger, member, other_admin)):
        booking = await team.booked(HOURS[hour], number=hour + 1)
        api = await team.api(caller)
        listed = (await api.get(f"/v2/bookings?bookingUid={booking['uid']}")).json()["data"]
        takes_part = caller.email in {one["email"] for one in (*booking["hosts"], *booking["attendees"])}
        assert bool(listed) is (takes_part or caller in {team.admin, organization_admin})
        answer = await api.post(f"/v2/bookings/{booking['uid']}/confirm")
        assert answer.status_code == (200 if caller in may else 403), caller.name
