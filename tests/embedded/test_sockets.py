"""A data path too long for a socket, and a log that stays small."""

import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from locum.db.embedded import accounts, logs, running, sockets
from locum.db.embedded.layout import Layout

from .harness import Start, answers, await_true, dsn_of, query, watched


@pytest.fixture(scope="module")
def far_away() -> Iterator[Path]:
    """A path of more than 107 characters that still is a fine directory."""
    with watched() as folder:
        yield folder / ("long" * 20) / ("longer" * 10)


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory for temporary files of our own, to see what is made and what remains."""
    with tempfile.TemporaryDirectory(prefix="le", dir="/tmp") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


def test_the_socket_moves_to_a_private_directory(far_away: Path, temporary: Path) -> None:
    for _ in range(2):
        with running(far_away) as cluster:
            assert answers(dsn_of(cluster))
            assert cluster.socket_dir.parent == temporary
            assert stat.S_IMODE(cluster.socket_dir.stat().st_mode) == 0o700
        assert not cluster.socket_dir.exists()


def test_the_longest_path_that_fits_is_used(temporary: Path) -> None:
    layout = Layout.of(Path("/tmp") / ("x" * (sockets.LONGEST - len("/tmp//postgres/.s.PGSQL.5432"))))
    assert sockets.socket_dir_for(layout, accounts.Same()) == layout.cluster
    longer = Layout.of(layout.data_dir.with_name(layout.data_dir.name + "x"))
    assert sockets.socket_dir_for(longer, accounts.Same()).parent == temporary


def test_somebody_elses_directory_of_that_name_is_not_entered(far_away: Path, temporary: Path) -> None:
    with running(far_away) as cluster:
        expected = cluster.socket_dir
    expected.mkdir()
    expected.chmod(0o777)
    with running(far_away) as cluster:
        assert answers(dsn_of(cluster))
        assert cluster.socket_dir != expected
        assert stat.S_IMODE(cluster.socket_dir.stat().st_mode) == 0o700
    assert not list(expected.iterdir())


def test_a_link_of_that_name_is_not_followed(far_away: Path, temporary: Path) -> None:
    with running(far_away) as cluster:
        expected = cluster.socket_dir
    target = temporary / "target"
    target.mkdir(mode=0o700)
    expected.symlink_to(target)
    with running(far_away) as cluster:
        assert cluster.socket_dir != expected
    assert not list(target.iterdir())


def test_other_processes_find_the_socket_wherever_their_temporary_files_are(
    start: Start, far_away: Path, temporary: Path
) -> None:
    owner = start(at=far_away)
    dsn = owner.hear()["dsn"]
    with running(far_away) as cluster:
        assert dsn_of(cluster) == dsn
        owner.end()
        await_true(lambda: cluster.owner and answers(dsn))
    assert not cluster.socket_dir.exists()


@pytest.mark.usefixtures("stopped")
def test_the_log_stays_small_while_postgres_writes_to_it(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 4000)
    log, older = data_dir / "postgres.log", data_dir / "postgres.log.1"
    with running(data_dir) as cluster:
        for _ in range(5):
            for _ in range(20):
                query(dsn_of(cluster), "DO $$ BEGIN RAISE WARNING '%', repeat('x', 300); END $$")
            await_true(lambda: log.stat().st_size <= 4000)
        assert older.stat().st_size > 4000
        assert {stat.S_IMODE(path.stat().st_mode) for path in (log, older)} == {0o600}
