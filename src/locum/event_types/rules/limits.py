"""How often, and for how long in all, an event type may be booked (event types sheet, section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from locum.kit.errors import BadRequest

UNITS = ("day", "week", "month", "year")
"""From the smallest to the largest. How periods are cut: slots sheet, section 6."""


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so much in each period: bookings, or minutes. None: no limit in that unit."""

    day: int | None = None
    week: int | None = None
    month: int | None = None
    year: int | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> "Limits":
        """From the stored form; never set and turned off are the same here."""
        return cls(**{unit: (stored or {}).get(unit) for unit in UNITS})

    @property
    def any(self) -> bool:
        """Whether there is a limit at all."""
        return any(getattr(self, unit) is not None for unit in UNITS)


def check_order(name: str, what: str, limits: Mapping[str, int]) -> None:
    """A smaller unit must not allow more than a larger one. `what` is counted, as in "number of bookings".

    Raises BadRequest that names the wire property.
    """
    set_units = [unit for unit in UNITS if limits.get(unit) is not None]
    for smaller, larger in combinations(set_units, 2):
        if limits[smaller] > limits[larger]:
            raise BadRequest(f"Invalid {name}: The {what} for {smaller} cannot exceed the {what} for {larger}.")
