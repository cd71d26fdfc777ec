"""Waiting for what happens in its own time."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

PATIENCE_SECONDS = 60.0
"""So long something may take on a machine that has a lot else to do. Only what fails waits for it."""

_HELD_UP = text("SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)) LIMIT 1")


async def eventually(holds: Callable[[], bool | Awaitable[bool]], seconds: float = PATIENCE_SECONDS) -> None:
    """Returns as soon as something holds; fails when it does not within the time."""
    deadline = time.monotonic() + seconds
    while not await _asked(holds):
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


async def _asked(holds: Callable[[], bool | Awaitable[bool]]) -> bool:
    answer = holds()
    return answer if isinstance(answer, bool) else await answer


async def somebody_waits_for(session: AsyncSession) -> None:
    """Returns as soon as another transaction waits for what this session's has changed or locked."""

    async def is_waited_for() -> bool:
        return (await session.execute(_HELD_UP)).first() is not None

    await eventually(is_waited_for)
