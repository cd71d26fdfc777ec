"""How far ahead an event type can be booked (event types sheet, section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class DaysWindow:
    """So many days ahead, of all days or of working days. What rolling means: slots sheet, section 7."""

    kind: Literal["businessDays", "calendarDays"]
    days: int
    rolling: bool = False


@dataclass(frozen=True, slots=True)
class RangeWindow:
    """From one date to another, both included, in the zone of the event type's schedule."""

    first: date
    last: date


BookingWindow = DaysWindow | RangeWindow


def booking_window(stored: Mapping[str, Any] | None) -> BookingWindow | None:
    """From the stored form; None: no bound."""
    if stored is None:
        return None
    if stored["type"] == "range":
        first, last = stored["value"]
        return RangeWindow(date.fromisoformat(first), date.fromisoformat(last))
    return DaysWindow(stored["type"], stored["value"], stored.get("rolling", False))
