"""`/dashboard`: what concerns the person who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.bookings.listing import AskedOf, list_of_person
from locum.bookings.rules.listing import Bucket, Filters, Order
from locum.bookings.rules.status import Status
from locum.bookings.views import BookingView
from locum.event_types import queries as event_types
from locum.http.parameters import PathId
from locum.http.session import Session
from locum.kit import clock
from locum.kit.errors import NotFound
from locum.kit.paging import Page
from locum.kit.zones import local_date
from locum.memberships import queries as memberships
from locum.memberships.changing import change
from locum.memberships.leaving import leave
from locum.memberships.models import Membership
from locum.memberships.rules import Changes
from locum.organizations.models import Team
from locum.pages.booking.substitutes import name_of
from locum.pages.dashboard.absence_words import when
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.news import News
from locum.pages.dashboard.own_absences import AWAY
from locum.pages.dashboard.whose import Whose
from locum.pages.forms import TrustedForm
from locum.pages.people import display_name
from locum.pages.zones import wanted_zone
from locum.users.models import User

router = APIRouter(include_in_schema=False)

MOST_BOOKINGS = 10
MOST_ABSENCES = 3


@dataclass(frozen=True, slots=True)
class NextBooking:
    """A booking of the near future."""

    uid: str
    title: str
    day: str
    span: str
    waits: bool


@dataclass(frozen=True, slots=True)
class NextAbsence:
    """An absence that is not over."""

    days: str
    substitute: str | None
    is_now: bool


@router.get("/dashboard")
async def overview(session: Session, desk: CurrentDesk) -> Response:
    """The overview."""
    person = desk.person
    today = local_date(clock.now(), wanted_zone(person.time_zone))
    return desk.show(
        "overview.html",
        desk.text("home.title", name=display_name(person)),
        invitations=await memberships.invitations(session, person.id),
        bookings=await _next_bookings(session, desk),
        event_types=await event_types.of_person(session, person.id, with_hidden=True),
        periods=await _next_absences(session, desk, today),
    )


@router.post("/dashboard/invitations/{membership_id}/accept")
async def accept(session: Session, desk: CurrentDesk, membership_id: PathId, _: TrustedForm) -> Response:
    """Belong to it from now on."""
    membership, place = await _invitation(session, desk.person, membership_id)
    await change(session, membership, Changes(accepted=True), asked_by=desk.caller)
    return desk.go("/dashboard", News("invitation.accepted", {"place": place.name}))


@router.post("/dashboard/invitations/{membership_id}/decline")
async def decline(session: Session, desk: CurrentDesk, membership_id: PathId, _: TrustedForm) -> Response:
    """Have nothing to do with it."""
    membership, place = await _invitation(session, desk.person, membership_id)
    await leave(session, membership)
    return desk.go("/dashboard", News("invitation.declined", {"place": place.name}))


async def _invitation(session: AsyncSession, person: User, membership_id: int) -> tuple[Membership, Team]:
    found = await memberships.invitation(session, person.id, membership_id)
    if found is None:
        raise NotFound("There is no such invitation.")
    return found


async def _next_bookings(session: AsyncSession, desk: Desk) -> Sequence[NextBooking]:
    """What is ahead and concerns the person, the next one first."""
    asked = AskedOf(Filters(buckets=(Bucket.UPCOMING,)), Order())
    found = await list_of_person(session, desk.caller, desk.person.id, asked, Page(MOST_BOOKINGS))
    return [_next_booking(view, desk) for view in found.views]


def _next_booking(view: BookingView, desk: Desk) -> NextBooking:
    booking, reads = view.booking, desk.clock
    start, end = booking.starts_at, booking.ends_at
    waits = booking.status == Status.PENDING
    return NextBooking(booking.uid, booking.title, reads.day(start), reads.span(start, end), waits)


async def _next_absences(session: AsyncSession, desk: Desk, today: date) -> list[NextAbsence]:
    """The absences that are not over, the next one first."""
    found = await absences.entered(session, desk.person.id, today, Page(MOST_ABSENCES))
    whose = Whose(desk, desk.person, AWAY)
    return [
        NextAbsence(when(whose, absence), name_of(substitute) if substitute else None, absence.first_day <= today)
        for absence, substitute in found
    ]
