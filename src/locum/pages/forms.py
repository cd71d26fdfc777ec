"""Forms of signed-in people: sent by our own pages only, and by the browser that was given the form.

Two independent checks: the browser's word on where the request comes from (`Sec-Fetch-Site`, `Origin`), and a token
that is derived from a cookie which other sites cannot read.
"""

import hmac
import secrets
from hashlib import sha256
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from starlette.datastructures import FormData

from locum.http.session import settings_of
from locum.kit.errors import Forbidden
from locum.pages.sessions.cookies import SESSION, set_cookie
from locum.settings import Settings

VISIT = "locum_visit"
"""A random cookie that ties forms to a browser before anybody is signed in."""

FIELD = "token"
NOT_OURS = "This form was not sent from our own page. Please open the page again and retry."


def is_same_origin(request: Request) -> bool:
    """What the browser says about where a request comes from; a client that says nothing is left to the token."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc in {request.headers.get("host"), urlsplit(settings_of(request).base_url).netloc}


def form_token(request: Request) -> str:
    """The token for a form on the page that answers this request."""
    return _token(settings_of(request), _anchor(request))


def _anchor(request: Request) -> str:
    """The cookie that the token is derived from; a visitor without one gets it with the answer."""
    kept = request.cookies.get(SESSION) or request.cookies.get(VISIT)
    if kept:
        return kept
    fresh: str = getattr(request.state, "visit", None) or secrets.token_urlsafe(16)
    request.state.visit = fresh
    return fresh


def keep_visit(request: Request, response: Response) -> None:
    """Hand out the visit cookie, if a form on this page needs one."""
    fresh = getattr(request.state, "visit", None)
    if fresh:
        set_cookie(response, settings_of(request), VISIT, fresh, 24 * 3600)


def _token(settings: Settings, anchor: str) -> str:
    return hmac.new(settings.secret.encode(), b"pages.form:" + anchor.encode(), sha256).hexdigest()


def is_trusted(request: Request, form: FormData) -> bool:
    """Whether one of our own pages sent this form, on the browser that was given it."""
    kept = request.cookies.get(SESSION) or request.cookies.get(VISIT) or ""
    sent = str(form.get(FIELD, "")).encode("utf-8", "replace")
    genuine = hmac.compare_digest(_token(settings_of(request), kept).encode(), sent)
    return bool(kept) and genuine and is_same_origin(request)


async def _trusted_form(request: Request) -> FormData:
    form = await request.form(max_files=0, max_fields=200)
    if not is_trusted(request, form):
        raise Forbidden(NOT_OURS)
    return form


TrustedForm = Annotated[FormData, Depends(_trusted_form)]
"""The fields of a form that one of our own pages sent. Raises Forbidden."""
