"""`/dashboard/bookings/{uid}`: one booking, and what whoever is in charge of it can do about it."""

from collections.abc import Awaitable
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.bookings.absentees import mark_absent
from locum.bookings.cancel import cancel_booking
from locum.bookings.confirm import confirm_booking
from locum.bookings.decline import decline_booking
from locum.bookings.reassign import reassign_booking, reassign_booking_to
from locum.bookings.rules.absentees import Absentees
from locum.bookings.rules.status import CONFLICT, Cancellation
from locum.http.session import Session
from locum.kit.errors import LocumError
from locum.pages.booking.details import details_view
from locum.pages.dashboard.booking_choices import choices
from locum.pages.dashboard.booking_desk import BookingDesk, at_booking, at_own_booking
from locum.pages.dashboard.bookings import BOOKINGS
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.news import News
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.forms import TrustedForm

router = APIRouter(prefix=f"{BOOKINGS}/{{uid}}", include_in_schema=False)

REST = "rest"
_LONGEST_REASON = 2000
_REFUSALS = {
    CONFLICT: "bookings.taken",
    "Booking already confirmed": "host.not_now",
    "Booking with uid": "host.not_now",
    "Can't cancel": "cancel.not_now",
    "Cannot cancel": "cancel.not_now",
    "This event type does not allow": "cancel.not_now",
    "Can't reassign": "bookings.nobody_else",
    "User with id": "affected.not_in_charge",
}


@router.get("")
async def booking(session: Session, desk: CurrentDesk, uid: str) -> Response:
    """The booking. Who only attends it sees what others see."""
    at = await at_booking(session, desk, uid)
    return await _page(session, at) if at.reads else desk.go(f"/booking/{uid}")


@router.post("/confirm")
async def confirm(session: Session, desk: CurrentDesk, uid: str, _: TrustedForm) -> Response:
    """Say yes to a request."""
    return await _do(session, desk, uid, confirm_booking(session, desk.caller, uid), "bookings.confirmed")


@router.post("/decline")
async def decline(session: Session, desk: CurrentDesk, uid: str, form: TrustedForm) -> Response:
    """Say no to it."""
    work = decline_booking(session, desk.caller, uid, _reason(form))
    return await _do(session, desk, uid, work, "bookings.declined")


@router.post("/cancel")
async def cancel(session: Session, desk: CurrentDesk, uid: str, form: TrustedForm) -> Response:
    """Call it off, perhaps with all that follows in its series; those who wanted to come are told why."""
    at, reason = await at_own_booking(session, desk, uid), _reason(form)
    if reason is None:
        return await _page(session, at, errors={"cancel-reason": desk.text("form.required")}, typed=form)
    asked = Cancellation(reason, subsequent=form.get("extent") == REST)
    return await _do(session, desk, uid, cancel_booking(session, desk.caller, uid, asked), "bookings.cancelled")


@router.post("/reassign")
async def reassign(session: Session, desk: CurrentDesk, uid: str, form: TrustedForm) -> Response:
    """Give it to another host: to somebody, or to whoever's turn it is."""
    to = str(form.get("to", ""))
    if to.isascii() and to.isdigit() and len(to) < 19:
        done = await attempt(session, reassign_booking_to(session, desk.caller, uid, int(to), _reason(form)))
    else:
        done = await attempt(session, reassign_booking(session, desk.caller, uid))
    if isinstance(done, LocumError):
        return await _refused(session, desk, uid, done)
    return desk.go(f"{BOOKINGS}/{uid}", News("bookings.given", {"name": done.host.shown_name}))


@router.post("/absent")
async def absent(session: Session, desk: CurrentDesk, uid: str, form: TrustedForm) -> Response:
    """Note who did not come. Only what differs from what is noted already is said."""
    at = await at_own_booking(session, desk, uid)
    missing = {str(value) for value in form.getlist("absent")}
    marked = [(one.email, one.email in missing) for one in at.guests if one.absent != (one.email in missing)]
    host_missing = form.get("host_absent") == "true"
    said = Absentees(host_missing if host_missing != at.booking.host_absent else None, marked)
    if said == Absentees():
        return desk.go(f"{BOOKINGS}/{uid}", News("bookings.marked"))
    return await _do(session, desk, uid, mark_absent(session, desk.caller, uid, said), "bookings.marked")


def _reason(form: FormData) -> str | None:
    return str(form.get("reason", "")).strip()[:_LONGEST_REASON] or None


async def _do(session: AsyncSession, desk: Desk, uid: str, work: Awaitable[Any], told: str) -> Response:
    """Do it and tell so, or why not."""
    done = await attempt(session, work)
    if isinstance(done, LocumError):
        return await _refused(session, desk, uid, done)
    return desk.go(f"{BOOKINGS}/{uid}", News(told))


async def _refused(session: AsyncSession, desk: Desk, uid: str, refusal: LocumError) -> Response:
    """How things stand, and why it was not done. Who may not see them is not shown them either."""
    at = await at_booking(session, desk, uid)
    if not at.reads:
        raise refusal
    return await _page(session, at, refusal=refusal)


async def _page(
    session: AsyncSession,
    at: BookingDesk,
    *,
    refusal: LocumError | None = None,
    errors: dict[str, str] | None = None,
    typed: FormData | None = None,
) -> Response:
    desk = at.desk
    return desk.show(
        "booking.html",
        at.booking.title,
        trail=[(BOOKINGS, desk.text("bookings.title"))],
        status=refusal.status if refusal else 422 if errors else 200,
        refusal=in_words(desk.words, refusal, _REFUSALS) if refusal else None,
        errors=errors,
        path=f"{BOOKINGS}/{at.booking.uid}",
        at=at,
        view=details_view(at.seen),
        successors=await at.successors(session),
        choices=await choices(session, desk, at.booking.uid),
        extent=str(typed.get("extent", "")) if typed else "",
    )
