"""Where a booking takes place (bookings sheet, section 3.2)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from locum.bookings.rules.asked import Place
from locum.event_types.rules.locations import CAL_VIDEO, INTERNAL_NAMES, Location
from locum.kit.errors import BadRequest

ASKING = frozenset({"attendeeAddress", "attendeePhone", "attendeeDefined"})
"""Types of which the booker says the place."""

_RESPONSE_VALUES = {
    "address": "inPerson",
    "attendeeAddress": "attendeeInPerson",
    "attendeePhone": "phone",
    "attendeeDefined": "somewhereElse",
    "link": "link",
    "phone": "userPhone",
    "organizersDefaultApp": "conferencing",
}
RESPONSE_TYPES = {value: kind for kind, value in _RESPONSE_VALUES.items()}
"""How answers show a type -> the type."""
LINK = re.compile(r"(https?://|www\.)\S+|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?(/\S*)?", re.IGNORECASE)
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{5,20}")
HOUSE_VIDEO = INTERNAL_NAMES[CAL_VIDEO]
"""The video application of the house."""
_APPLICATIONS = {internal: name for name, internal in INTERNAL_NAMES.items()}


@dataclass(frozen=True, slots=True)
class ChosenPlace:
    """What is stored: the place itself, and how it was chosen, as the answers of the form show it."""

    location: str
    value: str
    option: str = ""

    def response(self) -> dict[str, str]:
        """The answer to the `location` field."""
        return {"value": self.value, "optionValue": self.option}


def choose(event_type_id: int, offered: Sequence[Location], asked: Place | None, phone: str | None) -> ChosenPlace:
    """The place of a booking. Raises BadRequest for a type or application that is not offered.

    `phone` is the booker's number, for event types at which the organizer calls.
    """
    if asked is None:
        return _first(offered, phone)
    if asked.type is None:
        return from_text(asked.detail or "")
    matching = [location for location in offered if location.type == asked.type]
    if not matching:
        types = ", ".join(dict.fromkeys(location.type for location in offered))
        raise BadRequest(
            f"Booking location with type {asked.type} not valid for event type with id={event_type_id}. "
            f"The event type has following location types: {types}."
        )
    if asked.type == "integration" and asked.detail not in _details(matching):
        raise BadRequest(
            f"Booking location with integration {asked.detail} not valid for event type with id={event_type_id}. "
            f"The event type has following integrations: {', '.join(_details(matching))}."
        )
    return _at(Location(asked.type, asked.detail) if asked.detail else matching[0], phone)


LONGEST_PLACE = 5000


def named(kind: str, detail: str) -> ChosenPlace:
    """A place of a type, whether the event type offers it or not. Raises BadRequest for one that nobody would read."""
    if len(detail) > LONGEST_PLACE:
        raise BadRequest(f"location property is wrong,location must be at most {LONGEST_PLACE} characters long")
    return _at(Location(kind, detail), None)


def from_text(text: str) -> ChosenPlace:
    """A place that is a mere text: a link, a phone number, or words."""
    stripped = text.strip()
    if LINK.fullmatch(stripped):
        return ChosenPlace(stripped, "link", stripped)
    if _PHONE.fullmatch(stripped):
        return ChosenPlace(stripped, "phone", stripped)
    return ChosenPlace(text, "somewhereElse", text)


def _details(locations: Iterable[Location]) -> list[str]:
    return [location.detail for location in locations if location.detail]


def _first(offered: Sequence[Location], phone: str | None) -> ChosenPlace:
    """Nothing was asked: the first on offer; where none is, the video application of the house."""
    return _at(offered[0], phone) if offered else ChosenPlace(HOUSE_VIDEO, HOUSE_VIDEO)


def _at(location: Location, phone: str | None) -> ChosenPlace:
    detail = location.detail or ""
    if location.type == "integration":
        internal = INTERNAL_NAMES.get(detail, f"integrations:{detail}")
        return ChosenPlace(internal, internal)
    if location.type == "organizersDefaultApp":
        return ChosenPlace(HOUSE_VIDEO, _RESPONSE_VALUES[location.type])
    if location.type == "attendeePhone":
        detail = detail or phone or ""
    return ChosenPlace(detail, _RESPONSE_VALUES[location.type], detail if location.type in ASKING else "")


def readable(location: str | None) -> str:
    """A stored place in words, for titles: applications by their name."""
    if not location or not location.startswith("integrations:"):
        return location or ""
    name = _APPLICATIONS.get(location, location.removeprefix("integrations:"))
    return name.replace("-", " ").replace("_", " ").title()
