"""Everything that must be settled before PostgreSQL can start in a data directory."""

from dataclasses import dataclass
from pathlib import Path

from locum.db.embedded import sockets
from locum.db.embedded.accounts import Account, account_for
from locum.db.embedded.creation import ensure_cluster
from locum.db.embedded.layout import Layout
from locum.db.embedded.locks import Lock


@dataclass(frozen=True, slots=True)
class Site:
    """A cluster that can be started by the holder of its lock."""

    layout: Layout
    lock: Lock
    account: Account
    socket_dir: Path


def prepare(layout: Layout, lock: Lock, *, fresh: bool = False, socket_dir: Path | None = None) -> Site:
    """Choose the user, make the cluster if there is none, and find the socket its place.

    `fresh`: the data directory was made a moment ago. `socket_dir`: the place is settled, addresses speak of it.
    Raises EmbeddedDatabaseError where one of them is impossible.
    """
    account = account_for(layout, fresh=fresh)
    account.give(layout.lock)
    ensure_cluster(layout, account, lock)
    if socket_dir is None:
        socket_dir = sockets.socket_dir_for(layout, account)
    else:
        sockets.reclaim(socket_dir, layout, account)
    return Site(layout, lock, account, socket_dir)
