"""What subscribers are told of absences, in the sheet's words, on every path."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from locum.absences.events import AbsenceCreated
from locum.absences.models import Absence
from locum.absences.rules import Days
from locum.absences.service import Changes, change, enter
from locum.absences.told_by_mail import keep
from locum.absences.windows import Span, Window
from locum.db.events import publish
from locum.kit import clock
from tests.factories.webhooks import webhook
from tests.factories.world import World
from tests.http.test_statements import counted
from tests.support.snapshots import matches
from tests.webhooks.told import SNAPSHOTS, settled, told, triggers

DAYS = {"start": "2050-05-01T00:00:00Z", "end": "2050-05-10T00:00:00Z"}
MAY = date(2050, 5, 1), date(2050, 5, 10)
EVERY = ("OOO_CREATED", "OOO_UPDATED", "OOO_DELETED")


@pytest.fixture(autouse=True)
def _april() -> Iterator[None]:
    with clock.frozen(datetime(2050, 4, 1, 8, tzinfo=UTC)):
        yield


async def test_each_act_reaches_the_outbox_once(world: World, session: AsyncSession) -> None:
    team = await world.team()
    anna = await world.member(team, time_zone="Europe/Berlin", name="Anna", username="anna", email="anna@h.example")
    ben = await world.member(team, time_zone="America/New_York", name="Ben", username="ben", email="ben@h.example")
    await webhook(world, *EVERY, team_id=team.id)
    api = await world.api(anna)
    body = {**DAYS, "toUserId": ben.id, "reason": "sick", "notes": "Flu"}
    entry = (await api.post("/v2/me/ooo", body)).json()["data"]
    await api.patch(f"/v2/me/ooo/{entry['id']}", {"toUserId": None})
    await api.delete(f"/v2/me/ooo/{entry['id']}")
    events = await told(session)
    assert [event.trigger for event in events] == ["OOO_CREATED", "OOO_CREATED", "OOO_UPDATED", "OOO_DELETED"]
    first = events[0].body["payload"]["oooEntry"]
    assert (first["id"], first["user"]["id"], first["toUser"]["id"]) == (entry["id"], anna.id, ben.id)
    known = {entry["uuid"]: "uuid"}
    for event, name in zip(events, ("created", "changed", "updated", "deleted"), strict=True):
        assert matches(SNAPSHOTS, f"absence-{name}", settled(event.body, known))
        assert event.user_id == anna.id


async def test_only_those_are_told_who_listen(world: World, session: AsyncSession, engine: AsyncEngine) -> None:
    anna = await world.user()
    api = await world.api(anna)
    with counted(engine) as statements:
        entry = (await api.post("/v2/me/ooo", DAYS)).json()["data"]
    assert sum("webhooks" in statement for statement in statements) == 1
    await webhook(world, "OOO_UPDATED", user_id=anna.id)
    await api.patch(f"/v2/me/ooo/{entry['id']}", {"notes": "Flu"})
    assert await triggers(session) == ["OOO_UPDATED"]


async def test_what_recurs_is_told_once(world: World, session: AsyncSession) -> None:
    anna = await world.user()
    await webhook(world, *EVERY, user_id=anna.id)
    api = await world.api(anna)
    fridays = {**DAYS, "start": "2050-05-06T00:00:00Z", "end": "2050-05-06T00:00:00Z", "rule": "FREQ=WEEKLY;BYDAY=FR"}
    series = (await api.post("/v2/me/ooo/recurring", fridays)).json()["data"]
    await api.patch(f"/v2/me/ooo/recurring/{series['id']}", {"notes": "School"})
    await api.delete(f"/v2/me/ooo/recurring/{series['id']}")
    events = await told(session)
    assert [event.trigger for event in events] == ["OOO_CREATED", "OOO_CREATED", "OOO_UPDATED", "OOO_DELETED"]
    first = events[0].body["payload"]["oooEntry"]
    assert first["recurrence"] == {"seriesId": series["id"], "rule": "FREQ=WEEKLY;BYDAY=FR", "timeZone": "UTC"}
    assert (first["start"], first["end"]) == ("2050-05-06T00:00:00+00:00", "2050-05-06T23:59:59+00:00")
    assert events[2].body["payload"]["oooEntry"]["notes"] == "School"
    assert {event.body["payload"]["oooEntry"]["id"] for event in events} == {first["id"]}


async def test_hours_that_recur_are_no_entry(world: World, session: AsyncSession) -> None:
    anna = await world.user()
    await webhook(world, *EVERY, user_id=anna.id)
    api = await world.api(anna)
    day = {"start": "2050-05-06T00:00:00Z", "end": "2050-05-06T00:00:00Z"}
    entered = await api.post("/v2/me/ooo/recurring", {**day, "startTime": "13:00", "rule": "FREQ=WEEKLY;BYDAY=FR"})
    assert entered.status_code == 201
    assert await triggers(session) == []


async def test_others_enter_absences_too(world: World, session: AsyncSession) -> None:
    organization = await world.organization()
    owner = await world.member(organization, "OWNER")
    anna = await world.member(organization)
    await webhook(world, *EVERY, team_id=organization.id)
    api = await world.api(owner)
    await api.post(f"/v2/organizations/{organization.id}/users/{anna.id}/ooo", DAYS)
    event = (await told(session))[0]
    assert (event.user_id, event.organization_id) == (anna.id, organization.id)
    assert event.body["payload"]["oooEntry"]["user"]["id"] == anna.id


async def test_offsets_are_those_of_the_days(world: World, session: AsyncSession) -> None:
    anna = await world.user(time_zone="Europe/Berlin")
    await webhook(world, *EVERY, user_id=anna.id)
    api = await world.api(anna)
    await api.post("/v2/me/ooo", {"start": "2050-03-26T00:00:00Z", "end": "2050-03-27T00:00:00Z"})
    entry = (await told(session))[0].body["payload"]["oooEntry"]
    assert (entry["start"], entry["end"]) == ("2050-03-26T00:00:00+01:00", "2050-03-27T23:59:59+02:00")


async def test_parts_of_days_are_no_entries(world: World, session: AsyncSession) -> None:
    """Absences that cover no whole day are none on the scheduling side (bridge sheet, R4)."""
    anna = await world.user()
    await webhook(world, *EVERY, user_id=anna.id)
    day = date(2050, 5, 1)
    noon, evening = datetime(2050, 5, 1, 12, tzinfo=UTC), datetime(2050, 5, 1, 18, tzinfo=UTC)
    absence = Absence(
        user_id=anna.id, first_day=day, last_day=day, starts_at=noon, ends_at=evening, covers_days=False, origin="mail"
    )
    session.add(absence)
    await session.flush()
    event = AbsenceCreated(absence.id, anna.id, None, day, day)
    await publish(session, event)
    assert await told(session) == []
    await session.execute(update(Absence).values(covers_days=True))
    await publish(session, event)
    assert await triggers(session) == ["OOO_CREATED"]


async def test_an_absence_that_keeps_no_whole_day_is_gone_for_scheduling(world: World, session: AsyncSession) -> None:
    anna = await world.user(time_zone="UTC")
    await webhook(world, *EVERY, user_id=anna.id)
    entry = await enter(session, anna.id, Days(*MAY), substitute_id=None, notes=None, reason="sick")
    noon = Window(datetime(2050, 5, 2, 12, tzinfo=UTC), datetime(2050, 5, 2, 15, tzinfo=UTC))
    day = Days(date(2050, 5, 2), date(2050, 5, 2))
    await change(session, entry, Changes(span=Span(day, noon, covers_days=False)))
    await change(session, entry, Changes(notes_named=True, notes="half a day"))
    assert await triggers(session) == ["OOO_CREATED", "OOO_DELETED"]
    told_of = [event.body["payload"]["oooEntry"] for event in await told(session)]
    assert told_of[0]["id"] == told_of[1]["id"]
    assert [(one["start"], one["end"]) for one in told_of] == [
        ("2050-05-01T00:00:00+00:00", "2050-05-10T23:59:59+00:00")
    ] * 2
    await change(session, entry, Changes(span=Span(Days(*MAY))))
    await change(session, entry, Changes(notes_named=True, notes="all days again"))
    assert await triggers(session) == ["OOO_CREATED", "OOO_DELETED", "OOO_CREATED", "OOO_CREATED", "OOO_UPDATED"]


async def test_mail_tells_of_fewer_hours(world: World, session: AsyncSession) -> None:
    anna = await world.user(time_zone="UTC")
    await webhook(world, *EVERY, user_id=anna.id)
    start = datetime(2050, 5, 1, tzinfo=UTC)
    for hours in (24, 5):
        await keep(session, anna, Window(start, start + timedelta(hours=hours)))
    assert await triggers(session) == ["OOO_CREATED", "OOO_DELETED"]


async def test_what_is_refused_is_not_told(world: World, session: AsyncSession) -> None:
    anna = await world.user()
    await webhook(world, *EVERY, user_id=anna.id)
    api = await world.api(anna)
    assert (await api.post("/v2/me/ooo", {**DAYS, "toUserId": anna.id})).status_code == 400
    assert await told(session) == []
