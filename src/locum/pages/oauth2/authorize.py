"""`/auth/oauth2/authorize`: an application asks somebody whether it may act for him (RFC 6749, section 4.1).

Everybody is asked every time, trusted applications included: a page that answers by itself can be made to.
"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.http.parameters import id_of
from locum.http.session import Session
from locum.kit.errors import BadRequest
from locum.oauth2 import asking, queries
from locum.oauth2.asking import Question, SentBack, Stopped, Why
from locum.oauth2.granting import allow
from locum.oauth2.rules.managing import Status, may_act_for
from locum.oauth2.rules.redirects import form_targets, place_of
from locum.pages.forms import TrustedForm
from locum.pages.oauth2.meaning import meaning
from locum.pages.rendering import page, url, words_of
from locum.pages.sessions.visitor import Visitor
from locum.users.models import User

router = APIRouter(include_in_schema=False)

MOST_TEAMS = 50
_STATUS = {Why.UNKNOWN: 404, Why.ELSEWHERE: 400, Why.FAULTY: 400, Why.WAITING: 403}


@router.get("/auth/oauth2/authorize")
async def authorize_page(request: Request, session: Session, visitor: Visitor) -> Response:
    """The question, for whoever is signed in."""
    asked = await asking.read(session, request.query_params.multi_items())
    if not isinstance(asked, Question):
        return _declined(request, asked)
    if visitor is None:
        return _to_sign_in(request)
    return await _question(request, session, visitor, asked)


@router.post("/auth/oauth2/authorize")
async def authorize(request: Request, session: Session, visitor: Visitor, form: TrustedForm) -> Response:
    """The answer goes to the application."""
    asked = await asking.read(session, request.query_params.multi_items())
    if not isinstance(asked, Question):
        return _declined(request, asked)
    if visitor is None:
        return _to_sign_in(request)
    if form.get("answer") != "allow":
        return _leave(asking.with_refusal(asking.denied(asked)))
    code = await allow(session, visitor.id, asked.application, asked.redirect_uri, asked.wanted, _team(form))
    return _leave(asking.with_code(asked, code))


def _team(form: FormData) -> int | None:
    chosen = str(form.get("for", ""))
    team_id = id_of(chosen)
    if chosen and team_id is None:
        raise BadRequest("This is no team")
    return team_id


async def _question(request: Request, session: AsyncSession, visitor: User, asked: Question) -> Response:
    application = asked.application
    if not may_act_for(application.status, application.owner_id, visitor.id):
        return _declined(request, Stopped(Why.WAITING))
    words = words_of(request, visitor.locale)
    logo = application.logo_url
    return page(
        request,
        "authorize.html",
        words=words,
        form_targets=form_targets(asked.redirect_uri),
        visitor=visitor,
        application=application,
        # Pictures of elsewhere are not loaded: they would tell who is being asked.
        logo=logo if logo and logo.startswith("data:") else None,
        waits=application.status != Status.APPROVED,
        place=place_of(asked.redirect_uri),
        groups=meaning(words, asked.wanted.scopes),
        teams=await queries.owned_teams(session, visitor.id, MOST_TEAMS),
        this=_this(request),
    )


def _declined(request: Request, asked: SentBack | Stopped) -> Response:
    if isinstance(asked, SentBack):
        return _leave(asking.with_refusal(asked))
    return page(request, "authorize_not.html", status=_STATUS[asked.why], why=asked.why, description=asked.description)


def _leave(address: str) -> Response:
    """On to the application (303: nothing of the form goes with it)."""
    return RedirectResponse(address, 303, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})


def _this(request: Request) -> str:
    """This very question, to come back to."""
    query = request.scope["query_string"].decode("latin-1")
    return f"{request.scope['path']}?{query}"


def _to_sign_in(request: Request) -> Response:
    return RedirectResponse(url(request, "/auth/login", next=_this(request)), 303)
