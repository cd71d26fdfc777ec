"""Over which time bookings count before somebody takes his turn: pure (bookings sheet, section 13.2)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from locum.organizations.rounds import Basis, Interval


@dataclass(frozen=True, slots=True)
class Counting:
    """What a team counts by; this is what holds where weights do not decide."""

    interval: Interval = "MONTH"
    basis: Basis = "CREATED_AT"

    @property
    def by_creation(self) -> bool:
        """Whether bookings count for the instant at which they were made."""
        return self.basis == "CREATED_AT"


@dataclass(frozen=True, slots=True)
class Span:
    """Instants from `start` up to `end`, which is not included."""

    start: datetime
    end: datetime


def span_around(instant: datetime, interval: Interval) -> Span:
    """The day, week or month in which an instant lies."""
    midnight = instant.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if interval == "DAY":
        return Span(midnight, midnight + timedelta(days=1))
    if interval == "WEEK":
        sunday = midnight - timedelta(days=midnight.isoweekday() % 7)
        return Span(sunday, sunday + timedelta(days=7))
    first = midnight.replace(day=1)
    return Span(first, (first + timedelta(days=32)).replace(day=1))
