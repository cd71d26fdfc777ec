"""One process per data directory runs PostgreSQL: the one that holds this lock."""

import fcntl
import os

from locum.db.embedded.errors import EmbeddedDatabaseError
from locum.db.embedded.layout import Layout


class Lock:
    """The lock of a data directory, held. It ends with the last process that inherited its descriptor.

    PostgreSQL inherits it on purpose: so the lock is not free before the last backend of a killed server is gone.
    """

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    @classmethod
    def attempt(cls, layout: Layout) -> "Lock | None":
        """Take the lock if it is free, without waiting. Raises EmbeddedDatabaseError where it cannot be opened."""
        try:
            descriptor = os.open(layout.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise EmbeddedDatabaseError(
                f"the data directory {layout.data_dir} cannot be used by user {os.geteuid()} ({error.strerror}): "
                "run Locum as its owner, or name another one"
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except OSError as error:
            os.close(descriptor)
            raise EmbeddedDatabaseError(
                f"the file system of {layout.data_dir} knows no locks ({error.strerror})"
            ) from error
        return cls(descriptor)

    def release(self) -> None:
        """Let the next one in. Harmless to repeat."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1
