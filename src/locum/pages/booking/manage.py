"""`/booking/{uid}`: what was booked, and what can still be done about it. The uid is the key to it."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from locum.bookings.calendar_links import calendar_file as calendar_file_of
from locum.bookings.cancel import cancel_booking
from locum.bookings.confirm import confirm_booking
from locum.bookings.decline import decline_booking
from locum.bookings.rules.status import OVER, Cancellation, Status
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import BadRequest, Conflict, NotFound, Unauthorized
from locum.pages.booking.details import details_view
from locum.pages.booking.places import place_told
from locum.pages.booking.seen import Shown, can_cancel, shown
from locum.pages.forms import TrustedForm, is_trusted
from locum.pages.rendering import go, page, url, words_of
from locum.pages.sessions.visitor import NotSignedIn, SignedIn, Visitor, principal_of
from locum.users.models import User

router = APIRouter(include_in_schema=False)


@router.get("/booking/dry-run-successful")
async def trial_page(request: Request) -> Response:
    """Where trials end."""
    text = words_of(request).text
    return page(
        request,
        "said.html",
        framable=True,
        happened=None,
        onward=None,
        heading=text("trial.title"),
        text=text("trial.text"),
    )


@router.get("/booking/{uid}")
async def booking(request: Request, session: Session, visitor: Visitor, uid: str) -> Response:
    """The booking; with `cancel=true` the question whether to cancel it."""
    seen = await shown(request, session, visitor, uid)
    if request.query_params.get("reschedule") == "true":
        return await move(request, session, uid)
    if visitor is None and _is_to_be_answered(request, seen):
        raise NotSignedIn("Hosts answer requests, and hosts sign in.")
    asks = request.query_params.get("cancel") == "true"
    refusal = None if not asks or can_cancel(seen) else seen.clock.words.text("cancel.not_now")
    return _page(seen, visitor, cancelling=asks and refusal is None, refusal=refusal)


def _is_to_be_answered(request: Request, seen: Shown) -> bool:
    """Whether a host comes from his mail, to say yes or no."""
    query = request.query_params
    waits = seen.view.booking.status == Status.PENDING
    return waits and "true" in (query.get("confirm"), query.get("decline"))


@router.get("/booking/direct/{answer}/{email}/{uid}/{token}")
async def answer_page(request: Request, answer: Literal["accept", "reject"], uid: str) -> Response:
    """An older address, in mails to hosts, of the question whether to confirm. Whoever answers it signs in."""
    asks = "confirm" if answer == "accept" else "decline"
    return RedirectResponse(url(request, f"/booking/{uid}", **{asks: "true"}))


@router.get("/cancel/{uid}")
async def cancel_page(request: Request, uid: str) -> Response:
    """An older address of the question."""
    kept = {name: value for name, value in request.query_params.items() if name != "cancel"}
    return RedirectResponse(url(request, f"/booking/{uid}", **{**kept, "cancel": "true"}))


@router.get("/success")
async def success_page(request: Request) -> Response:
    """An older address of the page."""
    return RedirectResponse(url(request, f"/booking/{request.query_params.get('uid', '')}"))


@router.post("/booking/{uid}/cancel")
async def cancel(request: Request, session: Session, visitor: Visitor, uid: str) -> Response:
    """Cancel it. Whoever is signed in and in charge does so as host, and says why."""
    form = await request.form(max_files=0, max_fields=20)
    reason = str(form.get("reason", "")).strip()[:2000]
    caller = principal_of(visitor) if visitor and is_trusted(request, form) else None
    query = request.query_params
    asked = Cancellation(
        reason or None, query.get("allRemainingBookings") == "true", query.get("seatReferenceUid") or None
    )
    seen = await shown(request, session, visitor, uid)
    if caller and seen.is_host and not reason:
        return _page(seen, visitor, cancelling=True, reason_error=seen.clock.words.text("form.required"), status=422)
    try:
        await cancel_booking(session, caller, uid, asked)
    except (BadRequest, Unauthorized):
        return await _refused(request, session, visitor, uid, "cancel.not_now")
    return go(request, f"/booking/{uid}", **{"cal.tz": query.get("cal.tz"), "cancelled": "true"})


@router.post("/booking/{uid}/answer")
async def answer(request: Request, session: Session, person: SignedIn, uid: str, form: TrustedForm) -> Response:
    """The host says yes or no."""
    caller = principal_of(person)
    try:
        if form.get("answer") == "confirm":
            await confirm_booking(session, caller, uid)
        else:
            await decline_booking(session, caller, uid, str(form.get("reason", "")).strip()[:2000] or None)
    except (BadRequest, Conflict):
        return await _refused(request, session, person, uid, "host.not_now")
    return go(request, f"/booking/{uid}")


@router.get("/booking/{uid}/calendar.ics")
async def calendar_file(
    request: Request, session: Session, settings: CurrentSettings, visitor: Visitor, uid: str
) -> Response:
    """The booking as a file for a calendar."""
    seen = await shown(request, session, visitor, uid)
    found = seen.view.booking
    body = calendar_file_of(found, place_told(found.location, seen.clock.words), settings.base_url + seen.path)
    headers = {"Content-Disposition": 'attachment; filename="booking.ics"', "X-Content-Type-Options": "nosniff"}
    return Response(body, media_type="text/calendar", headers=headers)


@router.get("/reschedule/{uid}")
async def move(request: Request, session: Session, uid: str) -> Response:
    """To the page on which another time is chosen (client surface sheet, section 3.1)."""
    seen = await shown(request, session, None, uid)
    found = seen.view.booking
    if found.status in OVER and not (seen.settings and seen.settings.rules.reschedules_cancelled):
        return RedirectResponse(url(request, f"/booking/{uid}"))
    if seen.ways.move is None:
        raise NotFound("What was booked is not offered any more.")
    kept = {name: request.query_params.get(name) for name in ("rescheduledBy", "seatReferenceUid", "cal.tz")}
    return RedirectResponse(url(request, seen.ways.move, rescheduleUid=uid, **kept))


async def _refused(request: Request, session: Session, visitor: User | None, uid: str, key: str) -> Response:
    """Show how things stand now, and that it was too late."""
    visitor_id = visitor.id if visitor else None
    await session.rollback()
    visitor = await session.get(User, visitor_id) if visitor_id is not None else None
    seen = await shown(request, session, visitor, uid)
    return _page(seen, visitor, refusal=seen.clock.words.text(key), status=409)


def _page(
    seen: Shown,
    visitor: User | None,
    *,
    cancelling: bool = False,
    refusal: str | None = None,
    reason_error: str | None = None,
    status: int = 200,
) -> Response:
    return page(
        seen.request,
        "details.html",
        words=seen.clock.words,
        status=status,
        # What can be done with a session must not be done by a page around it.
        framable=visitor is None,
        person=visitor,
        view=details_view(seen),
        cancelling=cancelling,
        refusal=refusal,
        reason="",
        reason_error=reason_error,
    )
