"""Every SELECT of custom roles."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.organizations.models import Team
from locum.roles.models import CustomRole

_OF_PLACE = (
    select(CustomRole)
    .where(CustomRole.team_id == bindparam("place_id"))
    .order_by(CustomRole.created_at, CustomRole.id)
    .limit(bindparam("most"))
)
_IN_PLACE = (CustomRole.id == bindparam("role_id"), CustomRole.team_id == bindparam("place_id"))
_ONE = select(CustomRole).where(*_IN_PLACE)
_HELD = _ONE.with_for_update()
_NAMED = select(CustomRole.id).where(CustomRole.team_id == bindparam("place_id"), CustomRole.name == bindparam("name"))
_COUNT = select(func.count()).select_from(CustomRole).where(CustomRole.team_id == bindparam("place_id"))
_MADE_AT = select(Team.created_at).where(Team.id == bindparam("place_id"))
_HELD_PLACE = select(Team.id).where(Team.id == bindparam("place_id")).with_for_update(key_share=True)
_WORDS = select(CustomRole.permissions).where(CustomRole.id == bindparam("role_id"))
_WORDS_TO_GIVE = select(CustomRole.permissions).where(*_IN_PLACE).with_for_update(read=True)


async def of_place(session: AsyncSession, place_id: int, most: int) -> Sequence[CustomRole]:
    """The custom roles of an organization or team, the oldest first."""
    return (await session.scalars(_OF_PLACE, {"place_id": place_id, "most": most})).all()


async def one(session: AsyncSession, place_id: int, role_id: UUID, *, hold: bool = False) -> CustomRole | None:
    """A custom role of a place; held until the end of the transaction where that is asked."""
    parameters = {"place_id": place_id, "role_id": role_id}
    return (await session.scalars(_HELD if hold else _ONE, parameters)).first()


async def named(session: AsyncSession, place_id: int, name: str) -> UUID | None:
    """Which role of a place is called so."""
    return await session.scalar(_NAMED, {"place_id": place_id, "name": name})


async def count(session: AsyncSession, place_id: int) -> int:
    """How many custom roles a place has."""
    return await session.scalar(_COUNT, {"place_id": place_id}) or 0


async def made_at(session: AsyncSession, place_id: int) -> datetime | None:
    """When an organization or team was made; None where there is none."""
    return await session.scalar(_MADE_AT, {"place_id": place_id})


async def hold_place(session: AsyncSession, place_id: int) -> None:
    """Who adds or renames a role of the same place waits for us, and then sees what it is called."""
    await session.execute(_HELD_PLACE, {"place_id": place_id})


async def words_to_give(session: AsyncSession, place_id: int, role_id: UUID) -> tuple[str, ...] | None:
    """The words of a role of a place, which stay as they are until the end of the transaction; None for any other."""
    words = await session.scalar(_WORDS_TO_GIVE, {"place_id": place_id, "role_id": role_id})
    return None if words is None else tuple(words)


async def words_of(session: AsyncSession, role_id: UUID) -> tuple[str, ...]:
    """The words of a custom role; none where there is none any more."""
    return tuple(await session.scalar(_WORDS, {"role_id": role_id}) or ())
