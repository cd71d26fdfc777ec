"""Backup and restore of a whole database, with PostgreSQL's own programs."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from locum.db.embedded import EmbeddedDatabaseError, binaries
from locum.kit.files import sync_folder

Progress = Callable[[int, int, str], None]
"""Told before each table: how many are done, how many there are, the name of the next one."""

_SCHEMAS = "SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
_TABLES = f"SELECT count(*) FROM pg_class JOIN ({_SCHEMAS}) AS ours ON ours.oid = relnamespace WHERE relkind = 'r'"  # noqa: S608 - constants
_BEGIN_DATA = b"-- Data for Name: "
# Servers before PostgreSQL 17 do not know this setting, which the programs of later ones always write.
_UNKNOWN_TO_OLD = b"SET transaction_timeout = 0;\n"


class DumpError(Exception):
    """A backup or a restore failed and changed nothing. The message is one line."""


def backup(dsn: str, file: Path, on_progress: Progress | None = None) -> None:
    """Write a database into one file (pg_dump's custom format, readable by its owner only).

    The file appears whole or not at all; one of the same name is replaced. `dsn` is a conninfo of libpq.
    Raises DumpError.
    """
    total, _ = _survey(dsn)
    with _draft_of(file) as draft, tempfile.TemporaryFile() as complaints:
        command = ["pg_dump", "--format=custom", "--verbose", f"--file={draft}", *_at(dsn)]
        with _program(command, dsn, errors=subprocess.PIPE) as dump:
            done = 0
            for line in dump.stderr or ():
                complaints.write(line)
                _, found, name = line.decode(errors="replace").strip().partition("dumping contents of table ")
                if found and on_progress is not None:
                    on_progress(done, max(total, done + 1), name.replace('"', ""))
                done += bool(found)
        if dump.returncode != 0:
            raise DumpError(f"the backup failed: {_reason(complaints)}")


def restore(dsn: str, file: Path, *, replace: bool = False, on_progress: Progress | None = None) -> None:
    """Fill a database from a file that `backup` wrote, in one transaction: wholly, or it stays as it was.

    A database that holds tables already is refused, unless `replace` says to drop everything in it first (in the
    same transaction). Raises DumpError.
    """
    total = _count_in_archive(file)
    tables, version = _survey(dsn)
    if tables and not replace:
        raise DumpError("the database holds tables already: restore into an empty one, or say that it may be replaced")
    with tempfile.TemporaryFile() as complaints:
        write = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *_at(dsn)]
        read = ["pg_restore", "--no-owner", "--no-privileges", "--file=-", str(file)]
        with (
            suppress(BrokenPipeError),  # psql ended early: its exit code and its complaint say why
            _program(write, dsn, errors=complaints, feed=True) as psql,
            _program(read, "", errors=complaints) as reader,
        ):
            _write(psql, _opening(dsn) if replace else b"BEGIN;\n")
            for line in _with_progress(reader, total, on_progress):
                if version >= 170000 or line != _UNKNOWN_TO_OLD:
                    _write(psql, line)
            # Without this last word the server rolls back: a file that ends too early leaves nothing behind.
            if reader.wait() == 0:
                _write(psql, b"\nCOMMIT;\n")
        if reader.returncode != 0 or psql.returncode != 0:
            raise DumpError(f"the restore failed, nothing was changed: {_reason(complaints)}")


def _opening(dsn: str) -> bytes:
    """Begin the transaction by dropping all there is. Whoever uses it must stop first, and is waited for briefly."""
    with _connected(dsn) as connection:
        names = [name for _, name in connection.execute(_SCHEMAS)]
        drops = [sql.SQL("DROP SCHEMA {} CASCADE;\n").format(sql.Identifier(name)).as_string() for name in names]
    start = "BEGIN;\nSET LOCAL client_min_messages = warning;\nSET LOCAL lock_timeout = '10s';\n"
    return f"{start}{''.join(drops)}CREATE SCHEMA public;\nGRANT USAGE ON SCHEMA public TO PUBLIC;\n".encode()


def _with_progress(reader: "subprocess.Popen[bytes]", total: int, on_progress: Progress | None) -> Iterator[bytes]:
    """The lines of the script; on the way, the titles that pg_restore writes above each table's rows are told."""
    done = 0
    for line in reader.stdout or ():
        if line.startswith(_BEGIN_DATA) and done < total:
            if on_progress is not None:
                name, _, rest = line.removeprefix(_BEGIN_DATA).decode(errors="replace").partition("; Type:")
                schema = rest.partition("Schema: ")[2].partition(";")[0]
                on_progress(done, total, f"{schema}.{name}")
            done += 1
        yield line


def _survey(dsn: str) -> tuple[int, int]:
    """How many tables there are, and the version of the server (180004 is 18.4)."""
    with _connected(dsn) as connection:
        row = connection.execute(_TABLES).fetchone()
        return (row[0] if row else 0), connection.info.server_version


@contextmanager
def _connected(dsn: str) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    try:
        with psycopg.connect(dsn, connect_timeout=10) as connection:
            yield connection
    except psycopg.Error as error:
        raise DumpError(f"the database does not answer: {' '.join(str(error).split())}") from error


def _count_in_archive(file: Path) -> int:
    """Tables with rows in a backup. Raises DumpError for a file that is none."""
    with tempfile.TemporaryFile() as complaints:
        with _program(["pg_restore", "--list", str(file)], "", errors=complaints) as reader:
            contents = reader.stdout.read() if reader.stdout else b""
        if reader.returncode != 0:
            raise DumpError(f"{file} is not a backup: {_reason(complaints)}")
    return contents.count(b" TABLE DATA ")


@contextmanager
def _draft_of(file: Path) -> Iterator[Path]:
    """A private file beside the final one that takes its name once it is complete and on the disk."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    except OSError as error:
        raise DumpError(f"{file} cannot be written: {error.strerror}") from error
    draft = Path(name)
    try:
        yield draft
        os.fsync(descriptor)
        draft.replace(file)
        sync_folder(file.parent)
    finally:
        os.close(descriptor)
        draft.unlink(missing_ok=True)


@contextmanager
def _program(
    command: list[str], dsn: str, *, errors: "int | IO[bytes]", feed: bool = False
) -> "Iterator[subprocess.Popen[bytes]]":
    """Run a program of PostgreSQL. It has ended when the block has; if the block fails, at once.

    The password goes through the environment, for everybody can read the arguments of a process.
    """
    password = conninfo_to_dict(dsn).get("password")
    try:
        process = subprocess.Popen(
            [str(binaries() / command[0]), *command[1:]],
            env=os.environ | {"LC_ALL": "C"} | ({"PGPASSWORD": str(password)} if password else {}),
            stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if feed or errors == subprocess.PIPE else subprocess.PIPE,
            stderr=errors,
        )
    except EmbeddedDatabaseError as error:
        raise DumpError(str(error)) from error
    with process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def _at(dsn: str) -> list[str]:
    """Which database, without its password; never ask for one on the terminal."""
    known = {name: value for name, value in conninfo_to_dict(dsn).items() if name != "password"}
    return ["--no-password", f"--dbname={make_conninfo('', **known)}"]


def _write(process: "subprocess.Popen[bytes]", data: bytes) -> None:
    if process.stdin is not None:
        process.stdin.write(data)


def _reason(complaints: IO[bytes]) -> str:
    """The first line that names an error, without the program's name and place."""
    complaints.seek(0)
    lines = [line.strip() for line in complaints.read().decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error:" in line or "ERROR:" in line or "FATAL:" in line]
    found = (errors or lines or ["it ended without a word"])[0 if errors else -1]
    for mark in ("FATAL:", "ERROR:", "error:"):
        found = found.rpartition(mark)[2]
    return found.strip()
