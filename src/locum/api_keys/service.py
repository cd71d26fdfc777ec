"""Use cases of API keys: issue one, exchange one for another, end one."""

import secrets
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.api_keys.models import ApiKey
from locum.http.credentials import digest
from locum.http.principal import API_KEY_PREFIX
from locum.kit.errors import MissingRecord, Unauthorized

_RANDOM_BYTES = 24


async def issue_key(
    session: AsyncSession,
    user_id: int,
    *,
    organization_id: int | None = None,
    note: str | None = None,
    expires_at: datetime | None = None,
) -> str:
    """A new key of a user, whole; only its digest is kept, so this is the one time it can be shown.

    `expires_at` is an aware UTC instant, None for never. With an organization the key speaks for that one.
    """
    secret = secrets.token_hex(_RANDOM_BYTES)
    session.add(
        ApiKey(
            user_id=user_id, organization_id=organization_id, digest=digest(secret), note=note, expires_at=expires_at
        )
    )
    await session.flush()
    return API_KEY_PREFIX + secret


async def refresh(session: AsyncSession, key_id: int, expires_at: datetime | None) -> str:
    """Exchange a key for a new one of the same user, note and organization; the old one is gone at once.

    Raises Unauthorized when somebody else exchanged it a moment ago.
    """
    old = (await session.execute(delete(ApiKey).where(ApiKey.id == key_id).returning(ApiKey))).scalar_one_or_none()
    if old is None:
        raise Unauthorized("CustomThrottlerGuard - Invalid API Key")
    return await issue_key(
        session, old.user_id, organization_id=old.organization_id, note=old.note, expires_at=expires_at
    )


async def end(session: AsyncSession, user_id: int, key_id: int) -> None:
    """End one of somebody's keys: whoever comes with it is refused from now on. Raises MissingRecord."""
    statement = delete(ApiKey).where(ApiKey.id == key_id, ApiKey.user_id == user_id).returning(ApiKey.id)
    if (await session.scalars(statement)).first() is None:
        raise MissingRecord
