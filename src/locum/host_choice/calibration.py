"""What hosts are credited for the time in which they could not be chosen: pure (bookings sheet, section 13.3).

The sheet credits whoever was away, or was not a host yet, with what the others had on the average meanwhile. Taken by
weight and by who was there for each booking, the same credit holds for any weights and for absences that overlap: of
every booking each host is owed his share among those present, and no more. With equal weights and one host missing the
two are the same number.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import NamedTuple

_AFTER_ALL = datetime.max.replace(tzinfo=UTC)


class Taken(NamedTuple):
    """A booking that counts, at the instant that it counts for (when it was made, or when it begins)."""

    at: datetime
    user_id: int


@dataclass(frozen=True, slots=True)
class Presence:
    """When a host could be chosen: since he joined, outside of his absences. Aware instants, half-open."""

    user_id: int
    weight: int = 100
    joined_at: datetime | None = None
    """None: before everything that counts."""
    away: tuple[tuple[datetime, datetime], ...] = ()


class _Edge(NamedTuple):
    """From `at` on a host has one reason more, or less, not to be there."""

    at: datetime
    user_id: int
    step: int


def credits_of(hosts: Sequence[Presence], taken: Iterable[Taken]) -> dict[int, Fraction]:
    """What each host is credited with, in bookings, by user id."""
    bookings = sorted(taken)
    weights = {host.user_id: host.weight for host in hosts}
    given = dict.fromkeys(weights, Fraction())
    missing = Counter(host.user_id for host in hosts if host.joined_at is not None)
    done = 0
    for edge in [*sorted(_edges(hosts)), _Edge(_AFTER_ALL, 0, 0)]:
        until = bisect_left(bookings, (edge.at,), lo=done)
        if until > done:
            absent = [user_id for user_id, reasons in missing.items() if reasons > 0]
            _give(given, weights, absent, bookings[done:until])
            done = until
        missing[edge.user_id] += edge.step
    return given


def _edges(hosts: Iterable[Presence]) -> Iterable[_Edge]:
    for host in hosts:
        if host.joined_at is not None:
            yield _Edge(host.joined_at, host.user_id, -1)
        for start, end in host.away:
            yield _Edge(start, host.user_id, 1)
            yield _Edge(end, host.user_id, -1)


def _give(
    given: dict[int, Fraction], weights: dict[int, int], missing: Sequence[int], bookings: Sequence[Taken]
) -> None:
    """Credit those who are missing with their part of bookings that were taken meanwhile."""
    present = sum(weights.values()) - sum(weights[user_id] for user_id in missing)
    if not missing or present <= 0:
        return
    own = Counter(booking.user_id for booking in bookings)
    for user_id in missing:
        given[user_id] += Fraction((len(bookings) - own[user_id]) * weights[user_id], present)
