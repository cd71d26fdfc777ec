"""Background jobs of `locum serve`, in processes beside the web ones: what they compute keeps no request waiting.

They are forked before there are threads, connections or locks to inherit, share what was loaded already, and learn
later which database to use.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait

from locum.cli.worker import work
from locum.db.embedded.kernel import signal_on_parent_death
from locum.kit.errors import LocumError
from locum.settings import Settings

STOPS_WITHIN_SECONDS = 15
_forking = get_context("fork")


class JobsEnded(LocumError):
    """A process for background jobs ended although nobody had asked it to."""


class Beside:
    """One process for background jobs. Make it while the program has one thread."""

    def __init__(self, settings: Settings) -> None:
        self._address, theirs = _forking.Pipe()
        # A daemon: when the program fails before it begins, it goes too.
        self._process = _forking.Process(target=_run, args=(settings, theirs, self._address, os.getpid()), daemon=True)
        self._process.start()
        theirs.close()
        self._stops = False
        self._has_ended = False

    @contextmanager
    def working(self, url: str) -> Iterator[None]:
        """Work on this database until the block ends. Raises JobsEnded, after SIGTERM to this process, if it cannot."""
        self._address.send(url)
        threading.Thread(target=self._watch, daemon=True).start()
        try:
            yield
        finally:
            self._stop()
            if self._has_ended:
                raise JobsEnded("the process for background jobs ended, see above") from None

    def _watch(self) -> None:
        wait([self._process.sentinel])
        if not self._stops:
            self._has_ended = True
            os.kill(os.getpid(), signal.SIGTERM)

    def _stop(self) -> None:
        self._stops = True
        self._process.terminate()
        self._process.join(STOPS_WITHIN_SECONDS)
        self._process.kill()


def _run(settings: Settings, address: Connection, parents_end: Connection, parent: int) -> None:
    # Ctrl-C on a terminal reaches us too; the parent says when to stop, and takes us along when it is killed.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal_on_parent_death(signal.SIGKILL)
    parents_end.close()
    if os.getppid() != parent:
        return
    try:
        url: str = address.recv()
    except EOFError:
        return
    asyncio.run(work(settings, url, stops_at=(signal.SIGTERM,)))
