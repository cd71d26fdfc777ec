"""Making a cluster, so that a half-made one is never taken for a whole one."""

import shutil
import tempfile
from pathlib import Path

from locum.db.embedded.accounts import Account
from locum.db.embedded.binaries import MAJOR, binaries
from locum.db.embedded.errors import EmbeddedDatabaseError
from locum.db.embedded.layout import Layout
from locum.db.embedded.locks import Lock
from locum.db.embedded.spawning import kill_group, spawn
from locum.kit.files import sync_folder

USER = "locum"
"""The database's own superuser; the socket's directory decides who may be it."""

# The collation travels with PostgreSQL: indexes stay true whatever the machine's C library thinks of an order.
_OPTIONS = (
    f"--username={USER}",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--data-checksums",
    "--no-instructions",
)


def ensure_cluster(layout: Layout, account: Account, lock: Lock) -> None:
    """Find a cluster that these programs can open, or make one. Only for the holder of the lock.

    Raises EmbeddedDatabaseError for a cluster of another major version and for a directory that is no cluster.
    """
    for unfinished in layout.data_dir.glob(f"{layout.unfinished}*"):
        shutil.rmtree(unfinished)
    if layout.cluster.exists() and any(layout.cluster.iterdir()):
        _check_version(layout)
    else:
        _create(layout, account, lock)


def _check_version(layout: Layout) -> None:
    try:
        version = layout.version_file.read_text().strip()
    except FileNotFoundError:
        version = ""
    if not version:
        raise EmbeddedDatabaseError(
            f"{layout.cluster} is not a PostgreSQL data directory (no PG_VERSION): move it away or name another one"
        )
    if version != str(MAJOR):
        raise EmbeddedDatabaseError(
            f"the database in {layout.cluster} was made by PostgreSQL {version}, this Locum brings PostgreSQL {MAJOR}: "
            "back it up with the Locum that made it, move the directory away, and restore the backup here"
        )


def _create(layout: Layout, account: Account, lock: Lock) -> None:
    draft = Path(tempfile.mkdtemp(prefix=layout.unfinished, dir=layout.data_dir))
    try:
        account.give(draft)
        _initdb(draft, account, lock)
        # `initdb` has synced the files; the name comes last, and is synced too.
        draft.rename(layout.cluster)
        sync_folder(layout.data_dir)
    finally:
        shutil.rmtree(draft, ignore_errors=True)  # what is left now is removed by the next start


def _initdb(draft: Path, account: Account, lock: Lock) -> None:
    command = [str(binaries() / "initdb"), f"--pgdata={draft}", *_OPTIONS]
    with tempfile.TemporaryFile() as output:
        process = spawn(command, account.become, directory=draft, keep=(lock.descriptor,), output=output.fileno())
        try:
            code = process.wait()
        finally:
            kill_group(process)
        if code != 0:
            output.seek(0)
            lines = [line for line in output.read().decode(errors="replace").splitlines() if line.strip()]
            raise EmbeddedDatabaseError(f"the database could not be made: {_reason(lines)}")


def _reason(lines: list[str]) -> str:
    """The first line that names an error, else the last one."""
    errors = [line for line in lines if "error:" in line or "FATAL:" in line]
    return (errors or lines or ["initdb failed without a word"])[0 if errors else -1]
