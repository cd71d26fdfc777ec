"""`/dashboard`: what concerns the person who is signed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.absences import service
from locum.absences.rules import Days
from locum.bookings.listing import list_bookings
from locum.bookings.rules.listing import Bucket, Filters, Order
from locum.bookings.rules.status import Status
from locum.bookings.views import BookingView
from locum.event_types import queries as event_types
from locum.http.parameters import PathId
from locum.http.session import Session
from locum.kit import clock
from locum.kit.paging import Page
from locum.kit.zones import local_date
from locum.mail.catalogue import Words
from locum.pages import away
from locum.pages.away import AwayForm
from locum.pages.booking.substitutes import name_of
from locum.pages.forms import TrustedForm
from locum.pages.rendering import go, page, words_of
from locum.pages.sessions.visitor import SignedIn, principal_of
from locum.pages.when import Clock, days
from locum.pages.zones import wanted_zone
from locum.users.models import User

router = APIRouter(include_in_schema=False)

MOST_BOOKINGS = 10
_LOOKED_AT = Page(take=100)
"""Administrators see the bookings of others in the same list."""


@dataclass(frozen=True, slots=True)
class NextBooking:
    """A booking of the near future."""

    uid: str
    title: str
    day: str
    span: str
    waits: bool


@dataclass(frozen=True, slots=True)
class AwayPeriod:
    """An absence as the page tells it."""

    id: int
    days: str
    substitute: str | None
    is_now: bool


@router.get("/dashboard")
async def dashboard(request: Request, session: Session, person: SignedIn) -> Response:
    """The overview."""
    return await _overview(request, session, person, AwayForm(), {})


@router.post("/dashboard/absences")
async def enter_absence(request: Request, session: Session, person: SignedIn, form: TrustedForm) -> Response:
    """Enter an absence of one's own."""
    typed, words, person_id = AwayForm.of(form), words_of(request, person.locale), person.id
    errors = await away.enter(session, person_id, typed, words)
    if errors:
        await session.rollback()
        person = await session.get_one(User, person_id)
        return await _overview(request, session, person, typed, errors)
    return go(request, "/dashboard", saved="away")


@router.post("/dashboard/absences/{absence_id}/delete")
async def remove_absence(
    request: Request, session: Session, person: SignedIn, absence_id: PathId, _: TrustedForm
) -> Response:
    """Take back an absence of one's own."""
    await service.remove(session, await service.owned(session, person.id, absence_id))
    return go(request, "/dashboard", saved="back")


async def _overview(
    request: Request, session: AsyncSession, person: User, typed: AwayForm, errors: Mapping[str, str]
) -> Response:
    words = words_of(request, person.locale)
    today = local_date(clock.now(), wanted_zone(person.time_zone))
    return page(
        request,
        "dashboard.html",
        words=words,
        status=422 if errors else 200,
        person=person,
        today=today.isoformat(),
        bookings=await _next_bookings(session, person, words),
        event_types=await event_types.of_person(session, person.id, with_hidden=True),
        periods=await _away_periods(session, person.id, today, words),
        substitutes=await absences.possible_substitutes(session, person.id),
        reasons=[(reason, words.text(f"away.reason.{reason}")) for reason in away.REASONS],
        typed=typed,
        errors=errors,
        saved=request.query_params.get("saved"),
    )


async def _next_bookings(session: AsyncSession, person: User, words: Words) -> Sequence[NextBooking]:
    """What is ahead and concerns the person, the next one first."""
    filters = Filters(buckets=(Bucket.UPCOMING,))
    found = await list_bookings(session, principal_of(person), filters, Order(), _LOOKED_AT)
    reads = Clock(words, wanted_zone(person.time_zone), 24 if person.time_format == 24 else 12)
    return [_next_booking(view, reads) for view in found.views if _concerns(view, person)][:MOST_BOOKINGS]


def _concerns(view: BookingView, person: User) -> bool:
    booking = view.booking
    return booking.user_id == person.id or any(one.email.lower() == person.email for one in booking.attendees)


def _next_booking(view: BookingView, reads: Clock) -> NextBooking:
    booking = view.booking
    start, end = booking.starts_at, booking.ends_at
    waits = booking.status == Status.PENDING
    return NextBooking(booking.uid, booking.title, reads.day(start), reads.span(start, end), waits)


async def _away_periods(session: AsyncSession, user_id: int, today: date, words: Words) -> list[AwayPeriod]:
    """The absences that are not over, the next one first."""
    found = await absences.shown(session, [user_id], Days(today, date.max))
    return [
        AwayPeriod(
            absence.id,
            days(words.locale, absence.days.first, absence.days.last),
            name_of(absence.substitute) if absence.substitute else None,
            absence.days.first <= today,
        )
        for absence in found
    ]
