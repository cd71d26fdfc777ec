"""The form of what can be booked: title, length, where, and whether it is shown."""

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from locum.event_types.models import EventType
from locum.event_types.schemas.locations_in import parse_locations
from locum.kit.errors import BadRequest
from locum.kit.slugs import slugify
from locum.mail.catalogue import Words

PLACES = ("video", "attendeePhone", "address", "link")
KEPT = "kept"
"""Places that this form has no words for, as the API may have brought them: they stay."""
LONGEST_TITLE, LONGEST_TEXT, LONGEST_MINUTES = 200, 5000, 24 * 60
_FIELDS = {"address": "address", "link": "link"}
_SENT: dict[str, dict[str, Any]] = {
    "video": {"type": "integration", "integration": "cal-video"},
    "attendeePhone": {"type": "attendeePhone"},
}


@dataclass(frozen=True, slots=True)
class EventTypeForm:
    """What was typed. `where` is an address or a link, as `place` says."""

    title: str = ""
    slug: str = ""
    minutes: str = "30"
    about: str = ""
    place: str = "video"
    where: str = ""
    is_hidden: bool = False

    @classmethod
    def of(cls, form: FormData) -> "EventTypeForm":
        """As typed."""
        names = ("title", "slug", "minutes", "about", "place", "where")
        title, slug, minutes, about, place, where = (str(form.get(name, "")).strip() for name in names)
        return cls(title, slug, minutes, about, place, where, form.get("is_hidden") == "true")

    @classmethod
    def written(cls, kind: EventType) -> "EventTypeForm":
        """One that is to be changed."""
        place, where = _written_place(kind.locations)
        minutes = str(kind.length_in_minutes)
        return cls(kind.title, kind.slug, minutes, kind.description or "", place, where, kind.hidden)

    @property
    def length(self) -> int | None:
        """In minutes, if that is what was typed."""
        text = self.minutes
        is_number = text.isascii() and text.isdigit() and len(text) < 5
        return int(text) if is_number and 1 <= int(text) <= LONGEST_MINUTES else None

    @property
    def address(self) -> str:
        """What names it in its address: typed, or made from the title."""
        return slugify(self.slug or self.title)

    def faults(self, words: Words) -> dict[str, str]:
        """What is wrong with it, by field."""
        found = {}
        if not self.title:
            found["title"] = words.text("form.required")
        elif len(self.title) > LONGEST_TITLE:
            found["title"] = words.text("form.too_long")
        elif not self.address:
            found["slug"] = words.text("kinds.no_slug")
        if self.length is None:
            found["minutes"] = words.text("kinds.length_wrong")
        if len(self.about) > LONGEST_TEXT:
            found["about"] = words.text("form.too_long")
        if self.place in _FIELDS and not self._locations():
            found["where"] = words.text("form.url" if self.place == "link" else "form.required")
        return found

    def settings(self) -> dict[str, Any]:
        """By column, as use cases take them."""
        sent: dict[str, Any] = {
            "title": self.title,
            "slug": self.address,
            "length_in_minutes": self.length,
            "description": self.about,
            "hidden": self.is_hidden,
        }
        locations = self._locations()
        return {**sent, "locations": locations} if locations else sent

    def _locations(self) -> list[dict[str, Any]] | None:
        """In their stored form; None where they stay, or where nothing can be made of what was typed."""
        sent: dict[str, Any] | None = _SENT.get(self.place)
        if self.place in _FIELDS:
            sent = {"type": self.place, _FIELDS[self.place]: self.where, "public": True}
        try:
            return parse_locations([sent]) if sent else None
        except BadRequest:
            return None


def _written_place(locations: list[Any]) -> tuple[str, str]:
    """The choice that stands for stored places, and the text beside it."""
    for place in PLACES:
        sent = _SENT.get(place)
        if sent and locations == parse_locations([sent]):
            return place, ""
    only = locations[0] if len(locations) == 1 else {}
    name = _FIELDS.get(str(only.get("type")))
    text = str(only.get(name, "")) if name else ""
    same = {"type": name, name: text, "public": True} if name else {}
    return (str(name), text) if text and locations == parse_locations([same]) else (KEPT, "")
