"""Decisions about absences: pure (out-of-office sheet, sections 2 and 4)."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from locum.kit.errors import BadRequest

_SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z", re.ASCII)

NOT_IN_ORDER = "Start date must be before end date."
BOTH_ENDS = "Please specify both ooo start and end time."
CYCLE = "Booking redirect infinite not allowed."
DUPLICATE = "Ooo entry already exists."
TO_SELF = "Cannot redirect to self."
NOT_ELIGIBLE = "Cannot redirect to this user."


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Whole calendar days, first and last included."""

    first: date
    last: date

    def overlap(self, other: "Days") -> "Days | None":
        """The shared days; adjacent ones share none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Days(first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Cover:
    """One absence as the search for cycles sees it: who is away, who stands in, on which days."""

    user_id: int
    substitute_id: int
    days: Days


@dataclass(frozen=True, slots=True)
class Away:
    """An absence as the search for slots sees it."""

    id: int
    user_id: int
    days: Days
    substitute_id: int | None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    """Exact bounds, half-open and aware, where it is not of plain whole days."""
    covers_days: bool = True
    """Whether `days` are off as a whole; else they are only touched."""


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who stands in, as visitors see him."""

    id: int
    name: str | None
    username: str | None


@dataclass(frozen=True, slots=True)
class ShownAbsence:
    """An absence as a page shows it to visitors; `note` only where it is meant for them.

    Where somebody is away for hours only, `hours` says from when till when, half-open and aware, and the days are those
    that these touch.
    """

    id: int
    user_id: int
    days: Days
    reason: str
    note: str | None
    substitute: Substitute | None
    hours: tuple[datetime, datetime] | None = None


def parse_bound(text: object) -> datetime:
    """An instant in the one accepted form. Raises BadRequest, or ValueError for an impossible date."""
    if not isinstance(text, str) or not _SHAPE.fullmatch(text):
        raise BadRequest("Invalid Date.")
    return datetime.fromisoformat(text).astimezone(UTC)


def bound_of(day: date) -> datetime:
    """A day as bodies write it: its first instant in UTC."""
    return datetime.combine(day, time.min, UTC)


def check_order(days: Days) -> None:
    """Raises BadRequest when the first day is after the last."""
    if days.first > days.last:
        raise BadRequest(NOT_IN_ORDER)


def leads_back(user_id: int, substitute_id: int, days: Days, covers: Sequence[Cover]) -> bool:
    """Whether, on one of the days, following the covers from the substitute arrives at the absent person.

    Covers are followed over the days they share (A to B, B to C, C to A; sheet, section 4.2). `covers` are at least
    those that can be reached from the substitute.
    """
    waiting = deque([(substitute_id, days)])
    seen: set[tuple[int, Days]] = set()
    while waiting:
        person, span = waiting.popleft()
        for cover in covers:
            shared = cover.days.overlap(span) if cover.user_id == person else None
            if shared is None or (cover.substitute_id, shared) in seen:
                continue
            if cover.substitute_id == user_id:
                return True
            seen.add((cover.substitute_id, shared))
            waiting.append((cover.substitute_id, shared))
    return False
