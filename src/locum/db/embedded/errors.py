"""What the embedded database says when it cannot serve."""


class EmbeddedDatabaseError(Exception):
    """The embedded database cannot be used. The message is one line, says why and, where it can, what to do."""
