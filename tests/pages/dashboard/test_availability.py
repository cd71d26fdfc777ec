"""Schedules in the dashboard: made, changed, copied to days, given dates with other hours, and removed."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from locum.kit import clock
from locum.schedules import service
from locum.schedules.models import Schedule
from locum.schedules.rules import DateHours, WeeklyHours
from locum.users.models import User
from tests.factories.world import World
from tests.pages.browser import Reader, forms_of, links_of, text_of
from tests.pages.dashboard.conftest import Sit

AVAILABILITY = "/dashboard/availability"


async def schedules(world: World) -> list[Schedule]:
    statement = select(Schedule).options(selectinload(Schedule.rules)).order_by(Schedule.id)
    return list(await world.session.scalars(statement.execution_options(populate_existing=True)))


def weekly(schedule: Schedule) -> list[tuple[list[int], int, int]]:
    return [(rule.days, rule.start_minute, rule.end_minute) for rule in schedule.rules if rule.on_date is None]


def dates(schedule: Schedule) -> list[tuple[date, int, int]]:
    return [(rule.on_date, rule.start_minute, rule.end_minute) for rule in schedule.rules if rule.on_date]


async def scheduled(world: World, owner: User, **values: Any) -> Schedule:
    made = await service.create(world.session, owner.id, "Hours", "Europe/Berlin", make_default=True, **values)
    await world.session.commit()
    return made


async def test_the_first_one_is_the_default_and_has_the_usual_week(world: World, desk: Reader, person: User) -> None:
    page = await desk.open(AVAILABILITY)
    assert "Monday to Friday, 9 to 17, can be booked." in page.text
    refused = await desk.send(await desk.open(f"{AVAILABILITY}/new"), "/new", name=" ")
    assert refused.status_code == 422
    made = await desk.send(refused, "/new", name="Working hours")
    (one,) = await schedules(world)
    await world.session.refresh(person)
    assert person.default_schedule_id == one.id
    assert made.url.path == f"{AVAILABILITY}/{one.id}"
    assert weekly(one) == [([1, 2, 3, 4, 5], 540, 1020)]
    listed = text_of((await desk.open(AVAILABILITY)).text)
    assert "Monday – Friday 9:00 AM – 5:00 PM" in listed


async def test_a_week_is_changed_and_what_is_left_alone_stays_as_it_was_written(
    world: World, desk: Reader, person: User
) -> None:
    written = [WeeklyHours((4, 0), 540, 600), WeeklyHours((2,), 540, 600)]
    one = await scheduled(world, person, weekly=written)
    path = f"{AVAILABILITY}/{one.id}"
    page = await desk.open(path)
    await desk.send(page, path, name="Mornings", zone="Asia/Tokyo")
    (row,) = await schedules(world)
    assert (row.name, row.time_zone) == ("Mornings", "Asia/Tokyo")
    assert weekly(row) == [([5, 1], 540, 600), ([3], 540, 600)]
    changes = {"from-6": ["20:00", ""], "to-6": ["00:00", ""], "from-2": ["", ""], "to-2": ["", ""]}
    saved = await desk.send(await desk.open(path), path, **changes)
    assert "The schedule Mornings is saved." in saved.text
    (row,) = await schedules(world)
    assert weekly(row) == [([1, 5], 540, 600), ([0], 1200, 1439)]


async def test_hours_are_copied_to_other_days_and_saved_only_then(world: World, desk: Reader, person: User) -> None:
    one = await scheduled(world, person, weekly=[WeeklyHours((0,), 480, 720)])
    path = f"{AVAILABILITY}/{one.id}"
    copied = await desk.send(await desk.open(path), path, do="copy", source="0", targets="workdays")
    assert "Filled in, and not saved yet." in copied.text
    assert weekly((await schedules(world))[0]) == [([1], 480, 720)]
    await desk.send(copied, path)
    assert weekly((await schedules(world))[0]) == [([1, 2, 3, 4, 5], 480, 720)]


async def test_dates_with_other_hours(world: World, desk: Reader, person: User) -> None:
    today = clock.now().date()
    past, soon, later = (today + timedelta(days=days) for days in (-30, 30, 31))
    one = await scheduled(world, person, overrides=[DateHours(soon, 600, 660), DateHours(past, 0, 0)])
    path = f"{AVAILABILITY}/{one.id}"
    page = await desk.open(path)
    assert soon.isoformat() in page.text
    assert past.isoformat() not in page.text
    typed = {"date": [f"{soon}", f"{later}", ""], "date-from": ["10:00", "", ""], "date-to": ["11:30", "", ""]}
    await desk.send(page, path, **typed)
    (row,) = await schedules(world)
    assert dates(row) == [(past, 0, 0), (soon, 600, 690), (later, 0, 0)]
    none: dict[str, list[str]] = {"date": [""], "date-from": [""], "date-to": [""]}
    await desk.send(await desk.open(path), path, **none)
    assert dates((await schedules(world))[0]) == [(past, 0, 0)]


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"from-1": ["10:00"], "to-1": ["09:00"]}, "day-1", "The end lies before the beginning."),
        ({"from-1": ["10:00"], "to-1": [""]}, "day-1", "Fill in both times"),
        ({"from-1": ["10:00", "11:00"], "to-1": ["12:00", "13:00"]}, "day-1", "These times overlap."),
        ({"name": ""}, "name", "Please fill this in."),
        ({"zone": "Nowhere/Land"}, "zone", ""),
        ({"date": ["soon"], "date-from": [""], "date-to": [""]}, "date-0", ""),
        ({"date": ["2027-03-01"], "date-from": ["9"], "date-to": [""]}, "date-0", "Fill in both times"),
    ],
)
async def test_what_is_wrong_stands_by_its_field_and_nothing_is_saved(
    world: World, desk: Reader, person: User, typed: dict[str, Any], field: str, told: str
) -> None:
    one = await scheduled(world, person)
    path = f"{AVAILABILITY}/{one.id}"
    refused = await desk.send(await desk.open(path), path, **typed)
    assert refused.status_code == 422
    assert told in refused.text.split(f'id="{field}-error">')[1].split("</p>")[0]
    (row,) = await schedules(world)
    assert (row.name, row.time_zone, weekly(row)) == ("Hours", "Europe/Berlin", [([1, 2, 3, 4, 5], 540, 1020)])


async def test_another_one_becomes_the_default_and_one_is_deleted(world: World, desk: Reader, person: User) -> None:
    first, second = await scheduled(world, person), await scheduled(world, person)
    path = f"{AVAILABILITY}/{first.id}"
    await desk.send(await desk.open(path), path, is_default="true")
    await world.session.refresh(person)
    assert person.default_schedule_id == first.id
    asked = await desk.open(f"{AVAILABILITY}/{second.id}/delete")
    gone = await desk.send(asked, "/delete")
    assert "The schedule Hours is deleted." in gone.text
    assert [row.id for row in await schedules(world)] == [first.id]


async def test_those_of_others_are_not_there(world: World, desk: Reader, person: User) -> None:
    mine, foreign = await scheduled(world, person), await scheduled(world, await world.user())
    token = forms_of((await desk.open(f"{AVAILABILITY}/{mine.id}")).text)[0].fields["token"]
    assert f"{AVAILABILITY}/{foreign.id}" not in links_of((await desk.open(AVAILABILITY)).text)
    for path in ("", "/delete"):
        assert (await desk.open(f"{AVAILABILITY}/{foreign.id}{path}")).status_code == 404
        answer = await desk.client.post(
            f"{AVAILABILITY}/{foreign.id}{path}", data={"token": token, "name": "x"}, headers=desk.headers
        )
        assert answer.status_code == 404
    assert len(await schedules(world)) == 2


async def test_administrators_look_after_those_of_their_people(world: World, sit: Sit) -> None:
    organization = await world.organization()
    person = await world.member(organization, name="Grace")
    one = await scheduled(world, person)
    path = f"/dashboard/people/{person.id}/availability"
    admin = await sit(await world.member(organization, "ADMIN"))
    assert path in links_of((await admin.open(f"/dashboard/people/{person.id}")).text)
    assert "Availability of Grace" in (await admin.open(path)).text
    await admin.send(await admin.open(f"{path}/{one.id}"), f"{path}/{one.id}", name="Changed")
    assert [row.name for row in await schedules(world)] == ["Changed"]
    stranger = await sit(await world.member(await world.organization(), "OWNER"))
    colleague = await sit(await world.member(organization))
    for reader, status in ((stranger, 404), (colleague, 403)):
        for address in (path, f"{path}/new", f"{path}/{one.id}"):
            assert (await reader.open(address)).status_code == status
