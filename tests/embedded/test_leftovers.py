"""Files that a killed PostgreSQL left, and processes that happen to bear its numbers."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from locum.db.embedded import EmbeddedDatabaseError, accounts, leftovers, running
from locum.db.embedded.layout import Layout
from locum.db.embedded.locks import Lock
from locum.db.embedded.postmaster import Postmaster

from .harness import answers, await_true, dsn_of, postgres_in, postmaster_in, query, watched


@pytest.fixture
def stranger() -> Iterator[psutil.Process]:
    """A process of the same user that is none of our business."""
    with subprocess.Popen(["sleep", "60"]) as process:
        yield psutil.Process(process.pid)
        assert process.poll() is None, "the stranger was harmed"
        process.kill()


def pretend(data_dir: Path, pid: int | str) -> None:
    """Leave the files of a killed PostgreSQL that bore this number."""
    cluster = data_dir / "postgres"
    lines = [pid, cluster, int(time.time()), 5432, cluster, "", "  12345  0", "ready   "]
    (cluster / "postmaster.pid").write_text("".join(f"{line}\n" for line in lines))
    (cluster / ".s.PGSQL.5432.lock").write_text("".join(f"{line}\n" for line in lines[:5]))
    (cluster / ".s.PGSQL.5432").write_text("")


def starts(data_dir: Path) -> bool:
    with running(data_dir) as cluster:
        return bool(query(dsn_of(cluster), "SELECT count(*) = 1 FROM kept"))


def test_a_pid_file_with_the_number_of_a_stranger(stopped: Path, stranger: psutil.Process) -> None:
    pretend(stopped, stranger.pid)
    assert starts(stopped)


def test_a_pid_file_with_the_number_of_another_clusters_postmaster(stopped: Path) -> None:
    with watched() as elsewhere, running(elsewhere) as other:
        bystander = postmaster_in(elsewhere)
        pretend(stopped, bystander.pid)
        assert starts(stopped)
        assert bystander.is_running()
        assert answers(dsn_of(other))


def test_a_pid_file_with_the_number_of_a_zombie(stopped: Path) -> None:
    with subprocess.Popen(["true"]) as process:
        await_true(lambda: psutil.Process(process.pid).status() == psutil.STATUS_ZOMBIE)
        pretend(stopped, process.pid)
        assert starts(stopped)


@pytest.mark.parametrize("content", ["", "1", "-1\n/tmp\n", "\0\xff\n" * 3])
def test_a_truncated_or_senseless_pid_file(stopped: Path, content: str) -> None:
    pretend(stopped, 1)
    (stopped / "postgres" / "postmaster.pid").write_text(content)
    (stopped / "postgres" / ".s.PGSQL.5432.lock").write_text(content)
    (stopped / "postgres.json").write_text(content)
    assert starts(stopped)


def test_a_postgres_that_somebody_else_started_is_left_alone(stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = Layout.of(stopped)
    monkeypatch.setattr(leftovers, "_PATIENCE", 0.1)
    with (stopped / "elsewhere.lock").open("w") as other_lock:
        foreign = Postmaster.launch(
            layout, layout.cluster, accounts.account_for(layout, fresh=False), Lock(other_lock.fileno())
        )
        try:
            await_true(lambda: "ready" in layout.pid_file.read_text() if layout.pid_file.exists() else False)
            with pytest.raises(EmbeddedDatabaseError, match=f"process {foreign.pid}.*stop it first"), running(stopped):
                pass
            assert foreign.running
        finally:
            foreign.stop()
    assert not postgres_in(stopped)
    assert starts(stopped)
