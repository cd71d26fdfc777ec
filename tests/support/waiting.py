"""Waiting for what happens in its own time."""

import asyncio
import time
from collections.abc import Callable


async def eventually(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Returns as soon as something holds; fails when it does not within the time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)
