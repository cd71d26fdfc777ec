"""Backup and restore: everything comes back, and a restore that fails changes nothing."""

import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from locum.db.dump import DumpError, backup, restore
from locum.db.embedded import running

from .harness import dsn_of, query

_CONTENT = """
    CREATE TYPE colour AS ENUM ('red', 'green');
    CREATE TABLE person (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, likes colour);
    CREATE TABLE booking (host int REFERENCES person, during tstzrange, note bytea,
        EXCLUDE USING gist (int8range(host, host, '[]') WITH =, during WITH &&));
    CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
    CREATE SCHEMA apart; CREATE TABLE apart."od"d" ();
    INSERT INTO person (name, likes) VALUES ('Zoë 日本', 'green'), (E'-- Data for Name: x; Type: TABLE DATA', 'red');
    INSERT INTO booking SELECT 1, tstzrange(day, day + '1 hour'), 'COMMIT;' FROM
        generate_series('2030-01-01'::timestamptz, '2032-01-01', '1 day') AS day;
""".replace('"od"d"', '"od d"')
_DIGEST = """
    SELECT md5(concat((SELECT string_agg(person::text, ',' ORDER BY id) FROM person),
        (SELECT string_agg(booking::text, ',' ORDER BY during) FROM booking), twice(21), 'apart."od d"'::regclass))
"""


@pytest.fixture
def filled(stopped: Path) -> Iterator[str]:
    """Address of a database with some of everything."""
    with running(stopped) as cluster:
        dsn = sibling(dsn_of(cluster), "filled")
        query(dsn, _CONTENT)
        yield dsn
        for name in ("filled", "target"):
            query(dsn_of(cluster), f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="locum-") as name:
        yield Path(name)


def sibling(dsn: str, name: str) -> str:
    """A new, empty database on the same server."""
    query(dsn, f"CREATE DATABASE {name} TEMPLATE template0")
    return psycopg.conninfo.make_conninfo(dsn, dbname=name)


def test_everything_comes_back(filled: str, folder: Path) -> None:
    file = folder / "locum.backup"
    told: list[tuple[int, int, str]] = []
    backup(filled, file, lambda *progress: told.append(progress))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["locum.backup"]
    assert [(done, total) for done, total, _ in told] == [(0, 3), (1, 3), (2, 3)]
    assert sorted(name for _, _, name in told) == ["apart.od d", "public.booking", "public.person"]
    target = sibling(filled, "target")
    told.clear()
    restore(target, file, on_progress=lambda *progress: told.append(progress))
    assert query(target, _DIGEST) == query(filled, _DIGEST)
    assert [(done, total) for done, total, _ in told] == [(0, 3), (1, 3), (2, 3)]
    query(target, "INSERT INTO person (name) VALUES ('next')")
    with pytest.raises(psycopg.errors.ExclusionViolation):
        query(target, "INSERT INTO booking SELECT * FROM booking LIMIT 1")


def test_a_database_with_tables_is_replaced_only_on_demand(filled: str, folder: Path) -> None:
    file = folder / "locum.backup"
    backup(filled, file)
    before = query(filled, _DIGEST)
    query(filled, "CREATE TABLE later (); UPDATE person SET name = 'changed'")
    changed = query(filled, _DIGEST)
    with pytest.raises(DumpError, match="holds tables already"):
        restore(filled, file)
    assert query(filled, _DIGEST) == changed
    for _ in range(2):
        restore(filled, file, replace=True)
        assert query(filled, _DIGEST) == before
        assert query(filled, "SELECT to_regclass('later')") is None
        backup(filled, file)


@pytest.mark.parametrize("keep", [0.98, 0.6, 0.1])
def test_a_truncated_backup_changes_nothing(filled: str, folder: Path, keep: float) -> None:
    file = folder / "locum.backup"
    backup(filled, file)
    before = query(filled, _DIGEST)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * keep)])
    target = sibling(filled, "target")
    with pytest.raises(DumpError):
        restore(filled, file, replace=True)
    with pytest.raises(DumpError):
        restore(target, file)
    assert query(filled, _DIGEST) == before
    assert query(target, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == 0


def test_a_restore_that_fails_on_the_way_changes_nothing(filled: str, folder: Path) -> None:
    file = folder / "locum.backup"
    backup(filled, file)
    target = sibling(filled, "target")
    query(target, "CREATE TYPE colour AS ENUM ('blue')")
    with pytest.raises(DumpError, match='nothing was changed: type "colour" already exists'):
        restore(target, file)
    assert query(target, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == 0


def test_an_interrupted_restore_changes_nothing(filled: str, folder: Path) -> None:
    file = folder / "locum.backup"
    backup(filled, file)
    before = query(filled, _DIGEST)

    def interrupt(done: int, _total: int, _name: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(filled, file, replace=True, on_progress=interrupt)
    assert query(filled, _DIGEST) == before


def test_an_interrupted_backup_leaves_the_older_one(filled: str, folder: Path) -> None:
    file = folder / "locum.backup"
    file.write_text("the older one")

    def interrupt(*_progress: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(filled, file, interrupt)
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("locum.backup", "the older one")]


def test_reasons_are_given_in_one_line(filled: str, folder: Path) -> None:
    nowhere = psycopg.conninfo.make_conninfo(filled, dbname="nowhere", password="secret")
    with pytest.raises(DumpError, match=r'^the database does not answer: .*database "nowhere" does not exist$'):
        backup(nowhere, folder / "file")
    with pytest.raises(DumpError, match="cannot be written"):
        backup(filled, folder / "no-such-folder" / "file")
    (folder / "text").write_text("no backup")
    with pytest.raises(DumpError, match=r"text is not a backup: .*valid archive"):
        restore(filled, folder / "text", replace=True)
    assert not (folder / "file").exists()
