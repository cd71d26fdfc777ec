"""What a form changed, told once on the page that comes after it.

The words travel in a cookie that only we can sign: nobody can make up news with a link.
"""

from dataclasses import asdict, dataclass, field

from fastapi import Request, Response
from itsdangerous import BadData, URLSafeTimedSerializer

from locum.http.session import settings_of
from locum.pages.sessions.cookies import set_cookie

COOKIE = "locum_news"
LASTS_SECONDS = 120


@dataclass(frozen=True, slots=True)
class News:
    """An entry of the catalogue with its values; perhaps a way back: an address of this server and what to call it."""

    key: str
    values: dict[str, str] = field(default_factory=dict)
    way_back: str | None = None
    way_back_key: str | None = None


def _writer(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings_of(request).secret, salt="pages.news")


def leave(request: Request, response: Response, news: News) -> None:
    """Have the next page tell it."""
    set_cookie(response, settings_of(request), COOKIE, _writer(request).dumps(asdict(news)), LASTS_SECONDS)


def left(request: Request) -> News | None:
    """What the page before left to tell."""
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return None
    try:
        return News(**_writer(request).loads(cookie, max_age=LASTS_SECONDS))
    except BadData:
        return None


def forget(request: Request, response: Response) -> None:
    """Once is enough."""
    set_cookie(response, settings_of(request), COOKIE, "", 0)
