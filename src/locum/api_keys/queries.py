"""Every SELECT of API keys, but for the one that lets them in."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.api_keys.models import ApiKey
from locum.kit.paging import Page

_OF_PERSON = (
    select(ApiKey)
    .where(ApiKey.user_id == bindparam("user_id"))
    .order_by(ApiKey.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_ONE = select(ApiKey).where(ApiKey.user_id == bindparam("user_id"), ApiKey.id == bindparam("key_id"))


async def of_person(session: AsyncSession, user_id: int, page: Page) -> Sequence[ApiKey]:
    """Somebody's keys, those that have ended included, the newest first."""
    return (await session.scalars(_OF_PERSON, {"user_id": user_id, "most": page.take, "skip": page.skip})).all()


async def one(session: AsyncSession, user_id: int, key_id: int) -> ApiKey | None:
    """One of somebody's keys."""
    return (await session.scalars(_ONE, {"user_id": user_id, "key_id": key_id})).first()
