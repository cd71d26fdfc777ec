"""Signing in and out."""

import asyncio
import secrets
from datetime import timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.session import Pool
from locum.http.credentials import digest
from locum.http.limits import Tracker, count
from locum.kit import clock
from locum.kit.errors import TooManyRequests
from locum.kit.passwords import verify_password
from locum.pages.sessions.models import BrowserSession
from locum.users.models import User
from locum.users.queries import by_email

LASTS = timedelta(days=30)
ATTEMPTS_PER_ADDRESS = 20
ATTEMPTS_PER_ACCOUNT = 8
"""A minute; both count whether the attempt succeeds or not."""

_BY_DIGEST = (
    select(User)
    .join(BrowserSession, BrowserSession.user_id == User.id)
    .where(BrowserSession.digest == bindparam("digest"), BrowserSession.expires_at > bindparam("now"))
)


async def allow_attempt(pool: Pool, address: str, account: str) -> None:
    """Count an attempt against where it comes from and whom it is for.

    Raises TooManyRequests. An error of the database escapes too: what cannot be counted is not allowed.
    """
    for tracker in (
        Tracker(f"address:{address}", ATTEMPTS_PER_ADDRESS, "SignIn"),
        Tracker(f"account:{digest(account)}", ATTEMPTS_PER_ACCOUNT, "SignIn"),
    ):
        allowance = await count(pool, tracker)
        if allowance.blocked:
            raise TooManyRequests(
                "Too many attempts. Please try again in a minute.", headers={"Retry-After": str(allowance.reset)}
            )


async def prove(session: AsyncSession, email: str, password: str) -> User | None:
    """Whoever has this address and this password. Takes the same time whether the address is known or not."""
    user = await by_email(session, email.strip())
    fits = await asyncio.to_thread(verify_password, password, user.password_hash if user else None)
    return user if fits else None


async def sign_in(session: AsyncSession, user_id: int) -> str:
    """Begin a session; returns its token. Sessions of this person that are over are swept away."""
    now = clock.now()
    await session.execute(
        delete(BrowserSession).where(BrowserSession.user_id == user_id, BrowserSession.expires_at <= now)
    )
    token = secrets.token_urlsafe(32)
    session.add(BrowserSession(user_id=user_id, digest=digest(token), expires_at=now + LASTS))
    await session.flush()
    return token


async def who(session: AsyncSession, token: str) -> User | None:
    """Whose session this token is of, if it is still running."""
    return await session.scalar(_BY_DIGEST, {"digest": digest(token), "now": clock.now()})


async def sign_out(session: AsyncSession, token: str) -> None:
    """End the session of this token."""
    await session.execute(delete(BrowserSession).where(BrowserSession.digest == digest(token)))


async def sign_out_everywhere(session: AsyncSession, user_id: int) -> None:
    """End all sessions of a person."""
    await session.execute(delete(BrowserSession).where(BrowserSession.user_id == user_id))
