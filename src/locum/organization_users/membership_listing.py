"""A page of an organization's memberships as the wire has them: from the rows, without objects in between."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes.assignment_queries import IDS_OF_MEMBER
from locum.kit.paging import Page
from locum.memberships.models import Membership
from locum.memberships.queries import page_of
from locum.memberships.schemas import MembershipUserOut, TeamMembershipOut
from locum.users.models import User

_OF_MEMBERSHIP = {name: str(field.alias) for name, field in TeamMembershipOut.model_fields.items() if name != "user"}
_OF_USER = {name: str(field.alias) for name, field in MembershipUserOut.model_fields.items() if name != "metadata"}
_SHOWN = (
    *(getattr(Membership, name) for name in _OF_MEMBERSHIP),
    *(getattr(User, name) for name in _OF_USER),
    User.properties,
    IDS_OF_MEMBER,
)
_PAGE = page_of(select(*_SHOWN).join(User, User.id == Membership.user_id))


async def page_of_memberships(
    session: AsyncSession, organization_id: int, page: Page
) -> list[tuple[dict[str, Any], list[int]]]:
    """The memberships by the names of the wire, each with the numbers of the options that its member holds.

    Pending ones included, the oldest first.
    """
    parameters = {"team_id": organization_id, "take": page.take, "skip": page.skip}
    return [(_shown(*row), row[-1]) for row in await session.execute(_PAGE, parameters)]


def _shown(*row: Any) -> dict[str, Any]:
    width = len(_OF_MEMBERSHIP)
    *user_values, properties, _ = row[width:]
    user = dict(zip(_OF_USER.values(), user_values, strict=True))
    if properties is not None:
        user["metadata"] = properties
    return {**dict(zip(_OF_MEMBERSHIP.values(), row, strict=False)), "user": user}
