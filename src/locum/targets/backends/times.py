"""Times of servers that may leave out either end: pure."""

from datetime import datetime

from locum.replies.state import Mode


def timed(start: datetime | None, end: datetime | None, at: datetime) -> tuple[Mode, datetime | None, datetime | None]:
    """How replies that are switched on stand at an instant; a single end counts as it stands now."""
    if start is not None and end is not None:
        return ("scheduled", start, end) if start < end else ("off", None, None)
    waits, is_over = start is not None and start > at, end is not None and end <= at
    return ("off" if waits or is_over else "on", None, None)
