"""The rules of the bridge that no other test walks, each by its number (bridge sheet, sections 3 to 5)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from locum.absences.models import Absence
from locum.db import events
from locum.db.events import Event
from locum.kit import clock
from locum.kit.zones import start_of_day
from locum.replies.current import Current, current
from locum.replies.drafting import texts_of
from locum.replies.events import RepliesChanged
from locum.replies.setting import Told, say
from locum.replies.state import Policy, Text
from locum.settings import Settings
from locum.users.models import User
from tests.factories.absences import office
from tests.factories.world import World

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
POLICY = Policy()


async def _now(world: World, user: User, at: datetime = NOW) -> Current:
    world.session.expunge_all()
    found = await current(world.session, user.id, at, POLICY)
    assert found is not None
    return found


async def _say(world: World, user: User, **told: Any) -> None:
    with clock.frozen(NOW):
        await say(world.session, await world.session.get_one(User, user.id), Told(**told))
        await world.session.commit()


@pytest.mark.parametrize(
    ("zone", "first", "start", "end"),
    [
        ("Pacific/Auckland", "2027-05-10", "2027-05-09T12:00", "2027-05-10T12:00"),
        ("America/Vancouver", "2027-05-10", "2027-05-10T07:00", "2027-05-11T07:00"),
        ("Asia/Kolkata", "2027-05-10", "2027-05-09T18:30", "2027-05-10T18:30"),
        ("Europe/Berlin", "2027-03-28", "2027-03-27T23:00", "2027-03-28T22:00"),
        ("Africa/Cairo", "2027-04-30", "2027-04-29T22:00", "2027-04-30T21:00"),
    ],
)
async def test_r1_a_day_is_one_of_the_persons_zone_also_when_clocks_change(
    world: World, zone: str, first: str, start: str, end: str
) -> None:
    here = await office(world)
    anna = await here.person(time_zone=zone)
    await here.enter(anna, first, first)
    window = (await _now(world, anna, datetime(2027, 3, 1, tzinfo=UTC))).state.window
    assert window is not None
    assert (window.start, window.end) == tuple(datetime.fromisoformat(f"{one}+00:00") for one in (start, end))


async def test_r5_who_moves_keeps_days_and_keeps_instants(world: World) -> None:
    here = await office(world)
    anna = await here.person(time_zone="UTC")
    await here.enter(anna, "2027-05-10", "2027-05-10")
    ben = await here.person(time_zone="UTC")
    hours = NOW + timedelta(hours=1), NOW + timedelta(hours=3)
    await _say(world, ben, mode="scheduled", starts_at=hours[0], ends_at=hours[1])
    for person in (anna, ben):
        (await world.session.get_one(User, person.id)).time_zone = "Asia/Tokyo"
    await world.session.commit()
    days = (await _now(world, anna)).state.window
    exact = (await _now(world, ben)).state.window
    assert days is not None
    assert exact is not None
    assert days.start == start_of_day(date(2027, 5, 10), "Asia/Tokyo")
    assert (exact.start, exact.end) == hours


@pytest.mark.parametrize(
    ("reason", "answered"),
    [("unspecified", True), ("vacation", True), ("travel", True), ("sick", True), ("public_holiday", False)],
)
async def test_r10_which_reasons_answer(world: World, reason: str, answered: bool) -> None:
    here = await office(world)
    anna = await here.person()
    await here.enter(anna, "2027-05-01", "2027-05-02", reason=reason)
    assert (await _now(world, anna)).state.is_answering(NOW) is answered


async def test_r12_days_make_a_new_period_and_notes_do_not(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    entry = await here.enter(anna, "2027-05-10", "2027-05-12")
    first = (await _now(world, anna)).state
    assert (await here.patch(anna, entry["id"], {"notes": "Crete", "reason": "travel"})).status_code == 200
    second = (await _now(world, anna)).state
    assert second.period_key == first.period_key
    assert second.version > first.version
    body = {"start": "2027-05-10T00:00:00.000Z", "end": "2027-05-13T00:00:00.000Z"}
    assert (await here.patch(anna, entry["id"], body)).status_code == 200
    assert (await _now(world, anna)).state.period_key != first.period_key


async def test_r13_after_the_end_the_next_absence_shows_and_texts_stay(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    await here.enter(anna, "2027-05-01", "2027-05-02")
    later = await here.enter(anna, "2027-06-01", "2027-06-02")
    await _say(world, anna, mode="scheduled", audience="known", internal=Text("S", "<p>mine</p>"))
    after = datetime(2027, 5, 20, tzinfo=UTC)
    state = (await _now(world, anna, after)).state
    assert state.driving is not None
    assert state.driving.id == later["id"]
    await here.api.delete(here.path(anna, later["id"]))
    empty = (await _now(world, anna, after)).state
    assert not empty.is_answering(after)
    assert empty.texts.internal.html == "<p>mine</p>"


async def test_r15_a_substitute_who_left_the_team_is_not_named_any_more(world: World, settings: Settings) -> None:
    here = await office(world)
    anna, ben = await here.person(), await here.person(name="Ben Busy")
    entry = await here.enter(anna, "2027-05-01", "2027-05-02", ben)

    async def external() -> str:
        found = await _now(world, anna)
        texts = await texts_of(world.session, settings, found.user, found.state)
        return texts.external.html or ""

    assert "Ben Busy" in await external()
    memberships = (await here.api.get(f"/v2/organizations/{here.organization.id}/memberships")).json()["data"]
    for one in memberships:
        if one["userId"] == ben.id:
            path = f"/v2/organizations/{here.organization.id}/memberships/{one['id']}"
            assert (await here.api.delete(path)).status_code == 200
    assert "Ben Busy" not in await external()
    assert await world.session.get(Absence, entry["id"]) is not None


async def test_r21_hours_entered_before_are_adopted_too(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    start, end = NOW + timedelta(hours=1), NOW + timedelta(hours=4)
    row = Absence(
        user_id=anna.id,
        first_day=start.date(),
        last_day=end.date(),
        starts_at=start,
        ends_at=end,
        covers_days=False,
        reason="vacation",
    )
    world.session.add(row)
    await world.session.commit()
    await _say(world, anna, mode="scheduled", starts_at=start, ends_at=end, internal=Text(None, "<p>x</p>"))
    world.session.expunge_all()
    (only,) = (await world.session.scalars(select(Absence).where(Absence.user_id == anna.id))).all()
    assert (only.id, only.origin, only.reason) == (row.id, "scheduling", "vacation")


async def test_r23_a_running_absence_stays_silent_until_its_end_and_is_heard_again_when_switched_on(
    world: World,
) -> None:
    here = await office(world)
    anna = await here.person()
    await here.enter(anna, "2027-04-30", "2027-05-02")
    await _say(world, anna)
    assert not (await _now(world, anna)).state.is_answering(NOW)
    await _say(world, anna, mode="on", audience="all")
    assert (await _now(world, anna)).state.is_answering(NOW)


async def test_r24_other_days_from_the_mail_side_stand_beside_the_entered_ones(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    entry = await here.enter(anna, "2027-04-30", "2027-05-05")
    shorter = start_of_day(date(2027, 4, 30), "UTC"), start_of_day(date(2027, 5, 3), "UTC")
    await _say(world, anna, mode="scheduled", audience="all", starts_at=shorter[0], ends_at=shorter[1])
    rows = (await world.session.scalars(select(Absence).where(Absence.user_id == anna.id).order_by(Absence.id))).all()
    assert [(row.origin, str(row.last_day)) for row in rows] == [("scheduling", "2027-05-05"), ("mail", "2027-05-02")]
    assert rows[0].id == entry["id"]
    assert (await _now(world, anna, datetime(2027, 5, 4, tzinfo=UTC))).state.is_answering(
        datetime(2027, 5, 4, tzinfo=UTC)
    )


async def test_r30_every_change_counts_also_where_the_mail_side_never_spoke(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    seen = [(await _now(world, anna)).state.version]
    entry = await here.enter(anna, "2027-05-10", "2027-05-12")
    seen.append((await _now(world, anna)).state.version)
    await here.patch(anna, entry["id"], {"notes": "x"})
    seen.append((await _now(world, anna)).state.version)
    await here.api.delete(here.path(anna, entry["id"]))
    seen.append((await _now(world, anna)).state.version)
    assert seen == sorted(set(seen))


async def test_r33_overlapping_absences_are_one_period(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    await here.enter(anna, "2027-05-01", "2027-05-03")
    await here.enter(anna, "2027-05-03", "2027-05-06")
    keys = set()
    for day in (1, 3, 5):
        state = (await _now(world, anna, datetime(2027, 5, day, 12, tzinfo=UTC))).state
        assert state.period is not None
        assert (state.period.start.day, state.period.end.day) == (1, 7)
        keys.add(state.period_key)
    assert len(keys) == 1


async def test_r34_the_same_entry_twice_is_one_and_tells_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Event] = []

    async def listen(_: Any, event: RepliesChanged) -> None:
        told.append(event)

    monkeypatch.setitem(events._listeners, RepliesChanged, [*events._listeners[RepliesChanged], listen])
    here = await office(world)
    anna = await here.person()
    await here.enter(anna, "2027-05-10", "2027-05-12")
    body = {"start": "2027-05-10T00:00:00.000Z", "end": "2027-05-12T00:00:00.000Z"}
    assert (await here.api.post(here.path(anna), body)).status_code == 409
    assert len(told) == 1


async def test_the_reason_never_leaves_the_house(world: World, settings: Settings) -> None:
    here = await office(world)
    anna = await here.person()
    await here.enter(anna, "2027-05-01", "2027-05-02", reason="sick", notes="the flu")
    found = await _now(world, anna)
    texts = await texts_of(world.session, settings, found.user, found.state)
    for text in (texts.internal, texts.external):
        assert text.html
        assert not any(word in f"{text.subject} {text.html}".lower() for word in ("sick", "flu", "ill"))
