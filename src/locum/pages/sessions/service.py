"""Signing in and out."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.credentials import digest
from locum.kit import clock
from locum.pages.sessions.browsers import UNKNOWN, Browser
from locum.pages.sessions.models import BrowserSession
from locum.users.models import User

LASTS = timedelta(days=30)

_BY_DIGEST = (
    select(User, BrowserSession.id)
    .join(BrowserSession, BrowserSession.user_id == User.id)
    .where(BrowserSession.digest == bindparam("digest"), BrowserSession.expires_at > bindparam("now"))
)

_RUNNING = (
    select(BrowserSession)
    .where(BrowserSession.user_id == bindparam("user_id"), BrowserSession.expires_at > bindparam("now"))
    .order_by(BrowserSession.id.desc())
    .limit(bindparam("most"))
)


async def sign_in(session: AsyncSession, user_id: int, browser: Browser = UNKNOWN) -> str:
    """Begin a session on a browser; returns its token. Sessions of this person that are over are swept away."""
    now = clock.now()
    await session.execute(
        delete(BrowserSession).where(BrowserSession.user_id == user_id, BrowserSession.expires_at <= now)
    )
    token = secrets.token_urlsafe(32)
    begun = BrowserSession(
        user_id=user_id,
        digest=digest(token),
        expires_at=now + LASTS,
        browser=browser.family,
        system=browser.system,
    )
    session.add(begun)
    await session.flush()
    return token


async def who(session: AsyncSession, token: str) -> tuple[User, int] | None:
    """Whose session this token is of, and the session's id, if it is still running."""
    row = (await session.execute(_BY_DIGEST, {"digest": digest(token), "now": clock.now()})).first()
    return None if row is None else (row[0], row[1])


async def sign_out(session: AsyncSession, token: str) -> None:
    """End the session of this token."""
    await session.execute(delete(BrowserSession).where(BrowserSession.digest == digest(token)))


async def running(session: AsyncSession, user_id: int, most: int) -> Sequence[BrowserSession]:
    """The sessions of a person that are not over, the newest first."""
    found = await session.scalars(_RUNNING, {"user_id": user_id, "now": clock.now(), "most": most})
    return found.all()


async def sign_out_elsewhere(session: AsyncSession, user_id: int, token: str) -> None:
    """End all sessions of a person but the one of this token."""
    others = delete(BrowserSession).where(BrowserSession.user_id == user_id, BrowserSession.digest != digest(token))
    await session.execute(others)


async def sign_out_everywhere(session: AsyncSession, user_id: int) -> None:
    """End all sessions of a person."""
    await session.execute(delete(BrowserSession).where(BrowserSession.user_id == user_id))
