"""When a recurring absence recurs, and what its occurrences have in common. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from locum.absences.recurrence import checked_rule
from locum.absences.rules import NOT_IN_ORDER, Days
from locum.absences.windows import Span, Window, span_of
from locum.kit.errors import BadRequest
from locum.kit.zones import DAY, wall_instant

MOST_DAYS = 366
"""Of a single occurrence."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """When it recurs: the first day, how many days one occurrence takes, wall times in minutes, the rule."""

    first_day: date
    length_days: int
    start_minute: int | None
    end_minute: int | None
    rule: str
    exceptions: tuple[date, ...] = ()

    def checked(self) -> "Pattern":
        """As it is kept. Raises BadRequest."""
        length, start, end = self.length_days, self.start_minute, self.end_minute
        if start is not None or end is not None:
            start, end = start or 0, DAY if end is None else end
            if length == 1 and end <= start:
                length = 2
            if length < 1 or (length == 1 and end <= start):
                raise BadRequest(NOT_IN_ORDER)
        if length < 1:
            raise BadRequest(NOT_IN_ORDER)
        if length > MOST_DAYS:
            raise BadRequest(f"One occurrence takes at most {MOST_DAYS} days.")
        rule = checked_rule(self.rule, self.first_day)
        return Pattern(self.first_day, length, start, end, rule, tuple(sorted(set(self.exceptions))))

    def span_on(self, day: date, zone: str) -> Span:
        """The time of the occurrence of a date, its wall times read in a zone."""
        days = Days(day, day + timedelta(days=self.length_days - 1))
        if self.start_minute is None or self.end_minute is None:
            return Span(days)
        opens = wall_instant(days.first, self.start_minute, zone)
        closes = wall_instant(days.last, self.end_minute, zone)
        # Where clocks skip the whole of it there is nothing to be away from but that minute.
        return span_of(Window(opens, max(closes, opens + timedelta(minutes=1))), zone)


@dataclass(frozen=True, slots=True)
class Details:
    """What all occurrences have in common."""

    substitute_id: int | None = None
    notes: str | None = None
    reason: str = "unspecified"
    replies: str = "inherit"
