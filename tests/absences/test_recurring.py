"""Recurring absences as one thing (bridge sheet, section 8)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from locum.absences.jobs import proceed
from locum.absences.models import Absence, AbsenceSeries
from locum.absences.series import MOST_OF_A_PERSON
from locum.db.session import Database
from locum.kit import clock
from locum.replies.current import reply_state
from locum.replies.state import Policy
from locum.users.models import User
from tests.factories.absences import Office, days, office, refusal, to
from tests.factories.world import World
from tests.slots.asking import Asker, hourly, one_host

NOW = datetime(2027, 1, 4, tzinfo=UTC)
FRIDAYS: dict[str, Any] = {
    **days("2027-01-08", "2027-01-08"),
    "startTime": "13:00",
    "rule": "FREQ=WEEKLY;BYDAY=FR",
}


async def _enter(here: Office, user: User, status: int = 201, **more: Any) -> dict[str, Any]:
    with clock.frozen(NOW):
        answer = await here.api.post(f"{here.path(user)}/recurring", {**FRIDAYS, **more})
    assert answer.status_code == status, answer.text
    data: dict[str, Any] = answer.json().get("data", answer.json())
    return data


async def _occurrences(here: Office, user: User, series: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await here.api.get(f"{here.path(user)}/recurring/{series['id']}/occurrences")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def _call(here: Office, method: str, path: str, body: Any = None, at: datetime = NOW) -> Any:
    with clock.frozen(at):
        answer = await here.api.call(method, path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def test_one_thing_with_occurrences_of_twelve_months(world: World) -> None:
    here = await office(world)
    anna = await here.person(time_zone="Europe/Berlin")
    series = await _enter(here, anna, exceptions=["2027-01-15"], notes="School", reason="sick")
    assert (series["start"], series["startTime"], series["endTime"]) == ("2027-01-08", "13:00", "24:00")
    assert (series["rule"], series["timeZone"], series["expandedTo"]) == (
        "FREQ=WEEKLY;BYDAY=FR",
        "Europe/Berlin",
        "2028-01-05",
    )
    found = await _occurrences(here, anna, series)
    assert [entry["recurrence"]["occursOn"] for entry in found[:2]] == ["2027-01-08", "2027-01-22"]
    assert found[0]["exactStart"] == "2027-01-08T12:00:00.000Z"
    assert found[-1]["recurrence"]["occursOn"] == "2027-12-31"
    assert (await here.api.get(f"{here.path(anna)}/recurring")).json()["data"] == [series]


async def test_lists_hold_occurrences_where_that_is_asked(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    await _enter(here, anna, startTime=None, rule="FREQ=WEEKLY;BYDAY=FR;COUNT=2")
    for path in (here.path(anna), f"/v2/organizations/{here.organization.id}/ooo"):
        assert (await here.api.get(path)).json()["data"] == []
        assert len((await here.api.get(f"{path}?includeRecurring=true")).json()["data"]) == 2


async def test_slots_close_on_each(world: World) -> None:
    user, talk = await one_host(world)
    api = await world.api(user)
    with clock.frozen(NOW):
        entered = await api.post("/v2/me/ooo/recurring", {**FRIDAYS, "exceptions": ["2027-02-12"]})
    assert entered.status_code == 201, entered.text
    asker = Asker(world)
    assert await asker.starts(talk, "02-05") == hourly("02-05", 9, 12)
    assert await asker.starts(talk, "02-12") == hourly("02-12")
    assert await asker.starts(talk, "12-31") == hourly("12-31", 9, 12)


async def test_mail_is_answered_only_where_the_series_says_so(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    at = datetime(2027, 1, 8, 15, tzinfo=UTC)

    async def mode() -> str:
        state = await reply_state(world.session, anna.id, at, Policy())
        assert state is not None
        return state.mode

    series = await _enter(here, anna)
    assert await mode() == "off"
    await _call(here, "PATCH", f"{here.path(anna)}/recurring/{series['id']}", {"replies": "on"})
    assert await mode() == "scheduled"


async def test_one_occurrence_is_moved_or_left_out(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    series = await _enter(here, anna, rule="FREQ=WEEKLY;BYDAY=FR;COUNT=3")
    first, second, third = await _occurrences(here, anna, series)
    moved = await _call(
        here, "PATCH", here.path(anna, first["id"]), {**days("2027-01-07", "2027-01-07"), "startTime": "10:00"}
    )
    assert moved["recurrence"] == {"seriesId": series["id"], "occursOn": "2027-01-08", "isChanged": True}
    await _call(here, "DELETE", here.path(anna, second["id"]))
    shown = await _call(here, "PATCH", f"{here.path(anna)}/recurring/{series['id']}", {"endTime": "15:00"})
    assert shown["exceptions"] == ["2027-01-15"]
    left = await _occurrences(here, anna, series)
    assert [(entry["id"], entry["exactStart"][8:16], entry["exactEnd"][8:16]) for entry in left] == [
        (first["id"], "07T10:00", "08T00:00"),
        (third["id"], "22T13:00", "22T15:00"),
    ]
    await _call(here, "PATCH", f"{here.path(anna)}/recurring/{series['id']}", {"exceptions": []})
    assert [entry["recurrence"]["occursOn"] for entry in await _occurrences(here, anna, series)] == [
        "2027-01-08",
        "2027-01-15",
        "2027-01-22",
    ]


async def test_a_change_of_all_leaves_the_past_alone(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    series = await _enter(here, anna, rule="FREQ=WEEKLY;BYDAY=FR;COUNT=3")
    path = f"{here.path(anna)}/recurring/{series['id']}"
    later = datetime(2027, 1, 10, tzinfo=UTC)
    await _call(here, "PATCH", path, {"rule": "FREQ=WEEKLY;BYDAY=TH;COUNT=3", "notes": "New"}, at=later)
    found = await _occurrences(here, anna, series)
    assert [(entry["recurrence"]["occursOn"], entry["notes"]) for entry in found] == [
        ("2027-01-08", None),
        ("2027-01-14", "New"),
        ("2027-01-21", "New"),
        ("2027-01-28", "New"),
    ]


async def test_removing_takes_all_along(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    series = await _enter(here, anna)
    gone = await _call(here, "DELETE", f"{here.path(anna)}/recurring/{series['id']}")
    assert gone["id"] == series["id"]
    assert (await world.session.scalars(select(Absence))).all() == []
    assert (await world.session.scalars(select(AbsenceSeries))).all() == []


async def test_it_goes_on_as_time_does(world: World, database: Database) -> None:
    here = await office(world)
    anna = await here.person()
    series = await _enter(here, anna, startTime=None)
    later = NOW + timedelta(days=60)
    with clock.frozen(later):
        await proceed(database)
        await proceed(database)
    last = await world.session.scalar(select(Absence.first_day).order_by(Absence.first_day.desc()).limit(1))
    assert last is not None
    assert last > date(2028, 2, 25)
    assert len(await _occurrences(here, anna, series)) == 61


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"rule": "FREQ=SECONDLY"}, "The recurrence rule is not good"),
        ({"rule": 3}, "rule must be a string"),
        ({"exceptions": ["tomorrow"]}, "a date such as"),
        ({"exceptions": ["2027-01-01"] * 501}, "exceptions"),
        ({"end": "2027-01-01T00:00:00Z"}, "Start date must be before end date."),
        ({"start": "1990-01-01T00:00:00Z", "end": "1990-01-01T00:00:00Z"}, "between 2000"),
    ],
)
async def test_faulty_bodies(world: World, body: dict[str, Any], text: str) -> None:
    here = await office(world)
    anna = await here.person()
    assert text in str(await _enter(here, anna, status=400, **body))


async def test_substitutes_of_a_series(world: World) -> None:
    here = await office(world)
    anna, ben = await here.person(), await here.person()
    stranger = await world.user()
    assert "Cannot redirect to this user." in str(await _enter(here, anna, status=400, **to(stranger)))
    assert "Cannot redirect to self." in str(await _enter(here, anna, status=400, **to(anna)))
    await here.enter(ben, "2027-01-15", "2027-01-15", anna)
    whole: dict[str, Any] = {"startTime": None, **to(ben)}
    assert "infinite" in str(await _enter(here, anna, status=400, **whole))
    assert (await _enter(here, anna, **{**whole, "exceptions": ["2027-01-15"]}))["toUserId"] == ben.id


async def test_nobody_has_too_many_and_nobody_touches_anothers(world: World) -> None:
    here = await office(world)
    anna, ben = await here.person(), await here.person()
    series = await _enter(here, anna, rule="FREQ=YEARLY")
    for _ in range(MOST_OF_A_PERSON - 1):
        await _enter(here, anna, rule="FREQ=YEARLY")
    assert "more than 20" in str(await _enter(here, anna, status=400))
    for path in (f"{here.path(ben)}/recurring/{series['id']}", f"/v2/me/ooo/recurring/{series['id']}"):
        for method in ("GET", "PATCH", "DELETE"):
            answer = await here.api.call(method, path, **({"json": {}} if method == "PATCH" else {}))
            assert refusal(answer) == (403, "This OOO entry does not belong to this user.")
    mine = await world.api(ben)
    assert (await mine.get(f"{here.path(anna)}/recurring")).status_code == 403


async def test_whole_days_of_a_series_and_a_plain_absence_of_the_same_day_stand_together(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    await _enter(here, anna, startTime=None, rule="FREQ=WEEKLY;BYDAY=FR;COUNT=2")
    await here.enter(anna, "2027-01-08", "2027-01-08")
    assert refusal(await here.post(anna, "2027-01-08", "2027-01-08"))[0] == 409
