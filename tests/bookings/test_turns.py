"""What decides whose turn it is, as the event type and its team say (bookings sheet, sections 13.2 and 13.4)."""

from datetime import datetime, timedelta
from typing import Any

from locum.bookings.models import Booking, BookingAttendee
from locum.holidays.models import HolidayChoice
from locum.kit import clock
from tests.factories.bookings import NOW
from tests.factories.crews import HOURS, Crew, crew
from tests.factories.slots import busy
from tests.factories.world import World


async def took(world: World, team: Crew, position: int, made: datetime, start: str, **values: Any) -> Booking:
    """A booking that a host has taken: with whom, and when it was made."""
    row = await busy(world, team.hosts[position], start, of=team.event_type)
    booking = await world.session.get_one(Booking, row.booking_id)
    booking.created_at = made
    for name, value in values.items():
        setattr(booking, name, value)
    world.session.add(BookingAttendee(booking_id=booking.id, email="x@example.com", name="X", time_zone="UTC"))
    await world.session.commit()
    return booking


async def next_turn(team: Crew, start: str = HOURS[10], number: int = 1) -> tuple[int, str, dict[int, str]]:
    """Books: who has it, by position, why, and what became of each host."""
    booking = await team.booked(start, number)
    answer = await (await team.as_admin()).get(f"/v2/bookings/{booking['uid']}/host-choices")
    assert answer.status_code == 200, answer.text
    [choice] = answer.json()["data"]
    ids = [host.id for host in team.hosts]
    outcomes = {ids.index(one["host"]["id"]): one["outcome"] for one in choice["considered"]}
    return ids.index(choice["host"]["id"]), choice["reason"], outcomes


async def three_of_the_first(world: World, team: Crew, made: datetime = NOW - timedelta(hours=1)) -> None:
    for hour in (1, 2, 3):
        await took(world, team, 0, made, f"2050-01-05T0{hour}:00")


async def test_nobody_is_too_far_ahead_of_the_others(world: World) -> None:
    each = [{"priority": "highest"}, {}]
    team = await crew(world, 2, each=each, max_lead_threshold=2)
    await three_of_the_first(world, team)
    with clock.frozen(NOW):
        assert await next_turn(team) == (1, "not_too_far_ahead", {0: "too_far_ahead", 1: "chosen"})
        await busy(world, team.hosts[1], "2050-01-05T11:00")
        assert await next_turn(team, HOURS[11], 2) == (0, "only_one_free", {0: "chosen", 1: "not_free"})
    free = await crew(world, 2, each=each)
    await three_of_the_first(world, free)
    assert (await next_turn(free))[:2] == (0, "priority")


async def test_how_far_ahead_is_a_matter_of_this_month(world: World) -> None:
    team = await crew(world, 2, each=[{"priority": "highest"}, {}], max_lead_threshold=2)
    await three_of_the_first(world, team, NOW.replace(day=1) - timedelta(days=1))
    with clock.frozen(NOW):
        assert (await next_turn(team))[:2] == (0, "priority")


async def test_weights_that_are_alike_decide_where_they_are_to(world: World) -> None:
    """Of two who are equally good the one with fewer bookings, although he had the last one."""
    for enabled, expected in ((True, (1, "share")), (None, (0, "least_recently_booked"))):
        team = await crew(world, 2, weights_enabled=enabled)
        await took(world, team, 0, NOW - timedelta(hours=5), "2050-01-05T01:00")
        await took(world, team, 0, NOW - timedelta(hours=4), "2050-01-05T02:00")
        await took(world, team, 1, NOW - timedelta(hours=3), "2050-01-05T03:00")
        with clock.frozen(NOW):
            assert (await next_turn(team))[:2] == expected


async def test_weights_that_differ_decide_nothing_where_they_are_not_to(world: World) -> None:
    team = await crew(world, 2, each=[{"weight": 100}, {"weight": 300}], weights_enabled=False)
    with clock.frozen(NOW):
        assert (await next_turn(team))[:2] == (0, "host_order")


async def test_a_team_counts_by_the_day_the_week_or_the_month(world: World) -> None:
    now = datetime.fromisoformat("2050-01-12T09:00:00+00:00")  # A Wednesday.
    made = {"MONTH": now - timedelta(days=9), "WEEK": now - timedelta(days=2), "DAY": now - timedelta(hours=3)}
    for interval, counted in (("DAY", {"DAY"}), ("WEEK", {"DAY", "WEEK"}), ("MONTH", {"DAY", "WEEK", "MONTH"})):
        team = await crew(world, 2, weights_enabled=True)
        team.team.round_robin_interval = interval
        for number, at in enumerate(made.values()):
            await took(world, team, 0, at, f"2050-01-12T{12 + number}:00")
        with clock.frozen(now):
            booking = await team.booked("2050-01-12T18:00:00Z")
        choices = (await (await team.as_admin()).get(f"/v2/bookings/{booking['uid']}/host-choices")).json()["data"]
        assert [one["bookings"] for one in choices[0]["considered"]] == [len(counted), 0]


async def test_a_team_counts_meetings_for_when_they_begin(world: World) -> None:
    """And then nobody is too far ahead: those turns have yet to come."""
    team = await crew(world, 2, weights_enabled=True, max_lead_threshold=1)
    team.team.round_robin_interval, team.team.round_robin_basis = "DAY", "START_TIME"
    for hour in (1, 2):
        await took(world, team, 1, NOW - timedelta(days=40), f"2050-01-05T0{hour}:00")
    for hour in (1, 2, 3):
        await took(world, team, 0, NOW - timedelta(hours=1), f"2050-01-06T0{hour}:00")
    with clock.frozen(NOW):
        assert await next_turn(team) == (0, "share", {0: "chosen", 1: "less_behind"})
        assert await next_turn(team, "2050-01-06T10:00:00Z", 2) == (1, "share", {0: "less_behind", 1: "chosen"})


async def test_bookings_to_which_nobody_came_count_where_they_are_to(world: World) -> None:
    for counts, expected in ((False, 0), (True, 1)):
        team = await crew(world, 2, include_no_shows=counts)
        await took(world, team, 0, NOW - timedelta(hours=1), "2050-01-05T01:00", host_absent=True)
        with clock.frozen(NOW):
            assert (await next_turn(team))[0] == expected


async def test_nobody_is_behind_for_what_was_booked_on_his_public_holiday(world: World) -> None:
    for country, expected in (("DE", (0, "priority")), (None, (1, "share"))):
        since = {"created_at": NOW - timedelta(days=60)}
        team = await crew(world, 2, each=[{"priority": "high", **since}, since], weights_enabled=True)
        if country is not None:
            world.session.add(HolidayChoice(user_id=team.hosts[1].id, country=country, region=None, working=[]))
        for hour in (1, 2):
            await took(world, team, 0, datetime.fromisoformat("2050-01-01T10:00:00+00:00"), f"2050-01-05T0{hour}:00")
        with clock.frozen(NOW):
            assert (await next_turn(team))[:2] == expected
