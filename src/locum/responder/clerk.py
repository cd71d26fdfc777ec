"""The clerk of a process: decides about messages as they come in, woken by the transaction that keeps them.

Any number of processes may have one; one at a time decides. A killed one loses nothing: its transaction never was.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from locum.db.listening import wake_on
from locum.db.session import Database
from locum.responder import queries
from locum.responder.counting import count
from locum.responder.deciding import AT_ONCE, conclude, decide, decide_some
from locum.responder.reasons import Reason
from locum.settings import Settings

log = structlog.get_logger(__name__)

LOOKS_EVERY_SECONDS = 1.0
GATHERS_SECONDS = 0.1
"""So long others may join the first message: a handful is decided at the cost of one."""
RECOVERS_AFTER_SECONDS = 2.0

_DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout, OSError)


class Clerk:
    """What one process decides."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Work until cancelled. The database may go and come back."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(wake_on(self._database, queries.CHANNEL, self._wake))
            while True:
                self._wake.clear()
                try:
                    await self._work_off()
                except _DATABASE_AWAY as error:
                    log.warning("mail waits: the database does not answer", error=type(error).__name__)
                    await asyncio.sleep(RECOVERS_AFTER_SECONDS)
                except Exception:
                    log.exception("mail cannot be decided")
                    await asyncio.sleep(RECOVERS_AFTER_SECONDS)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), LOOKS_EVERY_SECONDS)
                    await asyncio.sleep(GATHERS_SECONDS)

    async def _work_off(self) -> None:
        """Decide until nothing waits."""
        try:
            while await self.look():
                pass
        except _DATABASE_AWAY:
            raise
        except Exception:
            log.exception("mail cannot be decided together")
            await self._one_by_one()

    async def look(self) -> bool:
        """Decide a handful of what waits; whether there may be more."""
        async with self._database.work() as session:
            reasons = await decide_some(session, self._settings)
        count(reasons)
        return len(reasons) == AT_ONCE

    async def _one_by_one(self) -> None:
        """One message that cannot be decided must not keep the others waiting: it is answered with nothing."""
        async with self._database.look() as session:
            waiting = await queries.waiting_ids(session)
        for message_id in waiting:
            try:
                await self._alone(message_id)
            except _DATABASE_AWAY:
                raise
            except Exception:
                log.exception("a message cannot be decided", message=message_id)
                await self._alone(message_id, Reason.FAILED)

    async def _alone(self, message_id: int, reason: Reason | None = None) -> None:
        async with self._database.work() as session:
            message = await queries.one_undecided(session, message_id)
            if message is None:
                return
            if reason is None:
                reasons = await decide(session, self._settings, [message])
            else:
                conclude(message, reason)
                reasons = [reason]
        count(reasons)


@asynccontextmanager
async def deciding(database: Database, settings: Settings) -> AsyncIterator[None]:
    """Have a clerk at work for as long as the block lasts."""
    work = asyncio.create_task(Clerk(database, settings).run())
    try:
        yield
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
