"""The courier of a process: fans events out and makes the attempts that are due, many at a time.

Any number of processes may have one. What keeps them apart are rows of the database: one at a time fans out, and a
lane is held by one. A process that dies leaves its lanes held for half a minute; then others go on where it was, and
what was sent but not noted is sent again under the same id.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from uuid import UUID, uuid4

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.listening import wake_on
from locum.db.session import Database
from locum.kit.safe_urls import Outbound
from locum.settings import Settings
from locum.webhooks import lanes, recording
from locum.webhooks.fan_out import AT_ONCE, fan_out
from locum.webhooks.lanes import Lane
from locum.webhooks.outbox import CHANNEL
from locum.webhooks.recording import Errand
from locum.webhooks.rules import Outcome
from locum.webhooks.sending import send

log = structlog.get_logger(__name__)

Attempts = dict[asyncio.Task[Outcome], Errand]

LANES = 64
"""That a process serves at a time. `lanes.SIDE_BY_SIDE` says how many requests each may have under way."""
FAILING_LANES = 32
"""Of these, for webhooks whose last attempt failed: they often take the whole ten seconds."""
TURN_SECONDS = 10.0
"""After which a lane makes no other attempt and goes back into the queue, so that busy ones keep nobody waiting."""
LOOKS_EVERY_SECONDS = 1.0
RECOVERS_AFTER_SECONDS = 5.0
STOPS_WITHIN_SECONDS = 3.0
DESKS = 4
"""Units of work at a time: requests to Locum itself share the connections."""


class Courier:
    """What one process delivers."""

    def __init__(self, database: Database, settings: Settings, outbound: Outbound) -> None:
        self._database, self._settings, self._outbound = database, settings, outbound
        self._id: UUID = uuid4()
        self._wake = asyncio.Event()
        self._desks = asyncio.Semaphore(DESKS)
        self._turns: dict[asyncio.Task[None], bool] = {}
        self._is_stopping = False

    async def run(self) -> None:
        """Work until cancelled. The database may go and come back."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(wake_on(self._database, CHANNEL, self._wake))
            while True:
                self._wake.clear()
                try:
                    await self.look()
                except Exception:
                    log.exception("webhooks cannot be looked after")
                    await asyncio.sleep(RECOVERS_AFTER_SECONDS)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), LOOKS_EVERY_SECONDS)

    async def look(self) -> list[asyncio.Task[None]]:
        """Fan some events out, if any wait, and begin a turn for each lane that is due, as far as there is room.

        The turns that began.
        """
        async with self._desk() as session:
            if await fan_out(session) == AT_ONCE:
                self._wake.set()
        async with self._desk() as session:
            room = min(FAILING_LANES - sum(self._turns.values()), LANES - len(self._turns))
            failing = await lanes.claim(session, self._id, room, failing=True)
            sound = await lanes.claim(session, self._id, LANES - len(self._turns) - len(failing), failing=False)
        began = {asyncio.create_task(self._serve(lane)): lane in failing for lane in (*sound, *failing)}
        self._turns |= began
        for turn in began:
            turn.add_done_callback(self._ended)
        return [*began]

    async def stop(self) -> None:
        """Begin nothing more; what is under way is given some seconds."""
        self._is_stopping = True
        if self._turns:
            await asyncio.wait(self._turns, timeout=STOPS_WITHIN_SECONDS)
        for turn in [*self._turns]:
            turn.cancel()
        await asyncio.gather(*self._turns, return_exceptions=True)

    @asynccontextmanager
    async def _desk(self) -> AsyncIterator[AsyncSession]:
        async with self._desks, self._database.work() as session:
            yield session

    def _ended(self, turn: asyncio.Task[None]) -> None:
        del self._turns[turn]
        self._wake.set()

    async def _serve(self, lane: Lane) -> None:
        """One turn: attempt after attempt, each noted before another takes its place."""
        try:
            await self._work_off(lane)
        except asyncio.CancelledError:
            async with self._desk() as session:
                await lanes.release(session, lane)
            raise
        except Exception:
            # Nobody holds the lane any more once its time is over; until then the trouble may be over too.
            log.exception("a turn for a webhook failed", webhook=str(lane.webhook_id))

    async def _work_off(self, lane: Lane) -> None:
        ends_at = time.monotonic() + TURN_SECONDS
        under_way: Attempts = {}
        try:
            under_way |= await self._begin(lane, {}, goes_on=True)
            while under_way:
                over, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                ended = [(under_way.pop(attempt), attempt.result()) for attempt in over]
                goes_on = time.monotonic() < ends_at and not self._is_stopping
                under_way |= await self._begin(lane, under_way, ended, goes_on=goes_on)
        finally:
            for attempt in under_way:
                attempt.cancel()

    async def _begin(
        self, lane: Lane, under_way: Attempts, ended: Iterable[tuple[Errand, Outcome]] = (), *, goes_on: bool
    ) -> Attempts:
        """Note what has ended, and begin what there is room for; with nothing left the lane is given back."""
        async with self._desk() as session:
            for errand, outcome in ended:
                await recording.record(session, errand, outcome)
            errands = await recording.next_errands(session, lane, under_way.values()) if goes_on else []
            if not errands and not under_way:
                await lanes.release(session, lane)
        return {asyncio.create_task(self._send(errand)): errand for errand in errands}

    async def _send(self, errand: Errand) -> Outcome:
        return await send(self._outbound, self._settings.vault, errand.parcel)


@asynccontextmanager
async def delivering(database: Database, settings: Settings) -> AsyncIterator[None]:
    """Have a courier at work for as long as the block lasts."""
    async with Outbound(allow_private=settings.outbound_allow_private) as outbound:
        courier = Courier(database, settings, outbound)
        work = asyncio.create_task(courier.run())
        try:
            yield
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            await courier.stop()
