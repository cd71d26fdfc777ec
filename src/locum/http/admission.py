"""Who somebody is, found in the same round trip that counts his request (organization plane sheet, sections 1 and 6).

Each kind of credentials has a reader in the feature that issues it. The order in which the composition root names them
is their precedence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from locum.db.session import Database
from locum.http.credentials import Credentials, Trackers
from locum.http.limits import Allowance, Tracker, count, counting
from locum.http.principal import Principal
from locum.kit import clock
from locum.kit.errors import LocumError, Unauthorized

INVALID_TOKEN = "ApiAuthStrategy - access token - Invalid Access Token."  # noqa: S105 - a text


@dataclass(frozen=True, slots=True)
class Admission:
    """Who somebody is, if anybody, or why his credentials are not good; and what is left of his allowance."""

    allowance: Allowance
    principal: Principal | None = None
    refusal: LocumError | None = None


class Reader(Protocol):
    """Knows one kind of credentials: keys, pairs of clients, tokens of one sort."""

    async def admit(self, credentials: Credentials, trackers: Trackers) -> Admission | None:
        """None, with nothing counted, where none of this kind are shown; that is seen without asking the database.

        Otherwise the request is counted, good or not: credentials that are not good are a refusal (Unauthorized,
        TokenExpired).
        """
        ...


@dataclass(frozen=True, slots=True)
class Chain:
    """Asks readers one after the other. Whom none of them knows is counted by his address."""

    database: Database
    readers: Sequence[Reader]

    async def admit(self, credentials: Credentials, trackers: Trackers) -> Admission:
        """Who sent a request, which is counted."""
        for reader in self.readers:
            admission = await reader.admit(credentials, trackers)
            if admission is not None:
                return admission
        allowance = await count(self.database.quick, trackers.address)
        return Admission(allowance, refusal=Unauthorized(INVALID_TOKEN) if credentials.bearer else None)


_PROVEN = "EXISTS (SELECT FROM known WHERE proven)"
_COUNTED = counting(
    f"CASE WHEN {_PROVEN} THEN %(own)s ELSE %(address)s END",
    f"CASE WHEN {_PROVEN} THEN %(own_limit)s ELSE %(address_limit)s END",
)


def admitting(known: str) -> str:
    """A statement for `count_and_find`. `known` selects one row or none; its first column is a boolean `proven`.

    A request counts against the owner of the credentials where that is true, else against its address.
    """
    return f"""
WITH known AS ({known}), counted AS ({_COUNTED})
SELECT counted.hits, counted.reset, counted.blocked, known.*
FROM counted LEFT JOIN known ON true
"""  # noqa: S608 - all parts are constants


async def count_and_find(
    database: Database, statement: str, parameters: Mapping[str, Any], own: Tracker, address: Tracker
) -> tuple[Allowance, tuple[Any, ...] | None]:
    """Count a request and find whom it comes from: the allowance it used, and the row of `known` without `proven`."""
    counted = {
        "now": clock.now(),
        "own": own.name_in_table,
        "own_limit": own.limit,
        "address": address.name_in_table,
        "address_limit": address.limit,
    }
    async with database.quick.connection() as connection:
        cursor = await connection.execute(statement, {**parameters, **counted})
        row = await cursor.fetchone()
    if row is None:
        raise RuntimeError("an admitting statement returns a row")
    hits, reset, blocked, proven, *known = row
    allowance = Allowance(own if proven else address, hits, reset, blocked)
    return allowance, None if proven is None else tuple(known)
