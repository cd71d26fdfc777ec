"""Every SELECT of custom roles."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.roles.models import CustomRole

_WORDS = select(CustomRole.permissions).where(CustomRole.id == bindparam("role_id"))


_ASSIGNABLE = (
    select(CustomRole.permissions)
    .where(CustomRole.id == bindparam("role_id"), CustomRole.team_id == bindparam("place_id"))
    .with_for_update(read=True)
)


async def words_to_give(session: AsyncSession, place_id: int, role_id: UUID) -> tuple[str, ...] | None:
    """The words of a role of a place, which stay as they are until the end of the transaction; None for any other."""
    words = await session.scalar(_ASSIGNABLE, {"place_id": place_id, "role_id": role_id})
    return None if words is None else tuple(words)


async def words_of(session: AsyncSession, role_id: UUID) -> tuple[str, ...]:
    """The words of a custom role; none where there is none any more."""
    return tuple(await session.scalar(_WORDS, {"role_id": role_id}) or ())
