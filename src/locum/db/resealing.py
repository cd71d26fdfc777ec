"""Seal stored secrets anew with the secret in force, so that retired ones can be forgotten.

Which columns hold secrets their tables say: `Mapped[Sealed]`. Rows go in batches of their own transactions, and what is
sealed with the secret in force already is left alone: a run that was broken off is simply started again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Table, and_, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.base import Base
from locum.db.session import Database
from locum.kit.crypto import SealBroken, Vault

AT_ONCE = 500
"""Rows of one transaction."""

Progress = Callable[[int, int], None]
"""Is told how many secrets are done, and of how many."""

Rows = Sequence[tuple[Any, ...]]
"""The key of each row, and the sealed text behind it."""


@dataclass(slots=True)
class Outcome:
    """What became of the secrets. `broken` names those that no known secret opens, as `table.column id`."""

    resealed: int = 0
    left_alone: int = 0
    broken: list[str] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many were looked at."""
        return self.resealed + self.left_alone + len(self.broken)


def sealed_columns() -> Iterator[Column[Any]]:
    """The columns of all tables that hold sealed texts."""
    for table in Base.metadata.sorted_tables:
        yield from (column for column in table.columns if column.info.get("sealed"))


async def reseal_all(database: Database, vault: Vault, on_progress: Progress, at_once: int = AT_ONCE) -> Outcome:
    """Seal every stored secret anew that is not sealed with the secret in force."""
    outcome, columns = Outcome(), list(sealed_columns())
    total = sum([await _count(database, column) for column in columns])
    for column in columns:
        rows: Rows = ()
        while rows := await _batch(database, vault, outcome, column, rows[-1] if rows else None, at_once):
            on_progress(outcome.done, total)
    return outcome


async def _count(database: Database, column: Column[Any]) -> int:
    async with database.look() as session:
        return await session.scalar(select(func.count(column)).select_from(column.table)) or 0


async def _batch(
    database: Database, vault: Vault, outcome: Outcome, column: Column[Any], after: tuple[Any, ...] | None, at_once: int
) -> Rows:
    """The next rows of a table, dealt with; empty when there are no more."""
    keys = list(_table(column).primary_key.columns)
    statement = select(*keys, column).where(column.is_not(None)).order_by(*keys).limit(at_once)
    if after is not None:
        statement = statement.where(tuple_(*keys) > tuple_(*after[:-1]))
    async with database.work() as session:
        rows = [tuple(row) for row in await session.execute(statement)]
        for row in rows:
            await _one(session, vault, outcome, column, row)
    return rows


async def _one(
    session: AsyncSession, vault: Vault, outcome: Outcome, column: Column[Any], row: tuple[Any, ...]
) -> None:
    *key, sealed = row
    table = _table(column)
    if vault.is_current(sealed):
        outcome.left_alone += 1
        return
    try:
        fresh = vault.reseal(sealed)
    except SealBroken:
        outcome.broken.append(f"{table.name}.{column.name} {'-'.join(map(str, key))}")
        return
    here = and_(*(part == value for part, value in zip(table.primary_key.columns, key, strict=True)))
    # Whoever wrote another secret meanwhile is right. Stamps stay: nothing changed that anybody could see.
    stamps = {stamp: stamp for stamp in table.columns if stamp.onupdate is not None}
    await session.execute(update(table).where(here, column == sealed).values({column: fresh, **stamps}))
    outcome.resealed += 1


def _table(column: Column[Any]) -> Table:
    if not isinstance(column.table, Table):
        raise TypeError(f"{column} is no column of a table")
    return column.table
