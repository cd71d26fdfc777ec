"""Absences begin and end: told on the instant, once each, to whoever listens by then."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.events import AbsenceCreated
from locum.absences.models import Absence
from locum.db.events import publish
from locum.db.jobs import jobs as app
from locum.db.session import Database
from locum.kit import clock
from locum.users.models import User
from locum.webhooks.absences import jobs
from locum.webhooks.absences.jobs import CLOCK
from locum.webhooks.absences.models import AbsenceAlarm
from locum.webhooks.alarm_clock import AT_ONCE
from locum.webhooks.models import Webhook, WebhookEvent
from tests.factories.webhooks import webhook
from tests.factories.world import Api, World
from tests.webhooks.told import told, triggers

BOTH = ("OOO_STARTED", "OOO_ENDED")
APRIL = datetime(2050, 4, 1, 8, tzinfo=UTC)
# Whole days in Berlin, from 1 to 3 May.
DAYS = {"start": "2050-05-01T00:00:00Z", "end": "2050-05-03T00:00:00Z"}
START, END = datetime(2050, 4, 30, 22, tzinfo=UTC), datetime(2050, 5, 3, 22, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _april() -> Iterator[None]:
    with clock.frozen(APRIL):
        yield


async def ring_at(database: Database, *moments: datetime) -> None:
    """The job of these minutes, and of every half an hour before, as worker and clock do it."""
    for moment in moments:
        with clock.frozen(moment):
            await CLOCK.ring(database)


async def until(database: Database, moment: datetime, since: datetime = APRIL) -> None:
    """Let time pass as the job sees it."""
    at = since
    while at < moment:
        await ring_at(database, at)
        at += timedelta(minutes=30)
    await ring_at(database, moment)


async def alarms(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(AbsenceAlarm)) or 0


async def person(world: World, **values: Any) -> tuple[User, Api]:
    anna = await world.user(time_zone="Europe/Berlin", name="Anna", **values)
    await webhook(world, *BOTH, user_id=anna.id)
    return anna, await world.api(anna)


async def enter(api: Api, body: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = await api.post("/v2/me/ooo", {**DAYS, "reason": "sick", "notes": "Flu", **(body or {})})
    assert answer.status_code == 201, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


async def test_on_the_instant_once_and_without_a_reason(
    world: World, session: AsyncSession, database: Database
) -> None:
    anna, api = await person(world)
    entry = await enter(api)
    await until(database, START - MINUTE, START - timedelta(days=2))
    assert await triggers(session) == []
    await ring_at(database, START, START, START + MINUTE, END - MINUTE)
    assert await triggers(session) == ["OOO_STARTED"]
    await ring_at(database, END, END, END + MINUTE)
    assert await triggers(session) == [*BOTH]
    first, second = await told(session)
    payload = first.body["payload"]["oooEntry"]
    assert payload == {
        "id": entry["id"],
        "uuid": entry["uuid"],
        "start": "2050-05-01T00:00:00+02:00",
        "end": "2050-05-04T00:00:00+02:00",
        "user": {
            "id": anna.id,
            "name": "Anna",
            "username": anna.username,
            "email": anna.email,
            "timeZone": "Europe/Berlin",
        },
        "toUser": None,
    }
    assert (first.body["createdAt"], second.body["createdAt"]) == (
        "2050-04-30T22:00:00.000Z",
        "2050-05-03T22:00:00.000Z",
    )
    for hidden in ("sick", "Flu", "reason", "notes"):
        assert hidden not in str(first.body) + str(second.body)
    assert await alarms(session) == 0


def test_the_clock_looks_every_minute() -> None:
    periodic = app.periodic_registry.periodic_tasks.values()
    assert [task.cron for task in periodic if task.task is jobs.tell_of_absences] == ["* * * * *"]


async def test_parts_of_days(world: World, session: AsyncSession, database: Database) -> None:
    _, api = await person(world)
    await enter(api, {"end": DAYS["start"], "startTime": "13:00", "endTime": "17:30"})
    one = datetime(2050, 5, 1, 11, tzinfo=UTC)
    await ring_at(database, one - MINUTE)
    assert await triggers(session) == []
    await ring_at(database, one, one + timedelta(hours=4.5))
    assert await triggers(session) == [*BOTH]
    assert (await told(session))[0].body["payload"]["oooEntry"]["start"] == "2050-05-01T13:00:00+02:00"


async def test_moved_and_taken_back_before_it_begins(world: World, session: AsyncSession, database: Database) -> None:
    _, api = await person(world)
    entry = await enter(api)
    path = f"/v2/me/ooo/{entry['id']}"
    await api.patch(path, {"start": "2050-06-01T00:00:00Z", "end": "2050-06-01T00:00:00Z"})
    await until(database, START + MINUTE, START - timedelta(days=2))
    assert await triggers(session) == []
    await until(database, datetime(2050, 5, 31, 22, tzinfo=UTC), datetime(2050, 5, 30, tzinfo=UTC))
    assert await triggers(session) == ["OOO_STARTED"]
    other = await enter(api, {"start": "2050-07-01T00:00:00Z", "end": "2050-07-01T00:00:00Z"})
    await api.delete(f"/v2/me/ooo/{other['id']}")
    await until(database, datetime(2050, 7, 2, tzinfo=UTC), datetime(2050, 6, 29, tzinfo=UTC))
    assert await triggers(session) == [*BOTH]


async def test_moved_while_it_runs(world: World, session: AsyncSession, database: Database) -> None:
    _, api = await person(world)
    entry = await enter(api)
    path = f"/v2/me/ooo/{entry['id']}"
    await until(database, START, START - timedelta(days=2))
    with clock.frozen(START + timedelta(hours=8)):
        await api.patch(path, {"start": DAYS["start"], "end": "2050-05-09T00:00:00Z"})
    await ring_at(database, END, END + MINUTE)
    assert await triggers(session) == ["OOO_STARTED"]
    with clock.frozen(END + timedelta(hours=1)):
        await api.patch(path, {"start": "2050-06-01T00:00:00Z", "end": "2050-06-01T00:00:00Z"})
    await ring_at(database, END + timedelta(hours=2))
    assert await triggers(session) == [*BOTH]
    await until(database, datetime(2050, 6, 2, tzinfo=UTC), datetime(2050, 5, 30, tzinfo=UTC))
    assert await triggers(session) == [*BOTH, *BOTH]


async def test_taken_back_while_it_runs(world: World, session: AsyncSession, database: Database) -> None:
    _, api = await person(world)
    entry = await enter(api)
    await until(database, START, START - timedelta(days=2))
    with clock.frozen(START + timedelta(hours=8)):
        await api.delete(f"/v2/me/ooo/{entry['id']}")
    assert await triggers(session) == [*BOTH]
    await ring_at(database, END)
    assert await triggers(session) == [*BOTH]


async def test_entered_while_it_runs_and_after_it_is_over(
    world: World, session: AsyncSession, database: Database
) -> None:
    _, api = await person(world)
    with clock.frozen(START + timedelta(days=2)):
        await enter(api)
        await enter(api, {"end": DAYS["start"]})
    await ring_at(database, START + timedelta(days=2))
    assert await triggers(session) == ["OOO_STARTED"]
    assert await alarms(session) == 1


async def test_whoever_travels_is_away_with_the_midnight_there(
    world: World, session: AsyncSession, database: Database
) -> None:
    anna, api = await person(world)
    await enter(api)
    await api.patch("/v2/me", {"timeZone": "Pacific/Auckland"})
    begins = datetime(2050, 4, 30, 12, tzinfo=UTC)
    await until(database, begins - MINUTE, begins - timedelta(days=3))
    assert await triggers(session) == []
    await ring_at(database, begins)
    assert await triggers(session) == ["OOO_STARTED"]
    assert anna.id


async def test_every_occurrence_of_a_recurring_absence(world: World, session: AsyncSession, database: Database) -> None:
    _, api = await person(world)
    body = {**DAYS, "end": DAYS["start"], "startTime": "13:00", "rule": "FREQ=WEEKLY;COUNT=3"}
    series = (await api.post("/v2/me/ooo/recurring", body)).json()["data"]
    assert await alarms(session) == 3
    first = datetime(2050, 5, 1, 11, tzinfo=UTC)
    await ring_at(database, first, first + timedelta(hours=11), first + timedelta(days=7))
    assert await triggers(session) == [*BOTH, "OOO_STARTED"]
    with clock.frozen(first + timedelta(days=7, hours=1)):
        await api.delete(f"/v2/me/ooo/recurring/{series['id']}")
    assert await triggers(session) == [*BOTH, *BOTH]
    assert await alarms(session) == 0


async def test_colleagues_in_teams_hear_of_it_and_others_do_not(
    world: World, session: AsyncSession, database: Database
) -> None:
    team, other = await world.team(), await world.team()
    anna = await world.member(team, time_zone="Europe/Berlin")
    await webhook(world, "OOO_STARTED", team_id=other.id)
    api = await world.api(anna)
    await enter(api)
    await until(database, START, START - timedelta(days=2))
    assert await triggers(session) == []
    await webhook(world, "OOO_ENDED", team_id=team.id)
    await until(database, END, END - timedelta(days=2))
    assert await triggers(session) == ["OOO_ENDED"]


async def many(alone: Database, number: int) -> None:
    """So many people who are away on the same days, and one who hears of all of them."""
    async with alone.work() as session:
        people = [User(email=f"p{n}@house.example", username=f"p{n}", time_zone="Europe/Berlin") for n in range(number)]
        session.add_all(people)
        await session.flush()
        for one in people:
            session.add(
                Webhook(user_id=one.id, subscriber_url="https://hooks.example/1", active=True, triggers=list(BOTH))
            )
            absence = Absence(user_id=one.id, first_day=date(2050, 5, 1), last_day=date(2050, 5, 3))
            session.add(absence)
            await session.flush()
            await publish(session, AbsenceCreated(absence.id, one.id, None, absence.first_day, absence.last_day))


async def counts(alone: Database) -> dict[str, int]:
    async with alone.look() as session:
        rows = await session.execute(
            select(WebhookEvent.trigger, func.count(), func.count(WebhookEvent.user_id.distinct())).group_by(
                WebhookEvent.trigger
            )
        )
        found = {trigger: (number, people) for trigger, number, people in rows}
    assert all(number == people for number, people in found.values())
    return {trigger: number for trigger, (number, _) in found.items()}


async def test_several_workers_tell_each_once(alone: Database) -> None:
    number = AT_ONCE * 2 + 20
    await many(alone, number)
    for moment in (START - timedelta(hours=3), START, END):
        with clock.frozen(moment):
            await asyncio.gather(*(CLOCK.ring(alone) for _ in range(4)))
            await CLOCK.ring(alone)
    assert await counts(alone) == {"OOO_STARTED": number, "OOO_ENDED": number}


async def test_a_killed_worker_leaves_nothing_half_told(alone: Database) -> None:
    await many(alone, 10)
    with clock.frozen(START):
        async with alone.work() as other:
            await other.execute(text("LOCK TABLE webhook_events IN EXCLUSIVE MODE"))
            worker = asyncio.create_task(CLOCK.ring(alone))
            await asyncio.sleep(0.3)
            worker.cancel()
            with suppress(asyncio.CancelledError):
                await worker
        assert await counts(alone) == {}
        await CLOCK.ring(alone)
    assert await counts(alone) == {"OOO_STARTED": 10}
