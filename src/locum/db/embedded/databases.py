"""Talking to the database over its socket."""

import socket
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from locum.db.embedded.creation import USER
from locum.db.embedded.errors import EmbeddedDatabaseError
from locum.db.embedded.layout import PORT, socket_in

_MAINTENANCE = "postgres"


def conninfo(socket_dir: Path, database: str) -> str:
    """Address of a database in the form of libpq."""
    return make_conninfo("", host=str(socket_dir), port=PORT, user=USER, dbname=database)


def ensure_database(socket_dir: Path, name: str) -> None:
    """Create a database unless it exists. Raises EmbeddedDatabaseError where the server does not answer."""
    try:
        with psycopg.connect(conninfo(socket_dir, _MAINTENANCE), autocommit=True, connect_timeout=10) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
        return  # another process was quicker
    except psycopg.Error as error:
        raise EmbeddedDatabaseError(f"the embedded database does not answer: {' '.join(str(error).split())}") from error


def answers(socket_dir: Path) -> bool:
    """Whether a postmaster listens on the socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(str(socket_in(socket_dir)))
        except OSError:
            return False
        return True
