"""The list of an organization's people: up to a thousand at once, hence no objects between the rows and the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes import holders
from locum.attributes.holders import Operator
from locum.kit.paging import Page
from locum.kit.wire import format_instant
from locum.memberships.models import Profile
from locum.organization_users.schemas import COLUMNS, PersonOut
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
_ON_THE_WIRE = [str(PersonOut.model_fields[name].alias) for name in COLUMNS]


async def people(session: AsyncSession, organization_id: int, filters: Filters, page: Page) -> list[dict[str, Any]]:
    """Everybody with a profile in the organization, the invited included, perhaps only some (sheet, section 1.1).

    By the names of the wire, written as `PersonOut` is; a test compares them.
    """
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


def _shown(organization_id: int, profile_id: int, name: str, *account: object) -> dict[str, Any]:
    shown: dict[str, Any] = dict(zip(_ON_THE_WIRE, account, strict=True))
    for instant in ("emailVerified", "createdDate"):
        if isinstance(shown[instant], datetime):
            shown[instant] = format_instant(shown[instant])
    if shown["metadata"] is None:
        del shown["metadata"]
    shown["profile"] = {
        "id": profile_id,
        "organizationId": organization_id,
        "userId": shown["id"],
        "username": name,
    }
    return shown
