"""SIGTERM, made to run `finally` blocks: by default it ends Python without them."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Termination:
    """What SIGTERM does meanwhile."""

    def __init__(self) -> None:
        self._deferred = False

    def defer(self) -> None:
        """From now on SIGTERM changes nothing: the end has begun and takes its bounded time."""
        self._deferred = True

    def handle(self, number: int, _frame: FrameType | None) -> None:
        if not self._deferred:
            raise SystemExit(128 + number)


@contextmanager
def orderly_termination() -> Iterator[Termination]:
    """Turn SIGTERM into SystemExit in the main thread, unless it is handled or ignored already."""
    termination = Termination()
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield termination
        return
    signal.signal(signal.SIGTERM, termination.handle)
    try:
        yield termination
    finally:
        if signal.getsignal(signal.SIGTERM) == termination.handle:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
