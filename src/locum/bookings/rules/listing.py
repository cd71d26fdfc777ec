"""Which bookings a list shows, and in which order (bookings sheet, section 4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from locum.kit.errors import BadRequest

Direction = Literal["asc", "desc"]
Column = Literal["starts_at", "ends_at", "created_at", "updated_at"]


class Bucket(StrEnum):
    """What a list calls the status of a booking."""

    UPCOMING = "upcoming"
    RECURRING = "recurring"
    PAST = "past"
    CANCELLED = "cancelled"
    UNCONFIRMED = "unconfirmed"


_LATEST_FIRST = frozenset({Bucket.PAST, Bucket.CANCELLED})


@dataclass(frozen=True, slots=True)
class Order:
    """By which column, in which direction; the id settles ties, in the same direction."""

    column: Column = "starts_at"
    direction: Direction = "asc"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; None and empty mean no filter. Times are aware instants, bounds included."""

    buckets: tuple[Bucket, ...] = ()
    attendee_email: str | None = None
    attendee_name: str | None = None
    uid: str | None = None
    event_type_ids: tuple[int, ...] = ()
    team_ids: tuple[int, ...] = ()
    after_start: datetime | None = None
    before_end: datetime | None = None
    after_created: datetime | None = None
    before_created: datetime | None = None
    after_updated: datetime | None = None
    before_updated: datetime | None = None


def buckets_of(texts: Sequence[str]) -> tuple[Bucket, ...]:
    """Status words as buckets. Raises BadRequest for others."""
    if any(text not in set(Bucket) for text in texts):
        raise BadRequest(f"Invalid status. Allowed are {', '.join(Bucket)}")
    return tuple(dict.fromkeys(Bucket(text) for text in texts))


def order_of(
    buckets: Sequence[Bucket],
    start: Direction | None = None,
    end: Direction | None = None,
    created: Direction | None = None,
    updated: Direction | None = None,
) -> Order:
    """The first order that is asked for, in this order of precedence; else what suits a single bucket."""
    asked: tuple[tuple[Column, Direction | None], ...] = (
        ("starts_at", start),
        ("ends_at", end),
        ("created_at", created),
        ("updated_at", updated),
    )
    for column, direction in asked:
        if direction is not None:
            return Order(column, direction)
    return Order("starts_at", "desc" if len(buckets) == 1 and buckets[0] in _LATEST_FIRST else "asc")


def address_in_query(text: str) -> str:
    """An e-mail address from a query, in which `+` arrives as a blank when it was not encoded."""
    return text.replace(" ", "+")
