"""Signing in and out."""

import re

from fastapi import APIRouter, Request, Response

from locum.http.session import CurrentSettings, Session, database_of
from locum.pages.forms import TrustedForm
from locum.pages.rendering import go, page
from locum.pages.sessions import service
from locum.pages.sessions.beginning import begin_session
from locum.pages.sessions.cookies import drop_token, read_token
from locum.users.proving import allow_attempt, prove

router = APIRouter(include_in_schema=False)

HOME = "/dashboard"
LONGEST = 8000
"""Questions of applications name many scopes, and may carry a state of any length."""
# A path of this server: no second slash or backslash (browsers take those for another host), nothing invisible.
_OWN_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")


def own_path(wanted: str | None) -> str:
    """Where to go after signing in: an address of this server, else home."""
    return wanted if wanted and len(wanted) < LONGEST and _OWN_PATH.fullmatch(wanted) else HOME


@router.get("/auth/login")
async def sign_in_page(request: Request) -> Response:
    """The form."""
    return _form(request)


@router.post("/auth/login")
async def sign_in(request: Request, session: Session, form: TrustedForm) -> Response:
    """Check address and password; one answer for every way of being wrong."""
    email, password = str(form.get("email", "")), str(form.get("password", ""))
    await allow_attempt(database_of(request).quick, request.scope["locum.address"], email.strip().lower())
    user = await prove(session, email, password)
    if user is None:
        return _form(request, email=email, failed=True, status=401)
    response = onward(request, request.query_params.get("next"))
    await begin_session(request, response, session, user.id)
    return response


@router.post("/auth/logout")
async def sign_out(request: Request, session: Session, settings: CurrentSettings, _: TrustedForm) -> Response:
    """End the session, here and on the server."""
    token = read_token(request, settings)
    if token is not None:
        await service.sign_out(session, token)
    response = go(request, "/auth/login", out="1", next=request.query_params.get("next"))
    drop_token(response, settings)
    return response


def onward(request: Request, wanted: str | None) -> Response:
    """Send the browser on to an address of this server; to no other, whatever is wanted."""
    path, _, query = own_path(wanted).partition("?")
    response = go(request, path)
    if query:
        response.headers["location"] = f"{response.headers['location'].partition('?')[0]}?{query}"
    return response


def _form(request: Request, *, email: str = "", failed: bool = False, status: int = 200) -> Response:
    return page(
        request,
        "sign_in.html",
        status=status,
        email=email,
        failed=failed,
        signed_out="out" in request.query_params,
        next=request.query_params.get("next"),
    )
