"""A running database, as the rest of Locum sees it."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from locum.db.embedded.creation import USER
from locum.db.embedded.layout import PORT
from locum.db.embedded.supervisor import Supervisor


@dataclass(frozen=True, slots=True)
class Cluster:
    """The embedded database while a `running` block lasts. Its addresses stay the same through restarts."""

    database: str
    socket_dir: Path
    supervisor: Supervisor

    @property
    def url(self) -> str:
        """Address for SQLAlchemy."""
        host = quote(str(self.socket_dir), safe="/")
        return f"postgresql+psycopg://{USER}@/{quote(self.database, safe='')}?host={host}&port={PORT}"

    @property
    def owner(self) -> bool:
        """Whether this process runs PostgreSQL; may become true when the process that ran it ends."""
        return self.supervisor.owner

    @property
    def lost(self) -> str | None:
        """Why there is no database any more and none will come; None while there is hope."""
        return self.supervisor.lost
