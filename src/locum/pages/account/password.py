"""`/auth/password`: choose a password, with the link of an invitation or of a forgotten password."""

import asyncio

from fastapi import APIRouter, Request, Response

from locum.http.session import CurrentSettings, Session
from locum.kit.passwords import hash_password
from locum.pages.account.links import follow, over
from locum.pages.forms import TrustedForm
from locum.pages.rendering import go, page, words_of
from locum.pages.sessions.beginning import begin_session
from locum.setup.bootstrap import SHORTEST_PASSWORD
from locum.users.models import User
from locum.users.service import set_password
from locum.users.tokens import PASSWORD_PURPOSES

router = APIRouter(include_in_schema=False)


@router.get("/auth/password")
async def password_page(request: Request, session: Session, settings: CurrentSettings) -> Response:
    """The form."""
    followed = await follow(session, settings, request, PASSWORD_PURPOSES, hold=False)
    return _form(request, followed[1]) if followed else over(request, is_password=True)


@router.post("/auth/password")
async def choose_password(request: Request, session: Session, settings: CurrentSettings, form: TrustedForm) -> Response:
    """Keep the password, end every session of this person, and begin one here."""
    followed = await follow(session, settings, request, PASSWORD_PURPOSES, hold=True)
    if followed is None:
        return over(request, is_password=True)
    user, password = followed[1], str(form.get("password", ""))
    if len(password) < SHORTEST_PASSWORD:
        words = words_of(request, user.locale)
        return _form(request, user, words.text("setup.password_short", least=str(SHORTEST_PASSWORD)))
    await set_password(session, user, await asyncio.to_thread(hash_password, password))
    response = go(request, "/dashboard")
    await begin_session(request, response, session, user.id)
    return response


def _form(request: Request, user: User, error: str | None = None) -> Response:
    return page(
        request,
        "password.html",
        words=words_of(request, user.locale),
        status=422 if error else 200,
        email=user.email,
        link_token=request.query_params["token"],
        error=error,
    )
