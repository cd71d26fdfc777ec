"""The clock of everything that begins and ends: one way through each table of alarms.

A table of alarms holds one row for each thing ahead, at its next moment; a job of every minute looks at the rows that
are due and at nothing else. Whether anybody listens is asked only then, so that who subscribes later hears of it too.
A row is merely an alarm: what counts is how the thing stands when it rings.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

import structlog
from sqlalchemy import Select, Table, bindparam, delete, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.session import Database, until_few_are_left
from locum.kit import clock
from locum.webhooks.absences.models import AbsenceAlarm
from locum.webhooks.meetings.models import MeetingAlarm
from locum.webhooks.ringing import Ringing

log = structlog.get_logger(__name__)

AT_ONCE = 50
"""Alarms of one transaction, so that none lasts long."""

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Telling(Generic[Thing]):
    """What one kind of things is about: how a row is read (its id first), what is due of it, how that is told."""

    read: Callable[[Any], tuple[int, Thing]]
    ring: Callable[[Thing, datetime], Ringing]
    tell: Callable[[AsyncSession, str, Thing, datetime], Awaitable[None]]


class AlarmClock(Generic[Thing]):
    """The clock of one table. `things` selects what `telling` reads, joined to the table of alarms."""

    def __init__(
        self, table: type[AbsenceAlarm] | type[MeetingAlarm], things: Select[*tuple[Any, ...]], telling: Telling[Thing]
    ) -> None:
        (key,) = cast(Table, table.__table__).primary_key.columns
        self._name, self._telling = table.__tablename__, telling
        # Two workers share the work, and neither waits for the other.
        self.due = (
            things.where(table.due_at <= bindparam("now"))
            .order_by(table.due_at, key)
            .limit(AT_ONCE)
            .with_for_update(of=table, skip_locked=True)
        )
        again = update(table).where(key == bindparam("id_of_thing"))
        self._again = again.values(due_at=bindparam("again_at"), has_begun=bindparam("begun")).execution_options(
            synchronize_session=False
        )
        self._over = delete(table).where(key == bindparam("id_of_thing"))

    async def ring(self, database: Database) -> None:
        """Ring what is due. What is told and that it was told commit together: once each, whoever is killed when."""
        await until_few_are_left(database, self._ring_some, AT_ONCE)

    async def _ring_some(self, session: AsyncSession) -> int:
        due = [self._telling.read(row) for row in await session.execute(self.due, {"now": clock.now()})]
        for id_, thing in due:
            await self._ring_one(session, id_, thing)
        return len(due)

    async def _ring_one(self, session: AsyncSession, id_: int, thing: Thing) -> None:
        now = clock.now()
        ringing = self._telling.ring(thing, now)
        for trigger in ringing.tell:
            try:
                await self._telling.tell(session, trigger, thing, now)
            except SQLAlchemyError:
                raise
            except Exception:
                # One that cannot be told must not keep all others from being told.
                log.exception("an alarm is not told", of=self._name, id=id_, trigger=trigger)
        await self._wind(session, id_, ringing)

    async def _wind(self, session: AsyncSession, id_: int, ringing: Ringing) -> None:
        """Set the alarm for the next moment, or remove it after the last."""
        if ringing.again_at is None:
            await session.execute(self._over, {"id_of_thing": id_})
        else:
            again = {"id_of_thing": id_, "again_at": ringing.again_at, "begun": ringing.has_begun}
            await session.execute(self._again, again)
