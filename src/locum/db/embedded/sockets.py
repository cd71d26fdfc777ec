"""Where the socket is: a directory that only its owner can enter, with a path that fits into an address."""

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from locum.db.embedded.accounts import Account
from locum.db.embedded.errors import EmbeddedDatabaseError
from locum.db.embedded.layout import Layout, socket_in

LONGEST = 107
"""Bytes that the path of a socket may have (unix(7): 108 with the closing zero)."""


def socket_dir_for(layout: Layout, account: Account) -> Path:
    """The cluster itself, which PostgreSQL keeps private; where its path is too long, a short private directory."""
    if _fits(layout.cluster):
        return layout.cluster
    name = f"locum-{os.geteuid()}-{hashlib.sha256(os.fsencode(layout.data_dir)).hexdigest()[:16]}"
    for base in dict.fromkeys((tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm")):  # noqa: S108 - made private below
        folder = Path(base) / name
        if not _fits(folder) or not os.access(base, os.W_OK | os.X_OK):
            continue
        if _make(folder, account):
            return folder
        # Somebody else sits on the name: take one that nobody could foresee.
        folder = Path(tempfile.mkdtemp(prefix="locum-", dir=base))
        account.give(folder)
        return folder
    raise EmbeddedDatabaseError(f"the path {layout.data_dir} is too long and no temporary directory is writable")


def reclaim(folder: Path, layout: Layout, account: Account) -> None:
    """Use the very directory that another process used before, so that addresses handed out stay true."""
    if folder != layout.cluster and not _make(folder, account):
        raise EmbeddedDatabaseError(f"the socket's directory {folder} has been taken by somebody else")


def discard(folder: Path, layout: Layout) -> None:
    """Remove a socket directory of our own making."""
    if folder != layout.cluster:
        with suppress(OSError):  # gone already, or not empty: nothing depends on it
            folder.rmdir()


def _fits(folder: Path) -> bool:
    return len(os.fsencode(socket_in(folder))) <= LONGEST


def _make(folder: Path, account: Account) -> bool:
    """Make a private directory, or find one that is private and PostgreSQL's already."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        return (
            stat.S_ISDIR(found.st_mode) and found.st_uid == account.owner and stat.S_IMODE(found.st_mode) & 0o077 == 0
        )
    account.give(folder)
    return True
