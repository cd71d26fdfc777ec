"""What /proc knows about processes. A number alone proves nothing: numbers are given out again."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from locum.db.embedded.kernel import LINUX

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Member:
    """A PostgreSQL process of one cluster."""

    pid: int
    parent: int
    title: str

    @property
    def serves_one_connection(self) -> bool:
        """True for everything but the postmaster itself (which keeps its command line as title)."""
        return self.title.startswith("postgres: ")


def started_at(pid: int) -> int | None:
    """When a process started, in clock ticks since boot; None if there is none or only its remains (a zombie).

    With the number it names a process for good. Where there is no /proc, 0 for every living process.
    """
    if not LINUX:
        return 0 if _answers(pid) else None
    fields = _stat(pid)
    return int(fields[19]) if fields and fields[0] not in "ZX" else None


def members(cluster: Path) -> list[Member]:
    """Every living PostgreSQL process whose working directory is this cluster. Empty where there is no /proc."""
    return list(_members(os.path.realpath(cluster))) if LINUX else []


def _members(cluster: str) -> Iterator[Member]:
    for entry in _PROC.iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            program = (entry / "exe").readlink().name.removesuffix(" (deleted)")
            if program != "postgres" or str((entry / "cwd").readlink()) != cluster:
                continue
            title = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # gone meanwhile, or somebody else's
        fields = _stat(int(entry.name))
        if fields:
            yield Member(int(entry.name), int(fields[1]), title)


def _stat(pid: int) -> list[str] | None:
    """Fields of /proc/PID/stat from the state (the third) on; the name before it may hold spaces and brackets."""
    try:
        return (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
