"""The session cookie: signed, so that what nobody signed never reaches the database, and unreadable to scripts."""

from fastapi import Request, Response
from itsdangerous import BadSignature, TimestampSigner
from starlette.requests import cookie_parser

from locum.pages.sessions.service import LASTS
from locum.settings import Settings

SESSION = "locum_session"


def _signer(settings: Settings) -> TimestampSigner:
    return TimestampSigner(settings.secret, salt="pages.session")


def read_token(request: Request, settings: Settings) -> str | None:
    """The token of the request's cookie, if this server signed it and it is not too old."""
    return _opened(request.cookies.get(SESSION), settings)


def token_among(cookies: str, settings: Settings) -> str | None:
    """The same, from the header as the browser sent it."""
    return _opened(cookie_parser(cookies).get(SESSION), settings)


def _opened(cookie: str | None, settings: Settings) -> str | None:
    if not cookie:
        return None
    try:
        return _signer(settings).unsign(cookie, max_age=int(LASTS.total_seconds())).decode()
    except BadSignature:
        return None


def keep_token(response: Response, settings: Settings, token: str) -> None:
    """Hand the token to the browser."""
    set_cookie(response, settings, SESSION, _signer(settings).sign(token).decode(), int(LASTS.total_seconds()))


def drop_token(response: Response, settings: Settings) -> None:
    """Take the token back."""
    set_cookie(response, settings, SESSION, "", 0)


def set_cookie(response: Response, settings: Settings, name: str, value: str, seconds: int) -> None:
    """A cookie of this server's path, for this site only; Secure where the public address is https."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=settings.base_path or "/",
        secure=settings.base_url.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
