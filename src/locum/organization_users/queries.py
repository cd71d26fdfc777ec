"""The SELECT of one of an organization's people; those of many are in `listing`."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.memberships.models import Profile
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Person:
    """An account with its profile in an organization."""

    user: User
    profile: Profile


_HELD = (
    select(User, Profile)
    .join(Profile, Profile.user_id == User.id)
    .where(Profile.organization_id == bindparam("organization_id"), User.id == bindparam("user_id"))
    .with_for_update(of=User)
)


async def held(session: AsyncSession, organization_id: int, user_id: int) -> Person | None:
    """One person of the organization, held until the end of the transaction."""
    row = (await session.execute(_HELD, {"organization_id": organization_id, "user_id": user_id})).first()
    return None if row is None else Person(row[0], row[1])
