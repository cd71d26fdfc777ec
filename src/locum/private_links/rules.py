"""Private links: for how long and how often they are good. Pure (event types sheet, section 11)."""

from dataclasses import dataclass
from datetime import datetime

from locum.kit.errors import BadRequest

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Terms:
    """Good until an aware instant, or for so many bookings: exactly one of both."""

    expires_at: datetime | None
    most_uses: int | None

    def are_over(self, uses: int, now: datetime) -> bool:
        """Whether nobody can book through the link any more."""
        if self.most_uses is not None:
            return uses >= self.most_uses
        return self.expires_at is not None and self.expires_at <= now


def terms_of_new(expires_at: datetime | None, most_uses: int | None) -> Terms:
    """A link about which nothing is said is good for one booking. Raises BadRequest when both are given."""
    return changed_terms(Terms(None, 1), expires_at, most_uses)


def changed_terms(terms: Terms, expires_at: datetime | None, most_uses: int | None) -> Terms:
    """The one that is given takes the place of the other. Raises BadRequest when both are."""
    if expires_at is not None and most_uses is not None:
        raise BadRequest("Provide only one of expiresAt or maxUsageCount")
    if expires_at is None and most_uses is None:
        return terms
    return Terms(expires_at, most_uses)


def is_name(text: str) -> bool:
    """Whether this can be one at all."""
    return text.isascii() and 0 < len(text) <= _LONGEST_NAME
