"""Event types of teams: whose time counts (slots sheet, sections 5, 6, 9 and 11)."""

from sqlalchemy.ext.asyncio import AsyncEngine

from locum.event_types.models import EventType
from locum.users.models import User
from tests.factories.event_types import event_type, host
from tests.factories.slots import busy, hours, reservation
from tests.factories.world import World
from tests.http.test_statements import counted
from tests.slots.asking import Asker, away, hourly, on

ROUND_ROBIN = {"scheduling_type": "roundRobin", "minimum_booking_notice": 0}


async def hosted(world: World, *spans: str, fixed: int = 0, **settings: object) -> tuple[EventType, list[User]]:
    """An event type of a team with a host for each span; the first `fixed` of them attend every booking."""
    team = await world.team()
    talk = await event_type(world, team, **{**ROUND_ROBIN, **settings})
    members = [await world.member(team, time_zone="UTC") for _ in spans]
    for index, (member, span) in enumerate(zip(members, spans, strict=True)):
        await hours(world, member, "UTC", span)
        await host(world, talk, member, mandatory=index < fixed)
    return talk, members


async def test_collective_and_round_robin(world: World) -> None:
    asker = Asker(world)
    together, _ = await hosted(world, "09:00-12:00", "10:00-14:00", scheduling_type="collective")
    assert await asker.starts(together, "02-01") == on("02-01", "10:00 11:00")
    in_turn, _ = await hosted(world, "09:00-12:00", "11:00-14:00")
    assert await asker.starts(in_turn, "02-01") == hourly("02-01", 9, 13)
    with_fixed, _ = await hosted(world, "10:00-13:00", "09:00-11:00", "12:00-17:00", fixed=1)
    assert await asker.starts(with_fixed, "02-01") == on("02-01", "10:00 12:00")


async def test_37_38_one_of_them_away(world: World) -> None:
    asker = Asker(world)
    in_turn, hosts = await hosted(world, "09:00-11:00", "10:00-12:00")
    await away(world, hosts[0], "02-02")
    expected = [*on("02-01", "09:00 10:00 11:00"), *on("02-02", "10:00 11:00")]
    assert await asker.starts(in_turn, "02-01", "02-02") == expected
    together, hosts = await hosted(world, "09:00-11:00", "10:00-12:00", scheduling_type="collective")
    await away(world, hosts[0], "02-02")
    assert await asker.starts(together, "02-01", "02-02") == ["02-01 10:00"]


async def test_a_host_who_is_booked_elsewhere_or_only_attends(world: World) -> None:
    together, (first, second) = await hosted(world, "09:00-17:00", "09:00-17:00", scheduling_type="collective")
    await busy(world, first, "2027-02-01T10:00")
    await busy(world, second, "2027-02-01T12:00", is_organizer=False, blocks=False)
    expected = on("02-01", "09:00 11:00 13:00 14:00 15:00 16:00")
    assert await Asker(world).starts(together, "02-01") == expected


async def test_pending_bookings_count_only_where_their_event_type_says_so(world: World) -> None:
    policy = {"type": "always", "blockUnconfirmedBookingsInBooker": True}
    asker = Asker(world)
    blocking, (ada,) = await hosted(world, "09:00-12:00", confirmation_policy=policy)
    await busy(world, ada, "2027-02-01T10:00", of=blocking, pending=True)
    assert await asker.starts(blocking, "02-01") == on("02-01", "09:00 11:00")
    other, (bob,) = await hosted(
        world, "09:00-12:00", confirmation_policy=policy | {"blockUnconfirmedBookingsInBooker": False}
    )
    await busy(world, bob, "2027-02-01T10:00", of=other, pending=True)
    await busy(world, bob, "2027-02-01T11:00", of=blocking, pending=True)
    assert await asker.starts(other, "02-01") == hourly("02-01", 9, 11)


async def test_a_reservation_takes_one_host(world: World) -> None:
    asker = Asker(world)
    for kind, expected in (("roundRobin", hourly("02-01", 9, 11)), ("collective", on("02-01", "09:00 11:00"))):
        talk, (first, _) = await hosted(world, "09:00-12:00", "09:00-12:00", scheduling_type=kind)
        await reservation(world, first, talk, "2027-02-01T10:00", until="2027-01-05T00:00")
        assert await asker.starts(talk, "02-01") == expected


async def test_the_same_host_when_a_booking_moves(world: World) -> None:
    asker = Asker(world)
    for same, expected in ((True, hourly("02-01", 9, 10)), (False, hourly("02-01", 9, 13))):
        talk, (first, _) = await hosted(world, "09:00-11:00", "11:00-14:00", reschedule_with_same_round_robin_host=same)
        booking = await busy(world, first, "2027-02-01T10:00", of=talk)
        found = await asker.starts(talk, "02-01", bookingUidToReschedule=booking.booking_uid)
        assert found == expected


async def test_limits_of_the_event_type_count_for_all_hosts_and_those_of_minutes_for_each(world: World) -> None:
    asker = Asker(world)
    by_number, (first, _) = await hosted(world, "09:00-10:00", "10:00-11:00", booking_limits_count={"day": 1})
    await busy(world, first, "2027-02-01T09:00", of=by_number)
    assert await asker.starts(by_number, "02-01", "02-02") == hourly("02-02", 9, 10)
    by_minutes, (first, _) = await hosted(world, "09:00-11:00", "11:00-13:00", booking_limits_duration={"day": 60})
    await busy(world, first, "2027-02-01T09:00", of=by_minutes)
    assert await asker.starts(by_minutes, "02-01") == hourly("02-01", 11, 12)


async def test_periods_of_limits_are_read_in_the_first_hosts_profile_zone(world: World) -> None:
    talk, (ada,) = await hosted(world, "00:00-23:59", booking_limits_count={"day": 1})
    ada.time_zone = "Asia/Tokyo"
    await world.session.commit()
    await busy(world, ada, "2027-02-01T20:00", of=talk)
    found = await Asker(world).starts(talk, "02-01", "02-02")
    assert found == [*hourly("02-01", 0, 14), *hourly("02-02", 15, 23)]


async def test_limits_of_the_team_count_over_its_event_types(world: World) -> None:
    team = await world.team(booking_limits={"PER_DAY": 1})
    member = await world.member(team)
    await hours(world, member, "UTC")
    talk, other = await event_type(world, team, **ROUND_ROBIN), await event_type(world, team)
    await host(world, talk, member)
    child = await event_type(world, member, parent_id=other.id)
    await busy(world, member, "2027-02-01T09:00", of=other)
    await busy(world, member, "2027-02-02T09:00", of=child)
    await busy(world, member, "2027-02-03T09:00", of=await event_type(world, member))
    asker = Asker(world)
    found = await asker.starts(talk, "02-01", "02-03")
    assert found == [*hourly("02-02", 10), *hourly("02-03", 10)]
    team.include_managed_events_in_limits = True
    await world.session.commit()
    assert await asker.starts(talk, "02-01", "02-03") == hourly("02-03", 10)


async def test_a_hosts_own_schedule_for_the_event_type(world: World) -> None:
    talk, (ada,) = await hosted(world, "09:00-12:00")
    other = await hours(world, ada, "UTC", "15:00-16:00")
    await hours(world, ada, "UTC", "10:00-11:00")
    asker = Asker(world)
    assert await asker.starts(talk, "02-01") == ["02-01 10:00"]
    colleague = await world.user()
    await hours(world, colleague, "UTC", "11:00-12:00")
    await host(world, talk, colleague, schedule_id=other.id)
    assert await asker.starts(talk, "02-01") == on("02-01", "10:00 15:00")


async def test_twenty_hosts_take_no_more_statements_than_one(world: World, engine: AsyncEngine) -> None:
    asker = Asker(world)
    numbers = []
    for count in (1, 20):
        spans = ["09:00-17:00"] * count
        minutes = {"week": 6000}
        talk, hosts = await hosted(world, *spans, booking_limits_count={"day": 30}, booking_limits_duration=minutes)
        for member in hosts:
            await busy(world, member, "2027-02-01T10:00", of=talk)
            await away(world, member, "02-02")
        world.session.expunge_all()
        with counted(engine) as statements:
            assert await asker.starts(talk, "02-01", "02-03") != []
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 9
