"""Children of the tests, and what can be seen of PostgreSQL from outside."""

import json
import os
import secrets
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg

from locum.db.embedded import Cluster, binaries
from locum.db.embedded.databases import conninfo
from tests.support.waiting import PATIENCE_SECONDS

CHILD = Path(__file__).with_name("child.py")


class Server:
    """A child process that runs or uses the database of a data directory."""

    def __init__(self, data_dir: Path, *options: str, environment: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(CHILD), str(data_dir), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | (environment or {}),
        )
        self.pid = self.process.pid

    def hear(self, seconds: float = 20.0) -> dict[str, Any]:
        """The next thing it says."""
        assert self.process.stdout is not None
        readable, _, _ = select.select([self.process.stdout], [], [], seconds)
        assert readable, "the child said nothing"
        line = self.process.stdout.readline()
        assert line, "the child ended without a word"
        words: dict[str, Any] = json.loads(line)
        return words

    def ask(self) -> dict[str, Any]:
        """Whether it is the owner now and its database answers."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()
        return self.hear()

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)

    def close(self) -> None:
        """Whatever happened, be gone."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


Start = Callable[..., Server]


def postgres_in(data_dir: Path) -> list[psutil.Process]:
    """PostgreSQL's processes that work in a data directory, found without the help of the code under test."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.name() == "postgres" and Path(process.cwd()).is_relative_to(data_dir.resolve()):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def postmaster_in(data_dir: Path) -> psutil.Process:
    """The one that is the parent of the others; they come and go meanwhile."""
    parents = {}
    for process in postgres_in(data_dir):
        with suppress(psutil.NoSuchProcess):
            parents[process.pid] = process.ppid()
    [postmaster] = [pid for pid, parent in parents.items() if parent not in parents]
    return psutil.Process(postmaster)


def await_true(condition: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Fail unless something comes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@contextmanager
def watched() -> Iterator[Path]:
    """A short path, for it holds a socket. Afterwards no PostgreSQL may be left in it."""
    folder = Path(tempfile.mkdtemp(prefix="locum-", dir="/tmp"))
    try:
        yield folder / "var"
        await_true(lambda: not postgres_in(folder))
    finally:
        for process in postgres_in(folder):
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def query(dsn: str, statement: str) -> Any:
    """The first value that a statement gives, or None; committed."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def remember(dsn: str) -> int:
    """Commit a number that nobody could guess."""
    number = secrets.randbelow(2**31)
    query(dsn, f"UPDATE kept SET answer = {number}")
    return number


def remembered(dsn: str) -> int:
    """The number that was committed last."""
    return int(query(dsn, "SELECT answer FROM kept"))


def dsn_of(cluster: Cluster) -> str:
    """Its address in the form of libpq."""
    return conninfo(cluster.socket_dir, cluster.database)


def answers(dsn: str) -> bool:
    """Whether the database takes a connection."""
    try:
        return bool(query(dsn, "SELECT true"))
    except psycopg.OperationalError:
        return False


def cleanly_stopped(data_dir: Path) -> bool:
    """What the control file says of the last end."""
    command = [str(binaries() / "pg_controldata"), str(data_dir / "postgres")]
    report = subprocess.run(command, check=True, capture_output=True, text=True, env={"LC_ALL": "C"}).stdout
    [state] = [line.partition(":")[2].strip() for line in report.splitlines() if "cluster state" in line]
    return state == "shut down"
