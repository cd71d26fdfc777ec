"""The way in: have the embedded database running for as long as a block lasts."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from locum.db.embedded import leftovers, state
from locum.db.embedded.cluster import Cluster
from locum.db.embedded.databases import answers, ensure_database
from locum.db.embedded.errors import EmbeddedDatabaseError
from locum.db.embedded.layout import Layout
from locum.db.embedded.locks import Lock
from locum.db.embedded.site import prepare
from locum.db.embedded.supervisor import Supervisor
from locum.db.embedded.termination import orderly_termination

_PATIENCE = 60.0
"""Seconds to wait for another process that is starting or stopping the database."""


@contextmanager
def running(
    data_dir: Path, *, database: str = "locum", on_lost: Callable[[str], None] | None = None
) -> Iterator[Cluster]:
    """Start the database of a data directory, or use the one that another process runs there.

    On leaving, only what this process started is stopped, cleanly; so too after SIGTERM, which raises SystemExit in
    the main thread unless somebody handles it already. After kill -9 the kernel tells PostgreSQL to stop.
    A PostgreSQL that dies is started again. When the process that runs it leaves while others still use it, its
    connections break and one of the others starts it again under the same address.

    `on_lost` is called once, from another thread, with the reason, when that has failed several times in a row.
    Call it from the main thread, before an event loop runs. Raises EmbeddedDatabaseError.
    """
    with orderly_termination() as termination:
        try:
            supervisor, socket_dir = _open(data_dir, database, on_lost)
        except OSError as error:
            raise EmbeddedDatabaseError(f"the data directory {data_dir} cannot be used: {error}") from error
        try:
            yield Cluster(database, socket_dir, supervisor)
        finally:
            termination.defer()
            supervisor.stop()


def _open(data_dir: Path, database: str, on_lost: Callable[[str], None] | None) -> tuple[Supervisor, Path]:
    layout = Layout.of(data_dir)
    fresh = _make(layout)
    lock, socket_dir = _lock_or_attach(layout, database)
    if lock is None:
        supervisor = Supervisor(layout, database, socket_dir, None, on_lost)
    else:
        try:
            site = prepare(layout, lock, fresh=fresh)
        except BaseException:
            lock.release()
            raise
        socket_dir = site.socket_dir
        supervisor = Supervisor(layout, database, socket_dir, site, on_lost)
    try:
        supervisor.start()
    except BaseException:
        supervisor.stop()
        raise
    return supervisor, socket_dir


def _make(layout: Layout) -> bool:
    """Make the data directory if it is missing, private; one that exists keeps its permissions."""
    try:
        layout.data_dir.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        return False
    return True


def _lock_or_attach(layout: Layout, database: str) -> tuple[Lock | None, Path]:
    """The lock of the data directory, or the socket of whoever holds it."""
    deadline = time.monotonic() + _PATIENCE
    while (lock := Lock.attempt(layout)) is None:
        note = state.read(layout)
        if note is not None and note.owner_lives:
            socket_dir = Path(note.socket_dir)
            if answers(socket_dir):
                ensure_database(socket_dir, database)
                return None, socket_dir
        else:
            leftovers.end_orphans(layout.cluster)
        if time.monotonic() > deadline:
            raise EmbeddedDatabaseError(_busy(layout, note))
        time.sleep(0.05)
    return lock, layout.cluster


def _busy(layout: Layout, note: state.State | None) -> str:
    who = f"process {note.owner}" if note is not None and note.owner_lives else "another process"
    return (
        f"{who} holds {layout.lock} but its database has not answered for {_PATIENCE:.0f} seconds "
        f"(this is process {os.getpid()}; log: {layout.log}): stop it and try again"
    )
