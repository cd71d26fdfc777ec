"""A session begins on a browser."""

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.session import settings_of
from locum.pages.sessions.browsers import browser_of
from locum.pages.sessions.cookies import keep_token, read_token
from locum.pages.sessions.service import sign_in, sign_out


async def begin_session(request: Request, response: Response, session: AsyncSession, user_id: int) -> None:
    """Sign somebody in on the browser that asks. Whoever was signed in there before is out, on the server too."""
    settings = settings_of(request)
    former = read_token(request, settings)
    if former is not None:
        await sign_out(session, former)
    browser = browser_of(request.headers.get("user-agent", ""))
    keep_token(response, settings, await sign_in(session, user_id, browser))
