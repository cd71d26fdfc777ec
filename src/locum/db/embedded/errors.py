"""What the embedded database says when it cannot serve."""

from locum.kit.errors import LocumError


class EmbeddedDatabaseError(LocumError):
    """The embedded database cannot be used. The message is one line, says why and, where it can, what to do."""
