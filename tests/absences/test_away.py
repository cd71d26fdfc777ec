"""What others ask about absences: who is away on which days."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection

from locum.absences.models import Absence
from locum.absences.queries import away, shown
from locum.absences.rules import Away, Days, ShownAbsence, Substitute
from locum.users.models import User
from tests.factories.world import World


def may(first: int, last: int) -> Days:
    """Days of May 2050."""
    return Days(date(2050, 5, first), date(2050, 5, last))


async def absent(world: World, user: User, days: Days, cover: User | None = None, **values: Any) -> int:
    """An absence as it is stored."""
    absence = Absence(
        user_id=user.id,
        substitute_id=cover.id if cover else None,
        first_day=days.first,
        last_day=days.last,
        **values,
    )
    world.session.add(absence)
    await world.session.commit()
    return absence.id


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (may(10, 20), True),
        (may(1, 10), True),
        (may(20, 31), True),
        (may(15, 15), True),
        (may(1, 31), True),
        (may(1, 9), False),
        (may(21, 31), False),
    ],
)
async def test_sharing_a_day_is_enough(world: World, asked: Days, found: bool) -> None:
    anna, ben = await world.user(), await world.user()
    absence_id = await absent(world, anna, may(10, 20), ben)
    expected = [Away(absence_id, anna.id, may(10, 20), ben.id)] if found else []
    assert await away(world.session, [anna.id], asked) == expected


async def test_many_people_take_one_statement(world: World) -> None:
    people = [await world.user() for _ in range(4)]
    ids = [await absent(world, user, days) for user in people for days in (may(5, 9), may(1, 2))]
    statements: list[str] = []

    def count(connection: Connection, cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    connection = (await world.session.connection()).sync_connection
    event.listen(connection, "before_cursor_execute", count)
    found = await away(world.session, {user.id for user in people[:3]}, may(1, 31))
    pages = await shown(world.session, {user.id for user in people[:3]}, may(1, 31))
    event.remove(connection, "before_cursor_execute", count)
    assert len(statements) == 2
    # By person, and by first day within.
    assert [one.id for one in found] == [ids[1], ids[0], ids[3], ids[2], ids[5], ids[4]]
    assert [one.id for one in pages] == [one.id for one in found]
    assert await away(world.session, [], may(1, 31)) == []


async def test_pages_get_the_substitute_s_name_and_public_notes(world: World) -> None:
    anna, ben = await world.user(), await world.user(name="Ben", username="ben")
    open_ = await absent(world, anna, may(1, 2), ben, notes="Sea", show_note_publicly=True, reason="vacation")
    quiet = await absent(world, anna, may(3, 4), notes="Operation")
    assert await shown(world.session, [anna.id], may(1, 31)) == [
        ShownAbsence(open_, anna.id, may(1, 2), "vacation", "Sea", Substitute(ben.id, "Ben", "ben")),
        ShownAbsence(quiet, anna.id, may(3, 4), "unspecified", None, None),
    ]


async def test_notes_are_private_unless_said_otherwise(world: World) -> None:
    anna = await world.user()
    api = await world.api(anna)
    body = {"start": "2050-05-01T00:00:00Z", "end": "2050-05-02T00:00:00Z", "notes": "Operation"}
    assert (await api.post("/v2/me/ooo", body)).status_code == 201
    [private] = await shown(world.session, [anna.id], may(1, 1))
    assert private.note is None
