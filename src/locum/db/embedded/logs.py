"""PostgreSQL's log file: one, and one older one, of a few megabytes at most."""

import os
import shutil

from locum.db.embedded.accounts import Account
from locum.db.embedded.layout import Layout

LARGEST = 4 * 1024 * 1024
"""Bytes after which the log begins anew."""


def open_for_append(layout: Layout, account: Account) -> tuple[int, int]:
    """A descriptor for PostgreSQL to write to, and where its first line will begin."""
    trim(layout, account)
    descriptor = os.open(layout.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    account.give(layout.log)
    return descriptor, os.fstat(descriptor).st_size


def trim(layout: Layout, account: Account) -> None:
    """Keep the log small, even while PostgreSQL writes to it (it appends, so it goes on at the new end)."""
    if not layout.log.exists() or layout.log.stat().st_size <= LARGEST:
        return
    older = layout.log.with_suffix(".log.1")
    older.unlink(missing_ok=True)
    older.touch(mode=0o600)
    shutil.copyfile(layout.log, older)
    account.give(older)
    os.truncate(layout.log, 0)


def reason(layout: Layout, position: int) -> str:
    """Why a start failed, in PostgreSQL's words: the last fatal line after a position of the log, else the last."""
    with layout.log.open("rb") as log:
        log.seek(position)
        lines = [line for line in log.read().decode(errors="replace").splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL:" in line or "PANIC:" in line]
    return (fatal or lines or ["it ended without a word"])[-1].split("FATAL:")[-1].strip()
