"""Every SELECT of an organization's people."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes import holders
from locum.attributes.holders import Operator
from locum.kit.paging import Page
from locum.memberships.models import Profile
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Person:
    """An account with its profile in an organization."""

    user: User
    profile: Profile


@dataclass(frozen=True, slots=True)
class Filters:
    """Whom a list is about; empty filters leave everybody in."""

    emails: Sequence[str] = ()
    team_ids: Sequence[int] = ()
    option_ids: Sequence[UUID] = ()
    operator: Operator = "AND"


_PEOPLE = (
    select(User, Profile)
    .join(Profile, Profile.user_id == User.id)
    .where(Profile.organization_id == bindparam("organization_id"))
    .order_by(User.id)
)
_ONE = _PEOPLE.where(User.id == bindparam("user_id"))
_HELD = _ONE.with_for_update(of=User)


async def people(session: AsyncSession, organization_id: int, filters: Filters, page: Page) -> list[Person]:
    """Everybody with a profile in the organization, the invited included, perhaps only some (sheet, section 1.1)."""
    statement = _PEOPLE.limit(page.take).offset(page.skip)
    if filters.emails:
        statement = statement.where(User.email.in_(filters.emails))
    if filters.team_ids:
        statement = statement.where(User.id.in_(holders.team_members(organization_id, filters.team_ids)))
    if filters.option_ids:
        counting = await holders.counting(session, organization_id, filters.option_ids)
        statement = statement.where(holders.holds(User.id, counting, filters.operator))
    rows = await session.execute(statement, {"organization_id": organization_id})
    return [Person(user, profile) for user, profile in rows]


async def held(session: AsyncSession, organization_id: int, user_id: int) -> Person | None:
    """One person of the organization, held until the end of the transaction."""
    row = (await session.execute(_HELD, {"organization_id": organization_id, "user_id": user_id})).first()
    return None if row is None else Person(row[0], row[1])
