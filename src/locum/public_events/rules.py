"""Settings of an event type in the words of the component library (client surface sheet, section 1.3)."""

from collections.abc import Iterable, Mapping
from typing import Any

from locum.event_types.rules.older_locations import older
from locum.event_types.rules.window import DaysWindow, booking_window

Stored = Mapping[str, Any] | None

_DETAILS = ("address", "link", "hostPhoneNumber")
_FREQUENCIES = {"yearly": 0, "monthly": 1, "weekly": 2}
"""As recurrence rules of the library number them."""


def places(stored: Iterable[Any]) -> list[dict[str, Any]]:
    """Where it can be; the detail of a place only where everybody may know it beforehand."""
    return [
        {key: value for key, value in place.items() if key not in _DETAILS or place.get("displayLocationPublicly")}
        for place in older(stored)
    ]


def recurring(stored: Stored) -> dict[str, Any] | None:
    """How a series goes on; None: there is none."""
    if stored is None:
        return None
    return {
        "freq": _FREQUENCIES[stored["frequency"]],
        "count": stored["occurrences"],
        "interval": stored["interval"],
    }


def period(stored: Stored) -> dict[str, Any]:
    """How far ahead it can be booked. Dates are those of the schedule's zone."""
    window = booking_window(stored)
    said: dict[str, Any] = dict.fromkeys(
        ("periodDays", "periodStartDate", "periodEndDate", "periodCountCalendarDays"), None
    )
    if window is None:
        return {"periodType": "UNLIMITED", **said}
    if isinstance(window, DaysWindow):
        said |= {"periodDays": window.days, "periodCountCalendarDays": window.kind == "calendarDays"}
        return {"periodType": "ROLLING_WINDOW" if window.rolling else "ROLLING", **said}
    said |= {"periodStartDate": window.first.isoformat(), "periodEndDate": window.last.isoformat()}
    return {"periodType": "RANGE", **said}


def layouts(stored: Stored) -> dict[str, Any] | None:
    """How days are laid out; None: the reader's own choice."""
    if stored is None:
        return None
    return {
        "defaultLayout": f"{stored['defaultLayout']}_view",
        "enabledLayouts": [f"{name}_view" for name in stored["enabledLayouts"]],
    }
