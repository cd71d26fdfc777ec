"""What the page of a booking says, to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from locum.bookings.calendar_links import web_calendars
from locum.bookings.rules.answers import text_of
from locum.bookings.rules.status import OVER, Status
from locum.bookings.views import BookingView
from locum.http.session import settings_of
from locum.kit import clock as kit_clock
from locum.mail.catalogue import Words
from locum.pages.booking.happened import happened
from locum.pages.booking.places import place_told
from locum.pages.booking.seen import Shown, can_cancel, can_move
from locum.pages.rendering import here, url
from locum.pages.when import Clock, zone_label
from locum.pages.zones import wanted_zone


@dataclass(frozen=True, slots=True)
class When:
    """A time as it is read."""

    day: str
    span: str
    zone: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A meeting of a series; `link` is None for the one that is shown."""

    day: str
    span: str
    is_off: bool
    link: str | None


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part. The host's address is his own business."""

    name: str
    email: str | None = None
    is_host: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question of the event type's own."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Links:
    """What can be done from here; None where it cannot."""

    address: str
    """The page itself, with nothing asked."""
    move: str | None
    cancel: str | None
    cancel_rest: str | None
    """Cancels a meeting and all later ones, if there are any."""
    again: str | None
    cancel_action: str
    answer_action: str
    sign_in: str


@dataclass(frozen=True, slots=True)
class DetailsView:
    """Everything the page shows."""

    uid: str
    heading: str
    title: str
    is_good: bool
    is_off: bool
    is_host: bool
    starts: str
    when: When
    also: str | None
    where: str | None
    join: str | None
    people: Sequence[Participant]
    notes: str | None
    answers: Sequence[Answer]
    reason: str | None
    moved_to: str | None
    next: str | None
    calendars: Sequence[tuple[str, str]]
    answering: bool
    series: Sequence[Occurrence]
    is_rest: bool
    links: Links
    happened: str | None
    """For the site around the page: what has just been done, as JSON."""


def details_view(seen: Shown) -> DetailsView:
    """The page for this visitor."""
    booking, words, request = seen.view.booking, seen.clock.words, seen.request
    now = kit_clock.now()
    place = place_told(booking.location, words)
    address = settings_of(request).base_url + seen.path
    is_ahead = booking.ends_at > now
    stands = booking.status == Status.ACCEPTED and is_ahead
    links = web_calendars(booking, place, address) if stands else []
    calendars = [*((link.label, link.link) for link in links), _calendar_file(seen)] if stands else []
    return DetailsView(
        uid=booking.uid,
        heading=words.text(_heading(seen, now)),
        title=booking.title,
        is_good=stands or (booking.status == Status.PENDING and is_ahead and not seen.is_host),
        is_off=booking.status in OVER,
        is_host=seen.is_host,
        starts=booking.starts_at.isoformat(),
        when=_when(seen.clock, booking.starts_at, booking.ends_at),
        also=_also(seen),
        where=place,
        join=place if place and place.startswith(("http://", "https://")) else None,
        people=_people(seen),
        notes=booking.description,
        answers=_answers(seen, words),
        reason=booking.cancellation_reason or booking.rejection_reason,
        moved_to=url(request, f"/booking/{booking.rescheduled_to_uid}") if booking.rescheduled_to_uid else None,
        next=_next(seen, is_ahead),
        calendars=calendars,
        answering=booking.status == Status.PENDING and is_ahead,
        series=[_occurrence(seen, view) for view in seen.series],
        is_rest=request.query_params.get("allRemainingBookings") == "true",
        links=_links(seen),
        happened=happened(request, seen.view, seen.series),
    )


def _links(seen: Shown) -> Links:
    request, uid, again = seen.request, seen.view.booking.uid, seen.ways.again
    cancels = can_cancel(seen)
    ways_to_cancel = {"cancel": "true", "isSuccessBookingPage": None}
    return Links(
        address=here(request, cancel=None, allRemainingBookings=None),
        move=url(request, f"/reschedule/{uid}", seatReferenceUid=seen.seat_uid) if can_move(seen) else None,
        cancel=here(request, **ways_to_cancel, allRemainingBookings=None) if cancels else None,
        cancel_rest=here(request, **ways_to_cancel, allRemainingBookings="true") if cancels and seen.goes_on else None,
        again=url(request, again) if again and not seen.is_host else None,
        cancel_action=url(request, f"{seen.path}/cancel", **_carried(request)),
        answer_action=url(request, f"{seen.path}/answer"),
        sign_in=url(request, "/auth/login", next=seen.path),
    )


def _occurrence(seen: Shown, view: BookingView) -> Occurrence:
    booking, clock = view.booking, seen.clock
    link = None if booking.id == seen.view.booking.id else url(seen.request, f"/booking/{booking.uid}")
    return Occurrence(
        clock.day(booking.starts_at), clock.span(booking.starts_at, booking.ends_at), booking.status in OVER, link
    )


def _calendar_file(seen: Shown) -> tuple[str, str]:
    return seen.clock.words.text("done.calendar_file"), url(seen.request, f"{seen.path}/calendar.ics")


def _carried(request: Request) -> dict[str, str | None]:
    names = ("seatReferenceUid", "allRemainingBookings", "cal.tz")
    return {name: request.query_params.get(name) for name in names}


def _state(view: BookingView, now: datetime) -> str:
    booking = view.booking
    if booking.rescheduled_to_uid:
        return "moved"
    return "past" if booking.status == Status.ACCEPTED and booking.ends_at <= now else booking.status


def _heading(seen: Shown, now: datetime) -> str:
    state = _state(seen.view, now)
    return "done.pending_for_host" if state == Status.PENDING and seen.is_host else f"done.{state}"


def _when(clock: Clock, start: datetime, end: datetime) -> When:
    return When(clock.day(start), clock.span(start, end), clock.zone_label(start))


def _also(seen: Shown) -> str | None:
    """The same time on the clocks of the other side, if they show another one."""
    booking, host, booker = seen.view.booking, seen.view.organizer, seen.view.booker
    other = (booker.name, booker.time_zone) if seen.is_host and booker else None
    if not seen.is_host and host:
        other = (host.shown_name, host.time_zone)
    if other is None:
        return None
    theirs = Clock(seen.clock.words, wanted_zone(other[1]), seen.clock.cycle)
    if theirs.local(booking.starts_at).utcoffset() == seen.clock.local(booking.starts_at).utcoffset():
        return None
    label = zone_label(theirs.words.locale, theirs.zone, booking.starts_at)
    when = f"{theirs.day(booking.starts_at)}, {theirs.span(booking.starts_at, booking.ends_at)}, {label}"
    return seen.clock.words.text("done.there", name=other[0], when=when)


def _people(seen: Shown) -> Sequence[Participant]:
    view = seen.view
    hosts = [Participant(view.organizer.name or view.organizer.username or "?", is_host=True)] if view.organizer else []
    known = {attendee.id for attendee in view.shown_attendees()}
    attendees = [
        Participant(attendee.name or attendee.email, attendee.email if attendee.kind != "host" else None)
        for attendee in view.booking.attendees
        # Whose seat the address names is looking at his own.
        if attendee.id in known or (attendee.seat_uid is not None and attendee.seat_uid == seen.seat_uid)
    ]
    return [*hosts, *attendees]


def _answers(seen: Shown, words: Words) -> Sequence[Answer]:
    """Answers to the event type's own questions. Those of a seat are its holder's alone."""
    form = seen.settings.rules.form if seen.settings and not seen.view.seated else ()
    given = seen.view.booking.responses
    return [
        Answer(field.label or field.slug, _told(given[field.slug], words))
        for field in form
        if not field.is_default and not field.hidden and given.get(field.slug) not in (None, "", [])
    ]


def _told(value: object, words: Words) -> str:
    return words.text("yes" if value else "no") if isinstance(value, bool) else text_of(value)


def _next(seen: Shown, is_ahead: bool) -> str | None:
    booking, words = seen.view.booking, seen.clock.words
    if booking.status == Status.CANCELLED and not booking.rescheduled_to_uid:
        return words.text("done.next_cancelled")
    if not is_ahead or booking.status not in {Status.ACCEPTED, Status.PENDING}:
        return None
    if booking.status == Status.ACCEPTED:
        return words.text("done.next_accepted")
    if seen.is_host:
        return words.text("done.next_answer")
    host = seen.view.organizer
    return words.text("done.next_pending", host=host.name or host.username or "?" if host else "?")
