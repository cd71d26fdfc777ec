"""However the server or PostgreSQL is ended: nothing stays behind, nothing committed is lost."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from locum.db.embedded import running, supervisor
from tests.support.waiting import PATIENCE_SECONDS

from .harness import (
    Start,
    answers,
    await_true,
    cleanly_stopped,
    dsn_of,
    postgres_in,
    postmaster_in,
    remember,
    remembered,
)


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, -signal.SIGINT)])
def test_a_server_told_to_stop_stops_its_database_first(
    start: Start, data_dir: Path, number: signal.Signals, code: int
) -> None:
    server = start()
    dsn = server.hear()["dsn"]
    with closing(psycopg.connect(dsn)) as connection:
        connection.execute("CREATE TABLE open_transaction ()")
        assert server.end(number) == code
    assert not postgres_in(data_dir)
    assert cleanly_stopped(data_dir)
    assert not (data_dir / "postgres.json").exists()


@pytest.mark.usefixtures("stopped")
def test_a_web_server_that_handles_sigterm_itself_still_stops_the_database(data_dir: Path) -> None:
    program = (
        "import sys, pathlib, uvicorn; from locum.db.embedded import running\n"
        "async def app(scope, receive, send): raise RuntimeError\n"
        "with running(pathlib.Path(sys.argv[1])):\n"
        "    uvicorn.run(app, uds=sys.argv[2], lifespan='off', log_level='error')"
    )
    front = data_dir.with_name("front")
    with subprocess.Popen([sys.executable, "-c", program, str(data_dir), str(front)]) as server:
        await_true(front.exists)
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE_SECONDS) == 143
    assert not postgres_in(data_dir)
    assert cleanly_stopped(data_dir)


@pytest.mark.usefixtures("stopped")
def test_ctrl_c_on_the_terminal_does_not_reach_postgres(start: Start, data_dir: Path) -> None:
    server = start()
    server.hear()
    assert os.getpgid(postmaster_in(data_dir).pid) != os.getpgid(server.pid)


@pytest.mark.usefixtures("stopped")
def test_a_killed_server_takes_its_database_along(start: Start, data_dir: Path) -> None:
    server = start()
    dsn = server.hear()["dsn"]
    number = remember(dsn)
    with closing(psycopg.connect(dsn)) as busy:
        busy.execute("SELECT 1")
        server.end(signal.SIGKILL)
        await_true(lambda: not postgres_in(data_dir))
    again = start()
    words = again.hear()
    assert words["owner"]
    assert remembered(words["dsn"]) == number


@pytest.mark.usefixtures("stopped")
def test_a_killed_postmaster_is_started_again_under_the_same_address(start: Start, data_dir: Path) -> None:
    server = start()
    dsn = server.hear()["dsn"]
    number = remember(dsn)
    for _ in range(2):
        killed = postmaster_in(data_dir).pid
        os.kill(killed, signal.SIGKILL)
        await_true(lambda: answers(dsn))
        assert postmaster_in(data_dir).pid != killed
    assert remembered(dsn) == number
    assert server.ask() == {"owner": True, "alive": True}


@pytest.mark.usefixtures("stopped")
def test_a_backend_that_computes_does_not_hold_up_the_restart(start: Start, data_dir: Path) -> None:
    server = start()
    dsn = server.hear()["dsn"]
    with closing(psycopg.connect(dsn, autocommit=True)) as busy:
        busy.pgconn.send_query(b"DO $$ BEGIN LOOP NULL; END LOOP; END $$")
        os.kill(postmaster_in(data_dir).pid, signal.SIGKILL)
        await_true(lambda: answers(dsn))


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize("postmaster_first", [True, False])
def test_both_killed_at_once(start: Start, data_dir: Path, postmaster_first: bool) -> None:
    server = start()
    dsn = server.hear()["dsn"]
    number = remember(dsn)
    with closing(psycopg.connect(dsn, autocommit=True)) as busy:
        busy.pgconn.send_query(b"DO $$ BEGIN LOOP NULL; END LOOP; END $$")
        victims = [postmaster_in(data_dir).pid, server.pid]
        for victim in victims if postmaster_first else reversed(victims):
            os.kill(victim, signal.SIGKILL)
        words = start().hear()
        assert words["owner"]
        assert remembered(words["dsn"]) == number


@pytest.mark.usefixtures("copied")
def test_a_database_that_dies_again_and_again_is_given_up_with_a_word(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "_DELAYS", (0.0, 0.01))
    heard: list[str] = []
    with running(data_dir, on_lost=heard.append) as cluster:
        assert cluster.lost is None
        assert not cluster.supervisor.ended.wait(0)
        with (data_dir / "postgres" / "postgresql.conf").open("a") as settings:
            settings.write("\nno_such_setting = 1\n")
        os.kill(postmaster_in(data_dir).pid, signal.SIGKILL)
        assert cluster.supervisor.ended.wait(PATIENCE_SECONDS)
        assert cluster.lost is not None
        assert "ended 3 times in a row" in cluster.lost
        assert "postgresql.conf" in cluster.lost
        assert not answers(dsn_of(cluster))
        await_true(lambda: heard == [cluster.lost])
