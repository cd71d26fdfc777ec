"""The hours of a week, day by day, as people write them down. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from locum.schedules.rules import WeeklyHours, format_wall_time, parse_wall_time

DAYS = range(7)
MIDNIGHT = 1439
"""What ends at midnight, as schedules have it; people write 00:00."""


class Span(NamedTuple):
    """Open from one wall time to another, in minutes of the day."""

    start: int
    end: int


class Typed(NamedTuple):
    """A span as typed, `HH:MM` each; both are empty where there is none."""

    start: str = ""
    end: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.start and not self.end


NOTHING = Typed()


@dataclass(frozen=True, slots=True)
class Fault(Exception):
    """What is wrong with the spans of a day: a key of the catalogue."""

    key: str


def by_day(weekly: Sequence[WeeklyHours]) -> dict[int, list[Span]]:
    """The spans of each weekday in their order; Monday is 0. What opens nothing is left out."""
    found: dict[int, set[Span]] = {day: set() for day in DAYS}
    for hours in weekly:
        for day in hours.weekdays:
            if hours.start < hours.end:
                found[day].add(Span(hours.start, hours.end))
    return {day: sorted(spans) for day, spans in found.items()}


def together(days: Mapping[int, Sequence[Span]]) -> list[WeeklyHours]:
    """The same as a schedule has it: weekdays that share a span in one rule."""
    found: dict[Span, list[int]] = {}
    for day in DAYS:
        for span in days.get(day, ()):
            found.setdefault(span, []).append(day)
    return [WeeklyHours(tuple(weekdays), span.start, span.end) for span, weekdays in found.items()]


def alike(days: Mapping[int, Sequence[Span]], order: Sequence[int]) -> list[tuple[list[int], Sequence[Span]]]:
    """Weekdays in an order, those that follow each other with the same spans as one; closed days are left out."""
    found: list[tuple[list[int], Sequence[Span]]] = []
    before: int | None = None
    for place, day in enumerate(order):
        spans = days[day]
        if not spans:
            continue
        if found and before == place - 1 and found[-1][1] == spans:
            found[-1][0].append(day)
        else:
            found.append(([day], spans))
        before = place
    return found


def written(spans: Sequence[Span]) -> list[Typed]:
    """Spans as people write them."""
    return [Typed(format_wall_time(span.start), format_wall_time(_shown_end(span.end))) for span in spans]


def _shown_end(minute: int) -> int:
    return 0 if minute == MIDNIGHT else minute


def read(typed: Sequence[Typed]) -> list[Span]:
    """The spans of a day in their order. Raises Fault."""
    spans = sorted(_span(one) for one in typed if not one.is_empty)
    for before, after in pairwise(spans):
        if after.start < before.end:
            raise Fault("hours.overlap")
    return spans


def _span(typed: Typed) -> Span:
    try:
        span = Span(parse_wall_time(typed.start), parse_wall_time(typed.end) or MIDNIGHT)
    except ValueError:
        raise Fault("hours.incomplete") from None
    if span.start >= span.end:
        raise Fault("hours.not_in_order")
    return span
