"""Started by root: PostgreSQL is not root, reaches the data nevertheless, and no permission is widened."""

import os
import pwd
import shutil
import signal
import stat
from pathlib import Path

import pytest

from .harness import Start, await_true, cleanly_stopped, postgres_in, postmaster_in, query

NOBODY = pwd.getpwnam("nobody").pw_uid


def modes(folder: Path) -> dict[str, tuple[int, int]]:
    """Mode and owner of a directory, of those above it and of what is in it, other than the cluster's own files."""
    paths = [*folder.parents, folder, *(path for path in folder.iterdir() if path.name != "postgres")]
    return {str(path): (stat.S_IMODE(path.stat().st_mode), path.stat().st_uid) for path in paths}


def number_inside(pid: int) -> int:
    """The user number that a process of root has in its own namespace."""
    inside, outside, count = map(int, Path(f"/proc/{pid}/uid_map").read_text().split())
    return inside if (outside, count) == (0, 1) else 0


def test_root_keeps_its_private_directories_private(start: Start, data_dir: Path) -> None:
    data_dir.mkdir(mode=0o700)
    before = modes(data_dir)
    assert before[str(data_dir.parent)] == (0o700, 0)
    server = start()
    query(server.hear()["dsn"], "CREATE TABLE kept ()")
    postmaster = postmaster_in(data_dir)
    assert postmaster.uids().real == 0
    assert number_inside(postmaster.pid) != 0
    capabilities = Path(f"/proc/{postmaster.pid}/status").read_text()
    assert "CapEff:\t0000000000000000" in capabilities
    after = modes(data_dir)
    assert {path: after[path] for path in before} == before
    server.end(signal.SIGKILL)
    await_true(lambda: not postgres_in(data_dir))
    assert cleanly_stopped(data_dir)


def test_root_becomes_the_owner_of_a_cluster_that_is_somebody_elses(start: Start, data_dir: Path) -> None:
    data_dir.parent.chmod(0o711)
    data_dir.mkdir(mode=0o700)
    os.chown(data_dir, NOBODY, NOBODY)
    ordinary = start("--as", str(NOBODY))
    query(ordinary.hear()["dsn"], "CREATE TABLE kept AS SELECT 42 AS answer")
    assert postmaster_in(data_dir).uids().real == NOBODY
    ordinary.end()
    assert cleanly_stopped(data_dir)
    as_root = start()
    assert query(as_root.hear()["dsn"], "SELECT answer FROM kept") == 42
    assert postmaster_in(data_dir).uids().real == NOBODY
    as_root.end(signal.SIGKILL)
    await_true(lambda: not postgres_in(data_dir))
    assert {path.owner() for path in data_dir.iterdir()} == {"nobody"}
    again = start("--as", str(NOBODY))
    assert query(again.hear()["dsn"], "SELECT answer FROM kept") == 42


def test_an_ordinary_user_survives_a_kill_as_well(start: Start, data_dir: Path) -> None:
    data_dir.parent.chmod(0o711)
    data_dir.mkdir(mode=0o700)
    os.chown(data_dir, NOBODY, NOBODY)
    server = start("--as", str(NOBODY))
    query(server.hear()["dsn"], "CREATE TABLE kept AS SELECT 42 AS answer")
    server.end(signal.SIGKILL)
    await_true(lambda: not postgres_in(data_dir))
    server = start("--as", str(NOBODY))
    words = server.hear()
    assert query(words["dsn"], "SELECT answer FROM kept") == 42
    os.kill(postmaster_in(data_dir).pid, signal.SIGKILL)
    await_true(lambda: server.ask()["alive"])


def test_an_ordinary_user_does_not_get_roots_database(start: Start, data_dir: Path) -> None:
    data_dir.parent.chmod(0o711)
    server = start()
    server.hear()
    server.end()
    for mode in (0o700, 0o711):
        data_dir.chmod(mode)
        assert "run Locum as its owner" in start("--as", str(NOBODY)).hear()["error"]
    (data_dir / "postgres.lock").chmod(0o666)
    assert "belongs to user root: run Locum as that user" in start("--as", str(NOBODY)).hear()["error"]


def test_without_namespaces_root_hands_a_new_cluster_to_an_ordinary_user(start: Start, data_dir: Path) -> None:
    data_dir.parent.chmod(0o711)
    server = start("--without-namespaces")
    query(server.hear()["dsn"], "CREATE TABLE kept ()")
    assert postmaster_in(data_dir).uids().real != 0
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE(data_dir.parent.stat().st_mode) == 0o711
    server.end(signal.SIGKILL)
    await_true(lambda: not postgres_in(data_dir))
    assert start("--without-namespaces").hear()["owner"]


def test_without_namespaces_a_private_directory_of_root_is_refused_and_stays_private(
    start: Start, data_dir: Path
) -> None:
    data_dir.mkdir(mode=0o700)
    before = modes(data_dir)
    refusal = start("--without-namespaces").hear()["error"]
    assert "refuses to run as root" in refusal
    assert "run Locum as an ordinary user who owns the data directory" in refusal
    after = modes(data_dir)
    assert {path: after[path] for path in before} == before


def test_a_cluster_whose_owner_cannot_reach_it_is_refused(start: Start, data_dir: Path) -> None:
    server = start()
    server.hear()
    server.end()
    for path in (data_dir / "postgres", *(data_dir / "postgres").rglob("*")):
        shutil.chown(path, NOBODY)
    refusal = start().hear()["error"]
    assert "belongs to user nobody, who cannot reach it" in refusal


@pytest.mark.parametrize("options", [[], ["--without-namespaces"]])
def test_the_moved_socket_belongs_to_postgres_too(start: Start, data_dir: Path, options: list[str]) -> None:
    data_dir.parent.chmod(0o711)
    far_away = data_dir.parent / ("long" * 30)
    server = start(*options, at=far_away)
    dsn = server.hear()["dsn"]
    assert query(dsn, "SELECT 42") == 42
    socket_dir = Path(dict(part.split("=") for part in dsn.split())["host"])
    assert stat.S_IMODE(socket_dir.stat().st_mode) == 0o700
    assert socket_dir.stat().st_uid == postmaster_in(far_away).uids().real
    server.end()
    assert not socket_dir.exists()
