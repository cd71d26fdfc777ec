"""`/{username}/{slug}`, and addresses of teams, of several persons and private ones: somebody books.

First a day and a time, then the form.
"""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from locum.bookings.rules.status import OVER
from locum.http.session import Session
from locum.kit import clock as kit_clock
from locum.pages import zones
from locum.pages.booking import submitting
from locum.pages.booking.answers import Typed
from locum.pages.booking.choosing import choose_view
from locum.pages.booking.filling import form_page
from locum.pages.booking.visit import Visit, visit_of
from locum.pages.forms import is_same_origin
from locum.pages.rendering import go, page, url
from locum.pages.sessions.visitor import Visitor, principal_of

router = APIRouter(include_in_schema=False)
# Of several addresses of one handler the last is tried first.


@router.get("/org/{organization}/{username}/{slug}")
@router.get("/{username}/{slug}")
@router.get("/org/{organization}/team/{team}/{slug}")
@router.get("/team/{team}/{slug}")
@router.get("/d/{link}/{slug}")
@router.get("/d/{link}")
@router.get("/reschedule/{moved}/time")
async def book(request: Request, session: Session) -> Response:
    """The two steps, both with GET: what is chosen stands in the address."""
    visit = await visit_of(request, session)
    if visit.moved and visit.moved.booking.status in OVER:
        return go(request, f"/booking/{visit.moved.booking.uid}")
    if "choose" in request.query_params:
        return _all_zones(visit)
    slot = visit.asked.slot
    if slot is None:
        return await _choose(visit)
    if await visit.is_free(slot):
        rules = visit.event.bookable.settings.rules
        return await form_page(visit, slot, Typed.of_address(rules.form, rules.locations, visit.asked))
    asked = visit.asked.on(visit.clock.local(slot).date())
    return await _choose(replace(visit, asked=asked), visit.clock.words.text("book.gone"))


@router.post("/org/{organization}/{username}/{slug}")
@router.post("/{username}/{slug}")
@router.post("/org/{organization}/team/{team}/{slug}")
@router.post("/team/{team}/{slug}")
@router.post("/d/{link}/{slug}")
@router.post("/d/{link}")
@router.post("/reschedule/{moved}/time")
async def submit(request: Request, session: Session, visitor: Visitor) -> Response:
    """Somebody sends the form."""
    # Anybody may book; only where it matters who somebody is, the form must come from our own page.
    caller = principal_of(visitor) if visitor and is_same_origin(request) else None
    form = await request.form(max_files=0, max_fields=300)
    return await submitting.submit(await visit_of(request, session), form, caller)


async def _choose(visit: Visit, refusal: str | None = None) -> Response:
    inviter = visit.event.inviter
    return page(
        visit.request,
        "choose.html",
        words=visit.clock.words,
        framable=True,
        brand=inviter.brand,
        theme=inviter.theme,
        view=await choose_view(visit, refusal=refusal),
    )


def _all_zones(visit: Visit) -> Response:
    words = visit.clock.words
    return page(
        visit.request,
        "zones.html",
        words=words,
        framable=True,
        address=url(visit.request, visit.event.path).partition("?")[0],
        carried=visit.asked.carried("cal.tz", "choose"),
        zones=zones.all_of_them(words.locale, kit_clock.now()),
        chosen=visit.clock.zone,
    )
