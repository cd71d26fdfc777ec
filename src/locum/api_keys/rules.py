"""How long a key is good: pure (platform sheet, sections 1 and 2)."""

from datetime import datetime, timedelta

from locum.kit.errors import BadRequest

DEFAULT_DAYS = 30
MOST_DAYS = 36_500
BOTH_GIVEN = "Cannot set both apiKeyDaysValid and apiKeyNeverExpires. Please set only one of them."


def expiry(now: datetime, days: int | None, never: bool) -> datetime | None:
    """When a new key ends, None for never. Raises BadRequest when both a number of days and `never` are given."""
    if days is not None and never:
        raise BadRequest(BOTH_GIVEN)
    return None if never else now + timedelta(days=DEFAULT_DAYS if days is None else days)
