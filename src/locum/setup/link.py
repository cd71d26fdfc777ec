"""The one-time link that a new server prints: good for as long as nobody has an account."""

import hmac
from hashlib import sha256

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.settings import Settings
from locum.users.models import User


def setup_token(settings: Settings) -> str:
    """The secret part of the link. Every process of a server derives the same one."""
    return hmac.new(settings.secret.encode(), b"first set-up", sha256).hexdigest()[:40]


def token_is_good(settings: Settings, token: str) -> bool:
    """Whether a visitor holds the link, compared in constant time."""
    return hmac.compare_digest(setup_token(settings).encode(), token.encode("utf-8", "replace"))


def setup_link(settings: Settings) -> str:
    """The whole address."""
    return f"{settings.base_url}/setup?token={setup_token(settings)}"


async def is_untouched(session: AsyncSession) -> bool:
    """Whether nobody has an account yet."""
    return not await session.scalar(select(exists().where(User.id > 0)))
