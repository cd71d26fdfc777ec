"""The one SELECT behind `me`."""

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.organizations.models import Team
from locum.users.models import User

_ME = select(User, Team).outerjoin(Team, Team.id == User.organization_id).where(User.id == bindparam("user_id"))


async def account(session: AsyncSession, user_id: int) -> tuple[User, Team | None] | None:
    """An account with its main organization."""
    row = (await session.execute(_ME, {"user_id": user_id})).first()
    return None if row is None else (row[0], row[1])
