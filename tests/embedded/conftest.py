"""A data directory per test, and the promise that nothing of it runs on afterwards."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from locum.db.embedded import running

from .harness import Server, Start, await_true, dsn_of, postgres_in, query, watched

# What root has to do differently can be shown by root alone.
collect_ignore = [] if os.geteuid() == 0 else ["test_root.py"]


@pytest.fixture(scope="session")
def used_again() -> Iterator[Path]:
    """One database for all tests that leave it whole: making one takes half a second, and so does copying it."""
    with watched() as folder:
        with running(folder) as cluster:
            query(dsn_of(cluster), "CREATE TABLE kept AS SELECT 42 AS answer")
        yield folder


@pytest.fixture
def data_dir(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A data directory: not made yet, or that of `stopped` where the test asks for it."""
    if "stopped" in request.fixturenames:
        yield request.getfixturevalue("used_again")
        await_true(lambda: not postgres_in(request.getfixturevalue("used_again")))
        return
    with watched() as folder:
        yield folder


@pytest.fixture
def stopped(data_dir: Path) -> Path:
    """The data directory holds a database that was stopped, or killed, before; the test leaves it usable."""
    return data_dir


@pytest.fixture
def copied(used_again: Path, data_dir: Path) -> Path:
    """The data directory holds a database that the test may spoil."""
    return Path(shutil.copytree(used_again, data_dir))


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
