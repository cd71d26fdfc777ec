"""A page of an organization's memberships as the wire has them: from the rows, without objects in between."""

from typing import Any

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.paging import Page
from locum.memberships.models import Membership
from locum.memberships.schemas import MembershipUserOut, TeamMembershipOut
from locum.users.models import User

_OF_MEMBERSHIP = {name: str(field.alias) for name, field in TeamMembershipOut.model_fields.items() if name != "user"}
_OF_USER = {name: str(field.alias) for name, field in MembershipUserOut.model_fields.items() if name != "metadata"}
_SHOWN = (
    *(getattr(Membership, name) for name in _OF_MEMBERSHIP),
    *(getattr(User, name) for name in _OF_USER),
    User.properties,
)
# Who is on a page is found in the index alone: nobody's account is looked at in order to be left out.
_on_page = (
    select(Membership.id)
    .where(Membership.team_id == bindparam("organization_id"))
    .order_by(Membership.id)
    .limit(bindparam("take", type_=BigInteger))
    .offset(bindparam("skip", type_=BigInteger))
    .subquery("on_page")
)
_PAGE = (
    select(*_SHOWN)
    .join(User, User.id == Membership.user_id)
    .join(_on_page, _on_page.c.id == Membership.id)
    .order_by(Membership.id)
)


async def page_of_memberships(session: AsyncSession, organization_id: int, page: Page) -> list[dict[str, Any]]:
    """The memberships by the names of the wire, pending ones included, the oldest first; not what the members hold."""
    parameters = {"organization_id": organization_id, "take": page.take, "skip": page.skip}
    return [_shown(*row) for row in await session.execute(_PAGE, parameters)]


def _shown(*row: Any) -> dict[str, Any]:
    width = len(_OF_MEMBERSHIP)
    user = dict(zip(_OF_USER.values(), row[width:], strict=False))
    if row[-1] is not None:
        user["metadata"] = row[-1]
    return {**dict(zip(_OF_MEMBERSHIP.values(), row, strict=False)), "user": user}
