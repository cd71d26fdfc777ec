"""What is booked: the part of the page that stays the same while somebody books."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from locum.kit import clock as kit_clock
from locum.mail.catalogue import Words
from locum.pages import zones
from locum.pages.booking.asked import Asked
from locum.pages.booking.event import Event
from locum.pages.booking.places import place_name
from locum.pages.people import Face, face_of
from locum.pages.rendering import here, url
from locum.pages.when import Clock


@dataclass(frozen=True, slots=True)
class Link:
    """One of a few settings to choose from."""

    label: str
    link: str
    is_chosen: bool
    value: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """The chosen time. `back` leads to the choice."""

    value: str
    day: str
    span: str
    back: str


@dataclass(frozen=True, slots=True)
class What:
    """What is booked: the part that stays the same while somebody books."""

    host: Face
    title: str
    about: str | None
    length: str
    places: Sequence[str]
    zone_label: str
    lengths: Sequence[Link] = ()
    moving: str | None = None
    """The time of the booking that is being moved."""
    picked: Picked | None = None


def clock_of(event: Event, asked: Asked, words: Words) -> Clock:
    """How the visitor reads times: in the zone he asks for, unless the event type keeps to its owner's."""
    own = event.owner.time_zone
    locked = event.row.lock_time_zone_toggle_on_booking_page
    zone = zones.wanted_zone(None if locked else asked.zone, own)
    return Clock(words, zone, asked.cycle(words.locale))


def what_of(
    request: Request,
    event: Event,
    asked: Asked,
    clock: Clock,
    *,
    moving: str | None = None,
    picked: Picked | None = None,
) -> What:
    """The part about the meeting itself."""
    words = clock.words
    minutes = event.length(asked.duration)
    return What(
        host=face_of(event.owner, url(request, event.owner_path)),
        title=event.row.title,
        about=event.row.description,
        length=words.count("minutes", minutes),
        places=list(dict.fromkeys(place_name(place, words) for place in event.bookable.settings.rules.locations)),
        zone_label=clock.zone_label(kit_clock.now()),
        lengths=[
            Link(words.count("minutes", length), here(request, duration=length), length == minutes)
            for length in event.lengths
        ],
        moving=moving,
        picked=picked,
    )
