"""The embedded PostgreSQL: the database of a Locum that was not told of another one.

It runs the programs inside a wheel as a child of this process, listens on a Unix socket only, and is gone when the
process is gone. See `running`.
"""

from locum.db.embedded.binaries import MAJOR, binaries
from locum.db.embedded.cluster import Cluster
from locum.db.embedded.errors import EmbeddedDatabaseError
from locum.db.embedded.session import running

__all__ = ["MAJOR", "Cluster", "EmbeddedDatabaseError", "binaries", "running"]
