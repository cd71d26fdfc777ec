"""What is booked: the part of the page that stays the same while somebody books."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from locum.kit import clock as kit_clock
from locum.pages.booking.places import place_name
from locum.pages.booking.visit import Visit
from locum.pages.people import Face
from locum.pages.rendering import here, url


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
    event_id: int | str
    """Nothing where the event type exists only in the asking."""
    event_slug: str
    repeats: str | None = None
    """How often and how many times it comes again."""
    lengths: Sequence[Link] = ()
    moving: str | None = None
    """The time of the booking that is being moved."""
    picked: Picked | None = None


def what_of(visit: Visit, picked: Picked | None = None) -> What:
    """The part about the meeting itself."""
    event, words = visit.event, visit.clock.words
    places = visit.event.bookable.settings.rules.locations
    return What(
        host=replace(event.inviter.face, link=_link(visit)),
        title=event.row.title,
        about=event.row.description,
        length=words.count("minutes", visit.length),
        places=list(dict.fromkeys(place_name(place, words) for place in places)),
        zone_label=visit.clock.zone_label(kit_clock.now()),
        event_id=event.row.id or "",
        event_slug=event.row.slug,
        repeats=_repeats(visit),
        lengths=[] if visit.moved else _lengths(visit),
        moving=_until_now(visit),
        picked=picked,
    )


def _link(visit: Visit) -> str | None:
    """To the page of whoever invites, where it may be known."""
    path = visit.event.inviter.path
    return url(visit.request, path) if path else None


def _lengths(visit: Visit) -> Sequence[Link]:
    return [
        Link(visit.clock.words.count("minutes", length), here(visit.request, duration=length), length == visit.length)
        for length in visit.event.lengths
    ]


def _repeats(visit: Visit) -> str | None:
    """Of a series; a booking of it that is moved moves alone."""
    said, words = visit.event.bookable.settings.rules.recurrence, visit.clock.words
    if said is None or visit.moved is not None:
        return None
    every = words.count(f"book.every_{said.frequency}", said.interval)
    return words.text("book.series", every=every, times=words.count("book.meetings", said.occurrences))


def _until_now(visit: Visit) -> str | None:
    if visit.moved is None:
        return None
    booking = visit.moved.booking
    return f"{visit.clock.day(booking.starts_at)}, {visit.clock.span(booking.starts_at, booking.ends_at)}"
