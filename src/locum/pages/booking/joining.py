"""`/connect-and-join`: a host opens a meeting that somebody waits for (bookings sheet, section 3.7)."""

from fastapi import APIRouter, Request, Response

from locum.bookings.instant import answer_instant
from locum.http.session import Session
from locum.kit.errors import NotFound
from locum.pages.forms import TrustedForm
from locum.pages.rendering import go, here, page
from locum.pages.sessions.visitor import SignedIn, principal_of

router = APIRouter(include_in_schema=False)


@router.get("/connect-and-join")
async def ask(request: Request, person: SignedIn) -> Response:
    """Looking opens nothing: programs that read mails look at every link."""
    if not request.query_params.get("token"):
        raise NotFound("There is no such meeting.")
    return page(request, "connect.html", person=person, action=here(request))


@router.post("/connect-and-join")
async def join(request: Request, session: Session, person: SignedIn, form: TrustedForm) -> Response:
    """The first who comes has it."""
    view = await answer_instant(session, principal_of(person), request.query_params.get("token", ""))
    return go(request, f"/booking/{view.booking.uid}")
