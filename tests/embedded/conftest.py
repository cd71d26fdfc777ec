"""A data directory per test, and the promise that nothing of it runs on afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from locum.db.embedded import running

from .harness import Server, Start, await_true, postgres_in, query

# What root has to do differently can be shown by root alone.
collect_ignore = [] if os.geteuid() == 0 else ["test_root.py"]


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A short path, for it holds a socket. Afterwards no PostgreSQL may be left in it."""
    folder = Path(tempfile.mkdtemp(prefix="locum-", dir="/tmp"))
    try:
        yield folder / "var"
        await_true(lambda: not postgres_in(folder))
    finally:
        for process in postgres_in(folder):
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def made_once() -> Iterator[Path]:
    """A data directory with a cluster that was used and stopped, to be copied: making one takes half a second."""
    with tempfile.TemporaryDirectory(prefix="locum-", dir="/tmp") as folder:
        with running(Path(folder, "var")) as cluster:
            query(cluster.dsn, "CREATE TABLE kept AS SELECT 42 AS answer")
        yield Path(folder, "var")


@pytest.fixture
def stopped(made_once: Path, data_dir: Path) -> Path:
    """The test's data directory holds a database that was stopped."""
    return Path(shutil.copytree(made_once, data_dir))


@pytest.fixture
def start(data_dir: Path) -> Iterator[Start]:
    """Start children on the data directory; they are gone before it is looked at."""
    children: list[Server] = []

    def start_one(*options: str, environment: dict[str, str] | None = None, at: Path | None = None) -> Server:
        children.append(Server(at or data_dir, *options, environment=environment))
        return children[-1]

    try:
        yield start_one
    finally:
        for child in children:
            child.close()
