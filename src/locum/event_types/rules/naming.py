"""Names that events bear: the variables of `customName` and the title of a booking.

Event types sheet, section 4; bookings sheet, section 3.5.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from locum.kit.errors import BadRequest

VARIABLES = (
    "Event type title",
    "Organiser",
    "Scheduler",
    "Location",
    "Organiser first name",
    "Scheduler first name",
    "Scheduler last name",
    "Event duration",
    "LOCATION",
    "HOST/ATTENDEE",
    "HOST",
    "ATTENDEE",
    "USER",
)
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_BLANKS = re.compile(r"\s{2,}")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a title can speak of."""

    event_title: str
    host: str
    """The host's name, or the team's when several hosts take part."""
    booker: str
    """The full name."""
    minutes: int
    location: str = ""
    """Readable."""
    responses: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Answers to booking fields, by slug."""


def check_custom_name(custom_name: str) -> None:
    """Every `{...}` has to be a known variable, case included. Raises BadRequest that lists the others."""
    unknown = [f"{{{name}}}" for name in _VARIABLE.findall(custom_name) if name not in VARIABLES]
    if unknown:
        raise BadRequest(f"Invalid event name variables: {', '.join(unknown)}")


def split_name(name: str) -> tuple[str, str]:
    """First and last name: split at the first blank."""
    first, _, last = name.strip().partition(" ")
    return first, last.strip()


def booking_title(custom_name: str | None, occasion: Occasion, reader: Literal["host", "attendee"] = "host") -> str:
    """The title of a booking. Variables that nothing is known of become empty.

    `reader` decides what `{HOST/ATTENDEE}` means: the other party, seen from the reader.
    """
    if not custom_name:
        return f"{occasion.event_title} between {occasion.host} and {occasion.booker}"
    values = _values(occasion, reader)
    filled = _VARIABLE.sub(lambda found: values.get(found[1], occasion.responses.get(found[1], "")), custom_name)
    return _BLANKS.sub(" ", filled).strip()


def _values(occasion: Occasion, reader: Literal["host", "attendee"]) -> dict[str, str]:
    booker_first, booker_last = split_name(occasion.booker)
    return {
        "Event type title": occasion.event_title,
        "Organiser": occasion.host,
        "HOST": occasion.host,
        "Organiser first name": split_name(occasion.host)[0],
        "Scheduler": occasion.booker,
        "ATTENDEE": occasion.booker,
        "USER": occasion.booker,
        "Scheduler first name": booker_first,
        "Scheduler last name": booker_last,
        "Location": occasion.location,
        "LOCATION": occasion.location,
        "Event duration": f"{occasion.minutes} mins",
        "HOST/ATTENDEE": occasion.booker if reader == "host" else occasion.host,
    }
