"""The database of this server, for commands."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from locum.db import embedded
from locum.db.migrate import upgrade
from locum.kit.errors import LocumError
from locum.settings import Settings


class DatabaseSilent(LocumError):
    """The database does not answer, or not any more."""


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The address of the database: the configured one, else the embedded one, found or started.

    Raises DatabaseSilent when it cannot be reached in the block.
    """
    try:
        if settings.database_url:
            yield settings.database_url
            return
        with embedded.running(settings.data_dir) as cluster:
            yield cluster.url
    except OperationalError as error:
        raise DatabaseSilent(f"the database does not answer: {' '.join(str(error.orig).split())}") from error


@contextmanager
def migrated_database_url(settings: Settings) -> Iterator[str]:
    """The same, at the newest schema. A secret that is missing is told before anything is touched."""
    _ = settings.secret
    with database_url(settings) as url:
        upgrade(url)
        yield url
