"""Refusals as pages: in the visitor's language, with a way on. What exactly went wrong stays in the log."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from locum.kit.errors import LocumError
from locum.pages.rendering import page, url, words_of
from locum.pages.sessions.visitor import NotSignedIn

_TOLD = frozenset({400, 401, 403, 404, 409, 410, 422, 429, 503})


async def page_error(request: Request, error: LocumError) -> Response:
    """The page that carries a refusal; whoever has to sign in first is led there and back again."""
    if isinstance(error, NotSignedIn):
        return RedirectResponse(_way_in(request), 303)
    words = words_of(request)
    told = str(error.status) if error.status in _TOLD else "500"
    return page(
        request,
        "error.html",
        words=words,
        status=error.status,
        headers=error.headers,
        # A booking page inside another site keeps its refusals there too.
        framable=True,
        failed=told,
        title=words.text(f"error.{told}.title"),
        message=words.text(f"error.{told}.text"),
    )


def _way_in(request: Request) -> str:
    if request.method != "GET":
        return url(request, "/auth/login")
    query = request.scope["query_string"].decode("latin-1")
    return url(request, "/auth/login", next=request.scope["path"] + (f"?{query}" if query else ""))
