"""What the words of roles mean: pure (organization plane sheet, section 2.3).

A word is `resource.action`; `*` stands for all resources or all actions, and a resource may contain periods. Whoever
may create, update or delete something may also read it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

EVERYTHING = "*.*"
_WRITING = frozenset({"create", "update", "delete"})
# The contract has words of its own for reading the bookings of others; here nobody needs one to read his own.
_OTHER_WORDS = {"booking.read": frozenset({"booking.readOrgBookings", "booking.readTeamBookings"})}


@lru_cache(maxsize=1024)
def words_granting(permission: str) -> frozenset[str]:
    """Every word that grants a permission: itself, the wildcards above it, and for reading what writes the same."""
    resource, _, action = permission.rpartition(".")
    actions = {action, "*"} | (_WRITING if action == "read" else frozenset())
    named = frozenset(f"{prefix}.{word}" for prefix in (resource, "*") for word in actions)
    return named | _OTHER_WORDS.get(permission, frozenset())


@dataclass(frozen=True, slots=True)
class Grants:
    """The permissions that somebody has, in words of roles."""

    words: frozenset[str] = frozenset()

    def allow(self, permission: str) -> bool:
        """Whether a permission is among them, named or implied."""
        return not self.words.isdisjoint(words_granting(permission))

    def missing(self, words: Iterable[str]) -> list[str]:
        """Those of some words that these do not cover."""
        return [word for word in words if not self.allow(word)]

    def __or__(self, other: "Grants") -> "Grants":
        return Grants(self.words | other.words) if other.words else self


NOTHING, ALL = Grants(), Grants(frozenset({EVERYTHING}))


@dataclass(frozen=True, slots=True)
class Authority:
    """What somebody may do in a place, and how high he ranks there.

    `rank` is MEMBER, ADMIN or OWNER, MEMBER for holders of custom roles; None where he is no member and acts only by
    what he is in the organization above. `grants` are all his permissions, those of the rank included.
    """

    rank: str | None = None
    grants: Grants = NOTHING

    def may(self, permission: str) -> bool:
        """Whether he may do this there."""
        return self.grants.allow(permission)

    @property
    def is_owner(self) -> bool:
        """Whether nobody ranks above him."""
        return self.rank == "OWNER"

    @property
    def leads(self) -> bool:
        """Whether he is above the members by his rank, not by a custom role."""
        return self.rank in {"ADMIN", "OWNER"}


NO_AUTHORITY, FULL_AUTHORITY = Authority(), Authority("OWNER", ALL)
