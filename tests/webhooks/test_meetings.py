"""Meetings begin and end: told on the minute, once each, to whoever listens by then."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.events import BookingCreated
from locum.bookings.models import Booking
from locum.db.events import publish
from locum.db.jobs import jobs as app
from locum.db.migrate import _config
from locum.db.session import Database, psycopg_url
from locum.kit import clock
from locum.users.models import User
from locum.webhooks.alarm_clock import AT_ONCE
from locum.webhooks.meetings import jobs
from locum.webhooks.meetings.jobs import CLOCK
from locum.webhooks.meetings.models import MeetingAlarm
from locum.webhooks.models import Webhook, WebhookEvent
from tests.conftest import make_database
from tests.factories.bookings import NOW, practice
from tests.factories.webhooks import webhook
from tests.factories.world import World
from tests.support.snapshots import matches
from tests.support.waiting import PATIENCE_SECONDS
from tests.webhooks.told import SNAPSHOTS, settled, told, triggers

START = datetime(2050, 1, 5, 10, tzinfo=UTC)
END = START + timedelta(hours=1)
BOTH = ("MEETING_STARTED", "MEETING_ENDED")
ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


async def ring_at(database: Database, *moments: datetime) -> None:
    """The job of these minutes."""
    for moment in moments:
        with clock.frozen(moment):
            await CLOCK.ring(database)


async def alarms(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(MeetingAlarm)) or 0


async def test_on_the_minute_and_once(world: World, session: AsyncSession, database: Database) -> None:
    ada = await world.user(name="Ada", username="ada", email="ada@house.example")
    house = await practice(world, ada, slug="talk", title="Talk")
    await webhook(world, *BOTH, user_id=house.host.id)
    booked = await house.booked(metadata={"order": "17"})
    await ring_at(database, START - timedelta(minutes=1))
    assert await triggers(session) == []
    await ring_at(database, START, START, START + timedelta(minutes=1), END - timedelta(minutes=1))
    assert await triggers(session) == ["MEETING_STARTED"]
    await ring_at(database, END, END, END + timedelta(minutes=1))
    assert await triggers(session) == [*BOTH]
    first, second = await told(session)
    assert first.body["id"] == booked["id"]
    assert first.booking_uid == booked["uid"]
    assert matches(SNAPSHOTS, "meeting-started", settled(first.body, {booked["uid"]: "uid"}))
    assert {**first.body, "triggerEvent": "MEETING_ENDED"} == second.body
    assert await alarms(session) == 0


def test_the_clock_looks_every_minute() -> None:
    periodic = app.periodic_registry.periodic_tasks.values()
    assert [task.cron for task in periodic if task.task is jobs.tell_of_meetings] == ["* * * * *"]


async def test_who_subscribes_later_hears_of_it(world: World, session: AsyncSession, database: Database) -> None:
    house = await practice(world)
    await house.booked()
    await ring_at(database, START)
    await webhook(world, "MEETING_ENDED", user_id=house.host.id)
    await ring_at(database, END)
    assert await triggers(session) == ["MEETING_ENDED"]


async def test_what_was_cancelled_or_moved_is_not_told(world: World, session: AsyncSession, database: Database) -> None:
    house = await practice(world)
    await webhook(world, *BOTH, user_id=house.host.id)
    first = await house.booked()
    await house.act(first["uid"], "reschedule", {"start": "2050-01-06T10:00:00Z"})
    third = await house.booked("2050-01-07T10:00:00Z")
    await house.act(third["uid"], "cancel")
    await ring_at(database, END, START + timedelta(days=1), END + timedelta(days=3))
    assert [(event.trigger, event.body["startTime"]) for event in await told(session)] == [
        ("MEETING_STARTED", "2050-01-06T10:00:00.000Z"),
    ]
    assert await alarms(session) == 0


async def test_requests_are_told_once_confirmed_also_late(
    world: World, session: AsyncSession, database: Database
) -> None:
    house = await practice(world, confirmation_policy=ALWAYS)
    await webhook(world, *BOTH, user_id=house.host.id)
    asked = await house.booked()
    await ring_at(database, START)
    assert await triggers(session) == []
    with clock.frozen(START + timedelta(minutes=5)):
        await house.act(asked["uid"], "confirm", api=await house.as_host())
        await CLOCK.ring(database)
    assert await triggers(session) == ["MEETING_STARTED"]


async def test_what_nobody_told_for_a_day_is_dropped(world: World, session: AsyncSession, database: Database) -> None:
    house = await practice(world)
    await webhook(world, *BOTH, user_id=house.host.id)
    await house.booked()
    await ring_at(database, START + timedelta(days=1, minutes=1))
    assert await triggers(session) == ["MEETING_ENDED"]
    await house.booked("2050-01-10T10:00:00Z")
    await ring_at(database, datetime(2050, 1, 12, 10, tzinfo=UTC))
    assert await triggers(session) == ["MEETING_ENDED"]
    assert await alarms(session) == 0


async def test_one_that_cannot_be_told_does_not_hold_up_others(
    world: World, session: AsyncSession, database: Database
) -> None:
    house, other = await practice(world), await practice(world)
    for host in (house.host, other.host):
        await webhook(world, *BOTH, user_id=host.id)
    await house.booked()
    await other.booked()
    await session.execute(text("UPDATE event_types SET seats = '{}' WHERE id = :id"), {"id": house.event_type.id})
    await session.commit()
    await ring_at(database, END)
    assert [event.user_id for event in await told(session)] == [other.host.id] * 2


async def many(database: Database, number: int, *triggers: str, break_off: bool = False) -> None:
    """Bookings that all begin at once, and somebody who listens."""
    async with database.work() as session:
        host = User(email="ada@house.example", name="Ada", username="ada")
        session.add(host)
        await session.flush()
        heard = [*BOTH, *triggers]
        session.add(Webhook(user_id=host.id, subscriber_url="https://r.example", active=True, triggers=heard))
        for _ in range(number):
            booking = Booking(
                user_id=host.id, status="accepted", title="Talk", starts_at=START, ends_at=END, ics_uid="x"
            )
            session.add(booking)
            await session.flush()
            await publish(session, BookingCreated(booking.id, booking.uid, host.id, None, 0))
        if break_off:
            raise ConnectionError


async def counts(database: Database) -> dict[tuple[str, str | None], int]:
    """How often each trigger of each booking is in the outbox."""
    async with database.look() as session:
        rows = await session.execute(
            select(WebhookEvent.trigger, WebhookEvent.booking_uid, func.count()).group_by(
                WebhookEvent.trigger, WebhookEvent.booking_uid
            )
        )
        return {(trigger, uid): number for trigger, uid, number in rows}


@pytest.mark.parametrize(("break_off", "told_of"), [(True, 0), (False, 2)])
async def test_what_is_rolled_back_is_told_of_neither_now_nor_later(
    alone: Database, break_off: bool, told_of: int
) -> None:
    with suppress(ConnectionError):
        await many(alone, 2, "BOOKING_CREATED", break_off=break_off)
    with clock.frozen(START):
        await CLOCK.ring(alone)
    found = await counts(alone)
    assert [trigger for trigger, _ in sorted(found)] == ["BOOKING_CREATED"] * told_of + ["MEETING_STARTED"] * told_of


async def test_many_workers_tell_each_meeting_once(alone: Database) -> None:
    await many(alone, AT_ONCE * 2 + 20)
    with clock.frozen(END):
        await asyncio.gather(*(CLOCK.ring(alone) for _ in range(4)))
        await CLOCK.ring(alone)
    found = await counts(alone)
    assert len(found) == AT_ONCE * 4 + 40
    assert set(found.values()) == {1}


async def test_a_killed_worker_leaves_nothing_half_told(alone: Database) -> None:
    await many(alone, 10)
    with clock.frozen(START):
        async with alone.work() as other, alone.look() as watch:
            await other.execute(text("LOCK TABLE webhook_events IN EXCLUSIVE MODE"))
            worker = asyncio.create_task(CLOCK.ring(alone))
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not (await watch.scalars(_KILL_WHO_WAITS)).all():
                    await asyncio.sleep(0.02)
            with pytest.raises(DBAPIError):
                await worker
        assert await counts(alone) == {}
        await CLOCK.ring(alone)
    found = await counts(alone)
    assert len(found) == 10
    assert set(found.values()) == {1}


_KILL_WHO_WAITS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE wait_event_type = 'Lock' AND datname = current_database() AND pid <> pg_backend_pid()"
)


async def test_alarms_that_are_not_due_are_not_read(alone: Database) -> None:
    await many(alone, 1)
    async with alone.work() as session:
        await session.execute(
            text(
                "INSERT INTO bookings (uid, status, title, starts_at, ends_at, ics_uid, ics_sequence, responses,"
                " metadata, host_absent, created_at, updated_at) "
                "SELECT n::text, 'accepted', 'Talk', now() + interval '30 years', now() + interval '31 years', 'x', 0,"
                " '{}', '{}', false, now(), now() FROM generate_series(1, 20000) n"
            )
        )
        await session.execute(
            text("INSERT INTO meeting_alarms SELECT id, starts_at, false FROM bookings WHERE user_id IS NULL")
        )
        await session.execute(text("ANALYZE bookings, meeting_alarms"))
        query = str(jobs.CLOCK.due.compile(dialect=alone.engine.dialect))
        query = query.replace("%(now)s::TIMESTAMP WITH TIME ZONE", "now()") % {"param_1": "50"}
        plan = "\n".join(row[0] for row in await session.execute(text(f"EXPLAIN {query}")))
    assert "Seq Scan" not in plan, plan


def test_bookings_made_before_there_were_alarms_have_them(cluster_url: str, worker_name: str) -> None:
    url = make_database(cluster_url, f"alarms_{worker_name}")
    engine = create_engine(psycopg_url(url))
    with engine.connect() as connection:
        command.upgrade(_config(connection), "0005")
        for uid, status, begins, ends in (
            ("ahead", "accepted", "1 hour", "2 hours"),
            ("running", "accepted", "-1 hour", "1 hour"),
            ("over", "accepted", "-2 hours", "-1 hour"),
            ("pending", "pending", "1 hour", "2 hours"),
        ):
            connection.execute(
                text(
                    "INSERT INTO bookings (uid, status, title, starts_at, ends_at, ics_uid, ics_sequence, responses, "
                    "metadata, host_absent, created_at, updated_at) VALUES (:uid, :status, 'Talk', "
                    "now() + cast(:begins AS interval), now() + cast(:ends AS interval), 'x', 0, '{}', '{}', false, "
                    "now(), now())"
                ),
                {"uid": uid, "status": status, "begins": begins, "ends": ends},
            )
        command.upgrade(_config(connection), "head")
        alarms = "SELECT uid, due_at = starts_at, due_at = ends_at, has_begun FROM meeting_alarms"
        found = connection.execute(text(f"{alarms} JOIN bookings ON id = booking_id ORDER BY uid")).all()
        connection.commit()
    engine.dispose()
    assert [tuple(row) for row in found] == [("ahead", True, False, False), ("running", False, True, True)]
