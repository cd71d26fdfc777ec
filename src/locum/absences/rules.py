"""Decisions about absences: pure (out-of-office sheet, sections 2 and 4)."""

import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from locum.kit.errors import BadRequest, InvalidInput

_SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z")

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
    substitute_id: int | None
    days: Days


def parse_day(name: str, text: object) -> date:
    """The UTC day of an instant in the one accepted form. Raises BadRequest or InvalidInput that names the field."""
    if not isinstance(text, str) or not _SHAPE.fullmatch(text):
        raise BadRequest("Invalid Date.")
    try:
        return datetime.fromisoformat(text).astimezone(UTC).date()
    except ValueError as error:
        raise InvalidInput.of(name, "isDate", f"{name} must be a Date instance", text) from error


def check_order(days: Days) -> None:
    """Raises BadRequest when the first day is after the last."""
    if days.first > days.last:
        raise BadRequest(NOT_IN_ORDER)


CoversFrom = Callable[[int, Days], Sequence[Cover]]


def check_no_cycle(user_id: int, substitute_id: int | None, days: Days, others: Sequence[Cover]) -> None:
    """Raises BadRequest when the substitution would lead back to the absent person.

    With a substitute, covers are followed over the days they share (A to B, B to C, C to A). Without one, nobody may
    be covered by the absent person on those days: the cover must be there (sheet, section 4.2).
    `others` are the other absences that overlap `days`.
    """
    if substitute_id is None:
        if any(cover.substitute_id == user_id and cover.days.overlap(days) for cover in others):
            raise BadRequest(CYCLE)
        return
    waiting = deque([(substitute_id, days)])
    seen: set[tuple[int, Days]] = set()
    while waiting:
        person, span = waiting.popleft()
        for cover in others:
            shared = cover.days.overlap(span) if cover.user_id == person else None
            if shared is None or cover.substitute_id is None or (cover.substitute_id, shared) in seen:
                continue
            if cover.substitute_id == user_id:
                raise BadRequest(CYCLE)
            seen.add((cover.substitute_id, shared))
            waiting.append((cover.substitute_id, shared))
