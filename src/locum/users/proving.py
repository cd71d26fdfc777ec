"""Somebody proves who he is by a password, on whichever face of the server."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.session import Pool
from locum.http.credentials import digest
from locum.http.limits import Tracker, count
from locum.kit.errors import TooManyRequests
from locum.kit.passwords import verify_password
from locum.users.models import User
from locum.users.queries import by_email

ATTEMPTS_PER_ADDRESS = 20
ATTEMPTS_PER_ACCOUNT = 8
"""A minute; both count whether the attempt succeeds or not."""


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
