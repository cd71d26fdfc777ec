"""Making the cluster: wholly or not at all, and never over something else."""

import signal
from pathlib import Path

import pytest

from locum.db.embedded import EmbeddedDatabaseError, creation, running

from .harness import Start, await_true, dsn_of, postgres_in, query


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("moment", ["global", "base/5"])
def test_ended_while_the_cluster_is_made(start: Start, data_dir: Path, number: signal.Signals, moment: str) -> None:
    server = start()
    await_true(lambda: list(data_dir.glob(f"postgres.new-*/{moment}")))
    server.end(number)
    assert not (data_dir / "postgres").exists()
    with running(data_dir) as cluster:
        assert query(dsn_of(cluster), "SELECT 42") == 42
    assert not list(data_dir.glob("postgres.new-*"))


def test_an_interrupted_attempt_leaves_no_process(start: Start, data_dir: Path) -> None:
    server = start()
    await_true(lambda: postgres_in(data_dir))
    server.end(signal.SIGKILL)
    await_true(lambda: not postgres_in(data_dir))


@pytest.mark.usefixtures("copied")
def test_a_cluster_of_another_major_version(data_dir: Path) -> None:
    (data_dir / "postgres" / "PG_VERSION").write_text("16\n")
    with (
        pytest.raises(EmbeddedDatabaseError, match=r"PostgreSQL 16.*brings PostgreSQL 18: back it up"),
        running(data_dir),
    ):
        pass
    assert (data_dir / "postgres" / "base").is_dir()


def test_a_directory_that_is_no_cluster_is_not_touched(data_dir: Path) -> None:
    (data_dir / "postgres").mkdir(parents=True)
    (data_dir / "postgres" / "thesis.txt").write_text("years of work")
    with pytest.raises(EmbeddedDatabaseError, match="is not a PostgreSQL data directory"), running(data_dir):
        pass
    assert [path.name for path in (data_dir / "postgres").iterdir()] == ["thesis.txt"]


def test_an_empty_directory_is_as_good_as_none(data_dir: Path) -> None:
    (data_dir / "postgres").mkdir(parents=True, mode=0o755)
    with running(data_dir) as cluster:
        assert query(dsn_of(cluster), "SELECT 42") == 42


def test_initdbs_own_words_reach_the_user(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(creation, "_OPTIONS", ("--encoding=klingon",))
    with pytest.raises(EmbeddedDatabaseError, match=r"could not be made.*klingon"), running(data_dir):
        pass
    assert not list(data_dir.glob("postgres*/"))


@pytest.mark.usefixtures("copied")
def test_postgres_own_words_reach_the_user(data_dir: Path) -> None:
    (data_dir / "postgres" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(EmbeddedDatabaseError, match=r"did not start: .*postgresql.conf.*log: "), running(data_dir):
        pass
