"""The names inside a data directory."""

from dataclasses import dataclass
from pathlib import Path

PORT = 5432
"""Nothing listens on a port; the number is part of the socket's name."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths of one data directory (absolute, links resolved)."""

    data_dir: Path

    @classmethod
    def of(cls, data_dir: Path) -> "Layout":
        return cls(data_dir.resolve())

    @property
    def cluster(self) -> Path:
        """What PostgreSQL calls its data directory."""
        return self.data_dir / "postgres"

    @property
    def lock(self) -> Path:
        """Locked by the one process that runs PostgreSQL, and by PostgreSQL itself until its last process is gone."""
        return self.data_dir / "postgres.lock"

    @property
    def state(self) -> Path:
        """Where the others find the socket."""
        return self.data_dir / "postgres.json"

    @property
    def log(self) -> Path:
        return self.data_dir / "postgres.log"

    @property
    def pid_file(self) -> Path:
        return self.cluster / "postmaster.pid"

    @property
    def version_file(self) -> Path:
        return self.cluster / "PG_VERSION"

    @property
    def unfinished(self) -> str:
        """How the directories begin in which a cluster is being made."""
        return "postgres.new-"


def socket_in(folder: Path) -> Path:
    """The socket that PostgreSQL opens in a folder."""
    return folder / f".s.PGSQL.{PORT}"
