"""The list of an organization's people: up to a thousand at once, hence no objects between the rows and the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes import holders
from locum.attributes.holders import Operator
from locum.kit.paging import Page
from locum.memberships.models import Profile
from locum.organization_users.schemas import COLUMNS, PersonOut, ProfileOut, person_of
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Filters:
    """Whom a list is about; empty filters leave everybody in."""

    emails: Sequence[str] = ()
    team_ids: Sequence[int] = ()
    option_ids: Sequence[UUID] = ()
    operator: Operator = "AND"


_PEOPLE = (
    select(Profile.id, Profile.username, *(getattr(User, column) for column in COLUMNS.values()))
    .join(User, User.id == Profile.user_id)
    .where(Profile.organization_id == bindparam("organization_id"))
    .order_by(User.id)
)


async def people(session: AsyncSession, organization_id: int, filters: Filters, page: Page) -> list[PersonOut]:
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
    return [_shown(organization_id, *row) for row in rows]


def _shown(organization_id: int, profile_id: int, name: str, *account: object) -> PersonOut:
    values: dict[str, Any] = dict(zip(COLUMNS, account, strict=True))
    profile = ProfileOut.model_construct(
        id=profile_id, organization_id=organization_id, user_id=values["id"], username=name
    )
    return person_of(values, profile)
