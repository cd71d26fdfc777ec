"""Rate limits that all processes share, in an unlogged table: fast, and empty after a crash of the database.

A window lasts 60 seconds from its first request; the request over the limit starts a block of 60 seconds, which
further requests do not prolong (organization plane sheet, section 6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base
from locum.db.session import Pool
from locum.kit import clock


class RateLimitCounter(Base):
    """Requests of one caller (key, token, client or address, by digest) in the running window."""

    __tablename__ = "rate_limit_counters"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    tracker: Mapped[str] = mapped_column(primary_key=True)
    hits: Mapped[int]
    window_ends: Mapped[datetime]
    blocked_until: Mapped[datetime | None]


# One statement counts and decides, so that processes cannot disagree.
_COUNT = """
INSERT INTO rate_limit_counters AS c (tracker, hits, window_ends, blocked_until)
VALUES ({tracker}, 1, %(now)s + interval '60 seconds', NULL)
ON CONFLICT (tracker) DO UPDATE SET
    hits = CASE WHEN c.blocked_until > %(now)s THEN c.hits
                WHEN c.blocked_until IS NOT NULL OR c.window_ends <= %(now)s THEN 1
                ELSE c.hits + 1 END,
    window_ends = CASE WHEN c.blocked_until > %(now)s THEN c.window_ends
                       WHEN c.blocked_until IS NOT NULL OR c.window_ends <= %(now)s
                       THEN %(now)s + interval '60 seconds'
                       ELSE c.window_ends END,
    blocked_until = CASE WHEN c.blocked_until > %(now)s THEN c.blocked_until
                         WHEN c.blocked_until IS NULL AND c.window_ends > %(now)s AND c.hits + 1 > {limit}
                         THEN %(now)s + interval '60 seconds' END
RETURNING hits, ceil(extract(epoch FROM coalesce(blocked_until, window_ends) - %(now)s))::int AS reset,
          blocked_until IS NOT NULL AS blocked
"""


def counting(tracker: str, limit: str) -> str:
    """The counting statement; both are expressions in SQL: who is counted, and how many requests he has."""
    return _COUNT.format(tracker=tracker, limit=limit)


_COUNT_ONE = counting("%(tracker)s", "%(limit)s")


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """A limit of a route that replaces the general one. The name is part of its headers."""

    name: str
    per_minute: int


@dataclass(frozen=True, slots=True)
class Tracker:
    """Who is counted, and how many requests a minute he has."""

    key: str
    limit: int
    name: str = "Default"

    def under(self, limit: OwnLimit | None) -> "Tracker":
        """The same caller, counted for a route with a limit of its own, if it has one."""
        return self if limit is None else Tracker(self.key, limit.per_minute, limit.name)

    @property
    def name_in_table(self) -> str:
        """Under which name the requests are counted."""
        return f"{self.name}:{self.key}"

    def parameters(self) -> dict[str, Any]:
        """What the counting statement wants."""
        return {"tracker": self.name_in_table, "limit": self.limit, "now": clock.now()}


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a caller after this request. `reset` is in seconds."""

    tracker: Tracker
    hits: int
    reset: int
    blocked: bool

    def headers(self) -> Mapping[str, str]:
        """The three headers that tell the caller."""
        left = 0 if self.blocked else max(0, self.tracker.limit - self.hits)
        name = self.tracker.name
        told = {
            f"X-RateLimit-Limit-{name}": str(self.tracker.limit),
            f"X-RateLimit-Remaining-{name}": str(left),
            f"X-RateLimit-Reset-{name}": str(max(0, self.reset)),
        }
        return {**told, "Retry-After": str(max(1, self.reset))} if self.blocked else told


async def count(pool: Pool, tracker: Tracker) -> Allowance:
    """Count one request and say what is left."""
    async with pool.connection() as connection:
        cursor = await connection.execute(_COUNT_ONE, tracker.parameters())
        row = await cursor.fetchone()
    if row is None:
        raise RuntimeError("the counting statement returns a row")
    return Allowance(tracker, row[0], row[1], row[2])
