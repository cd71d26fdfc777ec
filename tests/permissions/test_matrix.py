"""Who may what: every operation that is served, called by everybody, compared with the table in `matrix.txt`.

`yes` in the table is an answer, or a refusal of what was sent (the bodies are empty): the caller came past all guards.
A number is the status with which he did not. After a deliberate change, write the table anew and read the difference:

    LOCUM_WRITE_MATRIX=1 pytest tests/permissions/test_matrix.py
"""

import os
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from locum.http.realms import Mount, Operation
from locum.mounts import MOUNTS
from locum.settings import Settings
from tests.factories.world import Api, World
from tests.permissions.building import build
from tests.permissions.callers import COLUMNS, everybody
from tests.permissions.house import House

TABLE = Path(__file__).with_name("matrix.txt")
WRITES = "LOCUM_WRITE_MATRIX" in os.environ
GUARDED = frozenset({401, 403, 404, 405, 498})


async def test_everybody_may_exactly_what_the_table_says(
    world: World, connection: AsyncConnection, settings: Settings
) -> None:
    house = await build(world)
    callers = await everybody(world, house, settings)
    rows = [
        await _row(connection, house, callers, mount, operation)
        for mount in MOUNTS
        if not mount.hidden
        for operation in mount.operations()
    ]
    table = _table(rows)
    if WRITES:
        TABLE.write_text(table)
    assert table.splitlines() == TABLE.read_text().splitlines()


async def _row(
    connection: AsyncConnection, house: House, callers: dict[str, Api], mount: Mount, operation: Operation
) -> list[str]:
    path = house.address(mount, operation)
    cells = [await _cell(connection, callers[name], operation.method, path) for name in COLUMNS]
    return [f"{operation.method} {mount.at}{operation.path}", *cells]


async def _cell(connection: AsyncConnection, caller: Api, method: str, path: str) -> str:
    """One call, of which nothing stays."""
    before = await connection.begin_nested()
    options: dict[str, Any] = {"json": {}} if method in {"POST", "PATCH", "PUT"} else {}
    answer = await caller.call(method, path, **options)
    await before.rollback()
    assert answer.status_code < 500 or answer.status_code == 501, f"{method} {path}: {answer.text}"
    return str(answer.status_code) if answer.status_code in GUARDED else "yes"


def _table(rows: list[list[str]]) -> str:
    wide = max(len(row[0]) for row in rows)
    lines = [_line(["", *COLUMNS], wide), *(_line(row, wide) for row in sorted(rows, key=_order))]
    return "\n".join(lines) + "\n"


def _order(row: list[str]) -> tuple[str, str]:
    method, _, path = row[0].partition(" ")
    return path, method


def _line(cells: list[str], wide: int) -> str:
    first, *others = cells
    widths = [max(len(name), 3) for name in COLUMNS]
    padded = [cell.ljust(width) for cell, width in zip(others, widths, strict=True)]
    return "  ".join([first.ljust(wide), *padded]).rstrip()
