"""One fact, told on either side: the mail side makes and moves absences, absences answer mail (bridge sheet)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from locum.absences.models import Absence
from locum.kit import clock
from locum.kit.zones import start_of_day
from locum.replies.current import reply_state
from locum.replies.setting import Told, say
from locum.replies.state import Policy, ReplyState, Text
from locum.users.models import User
from tests.factories.absences import Office, office
from tests.factories.slots import hours
from tests.factories.world import World
from tests.slots.asking import Asker, hourly, one_host

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)


async def _told(world: World, user: User, **values: Any) -> None:
    await say(world.session, user, Told(**values))
    await world.session.commit()


async def _state(world: World, user: User, at: datetime = NOW) -> ReplyState:
    found = await reply_state(world.session, user.id, at, Policy())
    assert found is not None
    return found


async def _entries(here: Office, user: User) -> list[dict[str, Any]]:
    answer = await here.api.get(here.path(user))
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


def _days(user: User, first: str, after: str) -> dict[str, datetime]:
    zone = user.time_zone
    return {
        "starts_at": start_of_day(date.fromisoformat(first), zone),
        "ends_at": start_of_day(date.fromisoformat(after), zone),
    }


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Vancouver", "Asia/Kolkata"])
async def test_r3_r20_whole_days_told_by_mail_are_an_absence_with_the_right_dates(world: World, zone: str) -> None:
    here = await office(world)
    anna = await here.person(time_zone=zone)
    with clock.frozen(NOW):
        await _told(world, anna, mode="scheduled", **_days(anna, "2027-05-10", "2027-05-13"))
        (entry,) = await _entries(here, anna)
        assert (entry["start"][:10], entry["end"][:10]) == ("2027-05-10", "2027-05-12")
        assert (entry["reason"], entry["toUserId"], entry["notes"]) == ("unspecified", None, None)
        await _told(world, anna, mode="scheduled", **_days(anna, "2027-05-11", "2027-05-15"))
        (moved,) = await _entries(here, anna)
    assert moved["id"] == entry["id"]
    assert (moved["start"][:10], moved["end"][:10]) == ("2027-05-11", "2027-05-14")


async def test_hours_within_a_day_answer_mail_and_are_no_entry(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    start, end = NOW + timedelta(hours=1), NOW + timedelta(hours=4)
    with clock.frozen(NOW):
        await _told(world, anna, mode="scheduled", starts_at=start, ends_at=end)
    assert not await _entries(here, anna)
    state = await _state(world, anna)
    assert state.window is not None
    assert (state.window.start, state.window.end) == (start, end)
    assert state.is_answering(start)


async def test_r21_the_same_days_as_an_entry_make_no_second_one(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    entry = await here.enter(anna, "2027-05-10", "2027-05-12", reason="vacation", notes="Crete")
    with clock.frozen(NOW):
        await _told(
            world, anna, mode="scheduled", internal=Text(None, "<p>x</p>"), **_days(anna, "2027-05-10", "2027-05-13")
        )
    assert await _entries(here, anna) == [entry]
    assert (await _state(world, anna)).texts.internal.html == "<p>x</p>"


async def test_r23_off_takes_back_what_mail_told_and_silences_what_runs(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    running = await here.enter(anna, "2027-04-30", "2027-05-02")
    later = await here.enter(anna, "2027-06-01", "2027-06-02")
    with clock.frozen(NOW):
        await _told(world, anna, mode="scheduled", **_days(anna, "2027-05-01", "2027-05-09"))
        assert len(await _entries(here, anna)) == 3
        await _told(world, anna, mode="off")
    assert await _entries(here, anna) == [running, later]
    state = await _state(world, anna)
    assert not state.is_answering(NOW)
    assert state.driving is not None
    assert state.driving.id == later["id"]
    assert (await _state(world, anna, datetime(2027, 6, 1, 12, tzinfo=UTC))).is_answering(
        datetime(2027, 6, 1, 12, tzinfo=UTC)
    )


async def test_r22_on_has_no_end_and_no_entry(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    with clock.frozen(NOW):
        await _told(world, anna, mode="scheduled", **_days(anna, "2027-05-10", "2027-05-13"))
        await _told(world, anna, mode="on", audience="known")
    assert not await _entries(here, anna)
    state = await _state(world, anna)
    assert (state.mode, state.audience) == ("on", "known")
    with clock.frozen(NOW + timedelta(days=1)):
        await _told(world, anna, mode="on", audience="all")
    assert (await _state(world, anna)).period_key == state.period_key
    with clock.frozen(NOW + timedelta(days=2)):
        await _told(world, anna)
        await _told(world, anna, mode="on")
    assert (await _state(world, anna)).period_key != state.period_key


async def test_r22_on_closes_slots_until_off_where_the_operator_says_so(world: World) -> None:
    user, talk = await one_host(world)
    asker = Asker(world)
    with clock.frozen(datetime(2027, 2, 1, 10, tzinfo=UTC)):
        await say(world.session, user, Told("on", "all"), blocks=True)
        await world.session.commit()
        assert await asker.starts(talk, "02-05") == []
        assert await asker.starts(talk, "12-31") == []
        state = await _state(world, user, clock.now())
        # Nobody is told when it is over.
        assert (state.mode, state.period, state.driving) == ("on", None, None)
        key = state.period_key
    with clock.frozen(datetime(2027, 2, 3, 10, tzinfo=UTC)):
        await say(world.session, user, Told("on", "known"), blocks=True)
        await world.session.commit()
        (absence,) = (await world.session.scalars(select(Absence).where(Absence.user_id == user.id))).all()
        assert absence.starts_at == datetime(2027, 2, 1, 10, tzinfo=UTC)
        assert (await _state(world, user, clock.now())).period_key == key
        api = await world.api(user)
        assert (await api.delete(f"/v2/me/ooo/{absence.id}")).status_code == 200
        world.session.expunge_all()
        assert (await _state(world, user, clock.now())).mode == "off"
    assert await asker.starts(talk, "02-05") == hourly("02-05")


async def test_r4_parts_of_days_told_by_mail_close_slots(world: World) -> None:
    user, talk = await one_host(world)
    start = datetime(2027, 2, 4, 12, tzinfo=UTC)
    with clock.frozen(NOW - timedelta(days=100)):
        told = Told("scheduled", "all", start, datetime(2027, 2, 6, 0, tzinfo=UTC))
        await say(world.session, user, told)
        await world.session.commit()
    asker = Asker(world)
    assert await asker.starts(talk, "02-04") == hourly("02-04", 9, 11)
    assert await asker.starts(talk, "02-05") == []


async def test_r0_mail_goes_by_the_zone_of_the_person_and_not_of_his_schedule(world: World) -> None:
    here = await office(world)
    anna = await here.person(time_zone="America/Vancouver")
    await hours(world, anna, "Europe/Berlin")
    await here.enter(anna, "2027-05-10", "2027-05-10")
    state = await _state(world, anna)
    assert state.window is not None
    assert state.window.start == start_of_day(date(2027, 5, 10), "America/Vancouver")
    assert state.window.end == start_of_day(date(2027, 5, 11), "America/Vancouver")


async def test_r26_a_window_that_is_over_is_kept_and_makes_no_entry(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    with clock.frozen(NOW):
        await _told(world, anna, mode="scheduled", **_days(anna, "2027-05-10", "2027-05-13"))
        past = _days(anna, "2027-04-01", "2027-04-05")
        await _told(world, anna, mode="scheduled", **past)
    assert not await _entries(here, anna)
    state = await _state(world, anna)
    assert state.mode == "scheduled"
    assert state.window is not None
    assert state.window.start == past["starts_at"]
    assert not state.is_answering(NOW)


async def test_r25_scheduling_moves_and_removes_what_mail_told(world: World) -> None:
    here = await office(world)
    anna = await here.person(time_zone="America/Vancouver")
    with clock.frozen(NOW):
        await _told(world, anna, mode="scheduled", **_days(anna, "2027-05-10", "2027-05-13"))
        (entry,) = await _entries(here, anna)
        body = {"start": "2027-05-20T00:00:00.000Z", "end": "2027-05-21T00:00:00.000Z"}
        assert (await here.patch(anna, entry["id"], body)).status_code == 200
        world.session.expunge_all()
        state = await _state(world, anna)
        assert state.window is not None
        assert state.window.start == start_of_day(date(2027, 5, 20), "America/Vancouver")
        assert (await here.api.delete(here.path(anna, entry["id"]))).status_code == 200
        world.session.expunge_all()
        assert (await _state(world, anna)).mode == "off"


async def test_who_covers_a_colleague_may_say_by_mail_that_he_is_away(world: World) -> None:
    here = await office(world)
    anna, ben = await here.person(), await here.person()
    await here.enter(anna, "2027-05-10", "2027-05-12", ben)
    with clock.frozen(NOW):
        await _told(world, ben, mode="scheduled", **_days(ben, "2027-05-11", "2027-05-12"))
    assert len(await _entries(here, ben)) == 1


async def test_texts_merge_and_the_rest_is_replaced(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    await _told(
        world, anna, mode="on", audience="all", internal=Text("S", "<p>in</p>"), external=Text(None, "<p>out</p>")
    )
    await _told(world, anna, internal=Text(None, None))
    state = await _state(world, anna)
    assert (state.mode, state.audience) == ("off", "none")
    assert state.texts.internal == Text(None, None)
    assert state.texts.external == Text(None, "<p>out</p>")


async def test_r13_removing_an_absence_ends_the_replies(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    entry = await here.enter(anna, "2027-05-01", "2027-05-02")
    assert (await _state(world, anna)).is_answering(NOW)
    await here.api.delete(here.path(anna, entry["id"]))
    assert not (await _state(world, anna)).is_answering(NOW)
    assert not (await world.session.scalars(select(Absence).where(Absence.user_id == anna.id))).all()
