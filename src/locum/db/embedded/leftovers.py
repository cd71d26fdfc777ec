"""What a killed PostgreSQL leaves behind. Nothing is removed or ended on the word of a pid file."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from locum.db.embedded.errors import EmbeddedDatabaseError
from locum.db.embedded.kernel import LINUX
from locum.db.embedded.layout import Layout, socket_in
from locum.db.embedded.processes import Member, members, started_at

_PATIENCE = 5.0


def clear(layout: Layout, socket_dir: Path) -> None:
    """Make way for a new postmaster. Only for the holder of the lock.

    PostgreSQL refuses to start while its pid file or the socket's lock file names *any* living process, be it a
    stranger that was given the number since. Without /proc nobody can tell, and PostgreSQL decides alone.
    Raises EmbeddedDatabaseError when a postmaster that is not ours serves the cluster.
    """
    socket = socket_in(socket_dir)
    stale = [layout.pid_file, socket, socket.with_name(f"{socket.name}.lock")]
    if not LINUX or not any(os.path.lexists(path) for path in stale):
        return
    deadline = time.monotonic() + _PATIENCE
    while found := _living(layout.cluster):
        if time.monotonic() > deadline:
            raise EmbeddedDatabaseError(
                f"another PostgreSQL (process {found[0].pid}) already serves {layout.cluster}: stop it first"
            )
        time.sleep(0.02)
    for path in stale:
        path.unlink(missing_ok=True)


def end_orphans(cluster: Path) -> None:
    """End processes of the cluster whose postmaster is dead: a busy one would hold up the recovery.

    Needs no lock, since what belongs to a living postmaster is left alone.
    """
    orphans = _orphans(cluster)
    for number in (signal.SIGQUIT, signal.SIGKILL):
        for orphan in orphans:
            with suppress(ProcessLookupError):  # it went by itself, which is as good
                os.kill(orphan.pid, number)
        deadline = time.monotonic() + _PATIENCE
        while orphans and time.monotonic() < deadline:
            time.sleep(0.01)
            orphans = [orphan for orphan in orphans if started_at(orphan.pid) is not None]


def _living(cluster: Path) -> list[Member]:
    end_orphans(cluster)
    return members(cluster)


def _orphans(cluster: Path) -> list[Member]:
    found = members(cluster)
    postmasters = {member.pid for member in found if not member.serves_one_connection}
    return [member for member in found if member.serves_one_connection and member.parent not in postmasters]
