"""Whether a time can be booked, asked as bookings ask it."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.event_types.loading import load
from locum.event_types.models import EventType
from locum.slots.answer import Reason, Verdict
from locum.slots.availability import examine
from tests.factories.event_types import event_type, host
from tests.factories.slots import busy, hours, reservation, utc
from tests.factories.world import World

NOW = utc("2027-01-04T00:00")


async def asked(session: AsyncSession, of: EventType, start: str, left_out: int | None = None) -> Verdict:
    bookable = await load(session, of.id)
    assert bookable is not None
    begin = utc(start)
    return await examine(session, bookable, begin, begin + timedelta(hours=1), now=NOW, leaving_out_booking_id=left_out)


def reason(verdict: Verdict) -> Reason | None:
    return verdict.reason.reason if verdict.reason else None


async def test_a_free_hour_can_be_had_though_no_slot_begins_then(world: World, session: AsyncSession) -> None:
    ada = await world.user()
    await hours(world, ada, "UTC")
    talk = await event_type(world, ada)
    await reservation(world, ada, talk, "2027-02-01T10:00", "2027-02-02T00:00")
    verdict = await asked(session, talk, "2027-02-01T10:07")
    assert verdict.bookable
    assert verdict.free_hosts == (ada.id,)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2027-02-01T08:30", Reason.OUTSIDE_HOURS),
        ("2027-02-01T10:30", Reason.BUSY),
        ("2027-02-02T10:00", Reason.ABSENCE),
        ("2027-01-03T10:00", Reason.PAST),
        ("2027-01-04T01:00", Reason.NOTICE),
        ("2027-02-03T10:00", Reason.LIMIT),
        ("2027-03-01T10:00", Reason.WINDOW),
    ],
)
async def test_why_not(world: World, session: AsyncSession, start: str, expected: Reason) -> None:
    ada = await world.user()
    await hours(world, ada, "UTC")
    talk = await event_type(
        world,
        ada,
        booking_limits_count={"day": 1},
        booking_window={"type": "range", "value": ["2027-01-01", "2027-02-28"]},
    )
    await busy(world, ada, "2027-02-01T11:00")
    await busy(world, ada, "2027-02-03T16:00", of=talk)
    session.add(
        Absence(user_id=ada.id, first_day=utc("2027-02-02T00:00").date(), last_day=utc("2027-02-02T00:00").date())
    )
    await session.commit()
    verdict = await asked(session, talk, start)
    assert not verdict.bookable
    assert reason(verdict) is expected


async def test_the_booking_that_moves_is_not_in_its_own_way(world: World, session: AsyncSession) -> None:
    ada = await world.user()
    await hours(world, ada, "UTC")
    talk = await event_type(world, ada, booking_limits_count={"day": 1})
    moved = await busy(world, ada, "2027-02-01T10:00", of=talk)
    assert reason(await asked(session, talk, "2027-02-01T10:30")) is Reason.LIMIT
    assert (await asked(session, talk, "2027-02-01T10:30", moved.booking_id)).bookable


async def test_a_buffer_of_a_booking_that_lies_outside_the_asked_time_counts(
    world: World, session: AsyncSession
) -> None:
    ada = await world.user()
    await hours(world, ada, "UTC")
    talk = await event_type(world, ada, before_event_buffer=20)
    await busy(world, ada, "2027-02-01T09:00", after_minutes=30)
    assert reason(await asked(session, talk, "2027-02-01T10:49")) is Reason.BUSY
    assert (await asked(session, talk, "2027-02-01T10:50")).bookable


async def test_each_host_is_told_of(world: World, session: AsyncSession) -> None:
    team = await world.team()
    first, second, third = [await world.member(team) for _ in range(3)]
    for member in (first, second, third):
        await hours(world, member, "UTC")
    talk = await event_type(world, team, scheduling_type="roundRobin")
    for member in (first, second, third):
        await host(world, talk, member)
    await busy(world, second, "2027-02-01T10:00")
    verdict = await asked(session, talk, "2027-02-01T10:00")
    assert verdict.bookable
    assert verdict.free_hosts == (first.id, third.id)
