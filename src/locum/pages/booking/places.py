"""Places of a meeting in words, and the choice between them (event types sheet, section 6)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from locum.bookings.rules.asked import Place
from locum.event_types.rules.locations import CAL_VIDEO, INTERNAL_NAMES, Location
from locum.mail.catalogue import Words

ASKS_FOR = {"attendeePhone": "tel", "attendeeAddress": "text", "attendeeDefined": "text"}
"""Places that the booker says himself -> how it is typed."""

_KEYS = {
    "attendeePhone": "phone",
    "attendeeAddress": "attendeeInPerson",
    "attendeeDefined": "somewhereElse",
    "address": "inPerson",
    "link": "link",
    "phone": "userPhone",
    "organizersDefaultApp": "conferencing",
}
_TITLES = {"google-meet": "Google Meet", "office365-video": "Microsoft Teams", "webex-video": "Webex"}


def place_name(place: Location, words: Words) -> str:
    """A place before booking: its detail only where it may be known beforehand."""
    if place.type == "integration":
        return application_name(place.detail or CAL_VIDEO, words)
    if place.type == "address" and place.public and place.detail:
        return place.detail
    if place.type == "link" and place.public and place.detail:
        return place.detail
    return words.text(f"place.{place.type}")


def application_name(name: str, words: Words) -> str:
    """A conferencing application as people call it; the house's own is simply a video call."""
    if name == CAL_VIDEO:
        return words.text("place.video")
    return _TITLES.get(name) or name.removesuffix("-video").replace("-", " ").title()


def place_told(location: str | None, words: Words) -> str | None:
    """The stored place of a booking in words."""
    if location is None or not location.startswith("integrations:"):
        return location
    known = {internal: name for name, internal in INTERNAL_NAMES.items()}
    return application_name(known.get(location, location.removeprefix("integrations:")), words)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which of the places on offer, and what the booker adds."""

    index: int
    detail: str = ""

    def place(self, places: Sequence[Location]) -> Place:
        """As the booking wants it."""
        offered = places[self.index]
        detail = offered.detail if offered.type == "integration" else self.detail
        return Place(offered.type, detail or None)


def wish_of(places: Sequence[Location], prefilled: str) -> Wish | None:
    """The place that a prefilled `location` means: JSON `{value, optionValue}`, or the value alone."""
    value, detail = prefilled, ""
    if prefilled.startswith("{"):
        try:
            said = json.loads(prefilled)
        except (ValueError, RecursionError):
            return None
        value, detail = str(said.get("value", "")), str(said.get("optionValue", ""))
    names = [_names_of(place) for place in places]
    index = next((index for index, known in enumerate(names) if value in known), None)
    return None if index is None else Wish(index, detail)


def _names_of(place: Location) -> set[str]:
    if place.type == "integration":
        name = place.detail or CAL_VIDEO
        return {name, INTERNAL_NAMES.get(name, name)}
    return {place.type, _KEYS[place.type]}
