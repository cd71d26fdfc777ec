"""Which hours count for whom (availability sheet, section 8; slots sheet, section 4.2)."""

from datetime import date

from sqlalchemy import event
from sqlalchemy.engine import Connection

from locum.schedules.queries import schedules_in_use
from locum.schedules.rules import USUAL_WEEK, DateHours, ScheduleInUse, WeeklyHours
from locum.schedules.service import create
from locum.schedules.service import create as create_schedule
from locum.users.models import User
from tests.factories.world import World

VERSION = {"cal-api-version": "2024-06-11"}

LATE = WeeklyHours((6, 0), 600, 1439)
MAY, JUNE = DateHours(date(2050, 5, 1), 0, 0), DateHours(date(2050, 6, 1), 60, 120)


async def schedule(world: World, user: User, zone: str | None = "Asia/Tokyo", *, default: bool = False) -> int:
    """A schedule with one weekly rule and two overrides."""
    made = await create(
        world.session, user.id, "Work", zone, make_default=default, weekly=[LATE], overrides=[JUNE, MAY]
    )
    await world.session.commit()
    return made.id


async def test_without_a_schedule_the_usual_week_in_the_profile_zone(world: World) -> None:
    anna = await world.user(time_zone="America/New_York")
    assert await schedules_in_use(world.session, {anna.id: None}) == {
        anna.id: ScheduleInUse(None, "America/New_York", USUAL_WEEK)
    }


async def test_the_default_else_the_first(world: World) -> None:
    anna = await world.user()
    first = await schedule(world, anna)
    assert (await schedules_in_use(world.session, {anna.id: None}))[anna.id] == ScheduleInUse(
        first, "Asia/Tokyo", (LATE,), (JUNE, MAY), is_default=False
    )
    default = await schedule(world, anna, default=True)
    last = await schedule(world, anna)
    assert (await schedules_in_use(world.session, {anna.id: None}))[anna.id] == ScheduleInUse(
        default, "Asia/Tokyo", (LATE,), (JUNE, MAY), is_default=True
    )
    chosen = (await schedules_in_use(world.session, {anna.id: last}))[anna.id]
    assert (chosen.schedule_id, chosen.is_default) == (last, False)


async def test_somebody_else_s_schedule_for_everybody(world: World) -> None:
    anna, ben = await world.user(), await world.user(time_zone="Asia/Kolkata")
    await schedule(world, ben, default=True)
    shared = await schedule(world, anna, None, default=True)
    found = await schedules_in_use(world.session, dict.fromkeys([anna.id, ben.id], shared))
    assert found[anna.id] == ScheduleInUse(shared, "UTC", (LATE,), (JUNE, MAY), is_default=True)
    assert found[ben.id] == ScheduleInUse(shared, "Asia/Kolkata", (LATE,), (JUNE, MAY), is_default=False)


async def test_a_default_that_is_another_s_does_not_count(world: World) -> None:
    anna, ben = await world.user(), await world.user()
    anna.default_schedule_id = await schedule(world, ben)
    await world.session.commit()
    assert (await schedules_in_use(world.session, {anna.id: None}))[anna.id].schedule_id is None


async def test_a_schedule_without_rules_opens_nothing(world: World) -> None:
    anna = await world.user()
    made = await create(world.session, anna.id, "Closed", "UTC", make_default=False, weekly=[])
    assert (await schedules_in_use(world.session, {anna.id: None}))[anna.id] == ScheduleInUse(made.id, "UTC", ())


async def test_only_overrides_of_the_asked_days(world: World) -> None:
    anna = await world.user()
    await schedule(world, anna)
    found = await schedules_in_use(world.session, {anna.id: None}, date(2050, 5, 2), date(2050, 6, 1))
    assert (found[anna.id].weekly, found[anna.id].overrides) == ((LATE,), (JUNE,))
    found = await schedules_in_use(world.session, {anna.id: None}, date(2051, 1, 1), date(2051, 1, 2))
    assert (found[anna.id].weekly, found[anna.id].overrides) == ((LATE,), ())


async def test_many_people_take_one_statement(world: World) -> None:
    people = [await world.user() for _ in range(5)]
    ids = {user.id: await schedule(world, user) for user in people}
    statements: list[str] = []

    def count(connection: Connection, cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    connection = (await world.session.connection()).sync_connection
    event.listen(connection, "before_cursor_execute", count)
    found = await schedules_in_use(world.session, {**dict.fromkeys(ids), 2**40: None})
    event.remove(connection, "before_cursor_execute", count)
    assert {user_id: schedule.schedule_id for user_id, schedule in found.items()} == ids
    assert len(statements) == 1
    assert await schedules_in_use(world.session, {}) == {}


async def test_the_schedule_of_a_new_account(world: World) -> None:
    managed, member = await world.user(), await world.user()
    default = await create_schedule(world.session, managed.id, "Default schedule", "Asia/Tokyo", make_default=True)
    plain = await create_schedule(world.session, member.id, "Working Hours", None, make_default=False)
    await world.session.commit()
    shown = (await (await world.api(managed, **VERSION)).get("/v2/schedules")).json()["data"]
    assert [(s["id"], s["name"], s["timeZone"], s["isDefault"]) for s in shown] == [
        (default.id, "Default schedule", "Asia/Tokyo", True)
    ]
    api = await world.api(member, **VERSION)
    [hours] = (await api.get("/v2/schedules")).json()["data"]
    assert (hours["id"], hours["timeZone"], hours["isDefault"]) == (plain.id, "Europe/London", False)
    assert (await api.get("/v2/schedules/default")).json()["data"] is None
