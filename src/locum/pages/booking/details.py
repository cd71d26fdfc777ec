"""What the page of a booking says, to whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access
from locum.bookings import queries as bookings
from locum.bookings.calendar_links import web_calendars
from locum.bookings.models import BookingAttendee
from locum.bookings.moving import persons_of
from locum.bookings.rules.answers import text_of
from locum.bookings.rules.status import (
    OVER,
    Cancellation,
    MovingRules,
    Status,
    check_can_be_cancelled,
    check_can_be_moved,
)
from locum.bookings.viewing import shown_to
from locum.bookings.views import BookingView, first_of
from locum.event_types import loading
from locum.event_types.rules.settings import EventTypeSettings
from locum.http.session import settings_of
from locum.kit import clock as kit_clock
from locum.kit.errors import LocumError, NotFound
from locum.mail.catalogue import Words
from locum.pages.booking.happened import happened
from locum.pages.booking.places import place_told
from locum.pages.booking.ways import Ways, ways_of
from locum.pages.rendering import here, url, words_of
from locum.pages.sessions.visitor import principal_of
from locum.pages.when import Clock, usual_cycle, zone_label
from locum.pages.zones import wanted_zone
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Shown:
    """A booking as somebody sees it: what it is, what its event type says, whether he is in charge of it."""

    request: Request
    view: BookingView
    settings: EventTypeSettings | None
    is_host: bool
    clock: Clock
    ways: Ways
    series: Sequence[BookingView] = ()
    """All occurrences, of a booking that is one of several."""

    @property
    def seat_uid(self) -> str | None:
        """The seat that the address speaks of."""
        return self.request.query_params.get("seatReferenceUid") or None

    @property
    def path(self) -> str:
        """Its address without the base path."""
        return f"/booking/{self.view.booking.uid}"


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
class DetailsView:
    """Everything the page shows. Links are None where something cannot be done."""

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
    move: str | None
    cancel: str | None
    again: str | None
    answering: bool
    address: str
    cancel_action: str
    answer_action: str
    sign_in: str
    series: Sequence[Occurrence]
    cancel_rest: str | None
    is_rest: bool
    happened: str | None
    """For the site around the page: what has just been done, as JSON."""


async def shown(request: Request, session: AsyncSession, visitor: User | None, uid: str) -> Shown:
    """A booking by its uid, which is known to those it concerns; by that of a series its first. Raises NotFound."""
    found = await bookings.by_uid(session, uid)
    series_uid = uid if found is None else found.booking.recurring_uid
    series = await bookings.of_series(session, series_uid) if series_uid else ()
    found = found or next(iter(series), None)
    if found is None:
        raise NotFound(f"Booking with uid={uid} was not found")
    caller = principal_of(visitor) if visitor else None
    view = first_of(await shown_to(session, caller, found))
    is_host = await access.is_in_charge(session, caller, view)
    event_type_id = view.booking.event_type_id
    bookable = await (persons_of(session, view) if event_type_id is None else loading.load(session, event_type_id))
    words = words_of(request, visitor.locale if visitor else None)
    booker = _booker(view)
    wishes = (visitor.time_zone if is_host and visitor else None, booker.time_zone if booker else None)
    zone = wanted_zone(request.query_params.get("cal.tz"), *wishes)
    clock = Clock(words, zone, usual_cycle(words.locale))
    settings = bookable.settings if bookable else None
    return Shown(request, view, settings, is_host, clock, await ways_of(session, view), series)


def _booker(view: BookingView) -> BookingAttendee | None:
    return next(iter(view.booking.attendees), None)


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
        move=url(request, f"/reschedule/{booking.uid}", seatReferenceUid=seen.seat_uid) if _can_move(seen) else None,
        cancel=here(request, cancel="true", allRemainingBookings=None, isSuccessBookingPage=None)
        if can_cancel(seen)
        else None,
        again=url(request, seen.ways.again) if seen.ways.again and not seen.is_host else None,
        answering=booking.status == Status.PENDING and is_ahead,
        address=here(request, cancel=None, allRemainingBookings=None),
        cancel_action=url(request, f"{seen.path}/cancel", **_carried(request)),
        answer_action=url(request, f"{seen.path}/answer"),
        sign_in=url(request, "/auth/login", next=seen.path),
        series=[_occurrence(seen, view) for view in seen.series],
        cancel_rest=_cancel_rest(seen),
        is_rest=request.query_params.get("allRemainingBookings") == "true",
        happened=happened(request, seen.view, seen.series),
    )


def _occurrence(seen: Shown, view: BookingView) -> Occurrence:
    booking, clock = view.booking, seen.clock
    link = None if booking.id == seen.view.booking.id else url(seen.request, f"/booking/{booking.uid}")
    return Occurrence(
        clock.day(booking.starts_at), clock.span(booking.starts_at, booking.ends_at), booking.status in OVER, link
    )


def _cancel_rest(seen: Shown) -> str | None:
    """The way to cancel a meeting and all later ones, if there are any."""
    booking = seen.view.booking
    later = [
        view.booking.id
        for view in seen.series
        if view.booking.starts_at > booking.starts_at and view.booking.status not in OVER
    ]
    return (
        here(seen.request, cancel="true", allRemainingBookings="true", isSuccessBookingPage=None)
        if later and can_cancel(seen)
        else None
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
    booking, host, booker = seen.view.booking, seen.view.organizer, _booker(seen.view)
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


def _may(check: Callable[[], None]) -> bool:
    try:
        check()
    except LocumError:
        return False
    return True


def can_cancel(seen: Shown) -> bool:
    """Whether there is anything to cancel for this visitor."""
    disabled = bool(seen.settings and seen.settings.rules.cancelling_disabled)
    asked = Cancellation(reason="-", seat_uid=seen.seat_uid)
    if seen.view.seated and seen.seat_uid is None and not seen.is_host:
        return False
    standing, now = seen.view.standing(), kit_clock.now()
    return _may(lambda: check_can_be_cancelled(standing, asked, by_host=False, disabled=disabled, now=now))


def _can_move(seen: Shown) -> bool:
    if seen.settings is None or seen.ways.move is None:
        return False
    if seen.view.seated and seen.seat_uid is None and not seen.is_host:
        return False
    said = seen.settings.rules
    rules = MovingRules(said.rescheduling, said.reschedules_past, said.reschedules_cancelled)
    return _may(lambda: check_can_be_moved(seen.view.standing(), rules, now=kit_clock.now()))
