"""Several processes, one database: whoever comes later uses it, and whoever remains keeps it."""

import json
import signal
from pathlib import Path

import pytest

from locum.db.embedded import EmbeddedDatabaseError, running, session
from locum.db.embedded.layout import Layout
from locum.db.embedded.locks import Lock

from .harness import (
    Start,
    answers,
    await_true,
    cleanly_stopped,
    dsn_of,
    postgres_in,
    postmaster_in,
    query,
    remember,
    remembered,
    watched,
)


@pytest.mark.usefixtures("stopped")
def test_a_command_beside_a_server_uses_its_database_and_leaves_it_running(start: Start, data_dir: Path) -> None:
    server = start()
    dsn = server.hear()["dsn"]
    with running(data_dir) as cluster:
        assert not cluster.owner
        assert dsn_of(cluster) == dsn
        kept = remember(dsn_of(cluster))
    assert remembered(dsn) == kept
    assert server.ask() == {"owner": True, "alive": True}
    with running(data_dir, database="second") as cluster:
        assert query(dsn_of(cluster), "SELECT current_database()") == "second"


@pytest.mark.usefixtures("stopped")
def test_a_command_alone_starts_the_database_and_stops_it(data_dir: Path) -> None:
    with running(data_dir) as cluster:
        assert cluster.owner
        assert postgres_in(data_dir)
    assert not postgres_in(data_dir)
    assert cleanly_stopped(data_dir)


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_when_the_owner_goes_one_of_the_others_runs_it(start: Start, data_dir: Path, number: signal.Signals) -> None:
    owner = start()
    dsn = owner.hear()["dsn"]
    others = [start(), start()]
    assert [other.hear()["owner"] for other in others] == [False, False]
    kept = remember(dsn)
    owner.end(number)
    await_true(lambda: answers(dsn))
    assert remembered(dsn) == kept
    await_true(lambda: sorted(other.ask()["owner"] for other in others) == [False, True])
    for other in others:
        other.end()
    assert not postgres_in(data_dir)
    assert cleanly_stopped(data_dir)


def test_one_that_comes_while_another_makes_the_cluster_waits_for_it(start: Start, data_dir: Path) -> None:
    first = start()
    await_true(lambda: list(data_dir.glob("postgres.new-*")))
    second = start()
    assert first.hear()["owner"]
    assert not second.hear()["owner"]


def test_waiting_ends_with_a_word(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_PATIENCE", 0.2)
    data_dir.mkdir()
    lock = Lock.attempt(Layout.of(data_dir))
    assert lock is not None
    try:
        with (
            pytest.raises(EmbeddedDatabaseError, match=r"another process holds .*stop it and try again"),
            running(data_dir),
        ):
            pass
    finally:
        lock.release()


def test_a_note_of_a_process_that_is_gone_is_not_believed(stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched() as elsewhere, running(stopped) as cluster:
        elsewhere.mkdir()
        lock = Lock.attempt(Layout.of(elsewhere))
        assert lock is not None
        note = json.loads((stopped / "postgres.json").read_text())
        (elsewhere / "postgres.json").write_text(json.dumps(note))
        with running(elsewhere) as attached:
            assert dsn_of(attached) == dsn_of(cluster)
        monkeypatch.setattr(session, "_PATIENCE", 0.2)
        (elsewhere / "postgres.json").write_text(json.dumps(note | {"owner_started": 1}))
        with pytest.raises(EmbeddedDatabaseError, match="another process holds"), running(elsewhere):
            pass
        lock.release()


@pytest.mark.usefixtures("stopped")
def test_the_lock_is_held_until_the_last_process_of_postgres_is_gone(start: Start, data_dir: Path) -> None:
    server = start()
    server.hear()
    postmaster = postmaster_in(data_dir)
    postmaster.suspend()
    server.end(signal.SIGKILL)
    assert Lock.attempt(Layout.of(data_dir)) is None
    postmaster.resume()
    with running(data_dir) as cluster:
        assert cluster.owner
