"""Which organization is somebody's main one: the first he belongs to, until he leaves it.

In his main organization the name of the account and of the profile are the same.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, String, case, cast, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.memberships import queries
from locum.memberships.models import Membership, Profile
from locum.users.models import User


async def settle(session: AsyncSession, user: User, organization_id: int) -> None:
    """After a membership was accepted: without a main organization, this one becomes it (teams never do)."""
    if user.organization_id is not None:
        return
    profile = await queries.profile(session, organization_id, user.id)
    if profile is not None:
        user.organization_id, user.username = organization_id, profile.username
        await session.flush()


async def move_out(session: AsyncSession, organization_ids: Collection[int], user_id: int | None = None) -> None:
    """Those whose main organization is among these (or one of them) get their next one, or none and a name with their
    number.

    The number keeps names unique among people without an organization (members sheet, section 2), unless somebody has
    taken just that name: then more follows.
    """
    remaining = (
        select(Profile.organization_id, Profile.username)
        .join(
            Membership,
            (Membership.team_id == Profile.organization_id) & (Membership.user_id == Profile.user_id),
        )
        .where(
            Profile.user_id == User.id,
            Profile.organization_id.not_in(organization_ids),
            Membership.accepted.is_(True),
        )
        .order_by(Profile.organization_id)
        .limit(1)
        .correlate(User)
    )
    next_id = remaining.with_only_columns(Profile.organization_id).scalar_subquery()
    next_name = remaining.with_only_columns(Profile.username).scalar_subquery()
    statement = (
        update(User)
        .where(User.organization_id.in_(organization_ids))
        .values(organization_id=next_id, username=func.coalesce(next_name, _name_alone()))
        .execution_options(synchronize_session=False)
    )
    await session.execute(statement if user_id is None else statement.where(User.id == user_id))


def _name_alone() -> ColumnElement[str]:
    other = aliased(User)
    name = func.concat(func.coalesce(User.username, "user"), "-", User.id)
    is_taken = exists().where(other.organization_id.is_(None), other.username == name).correlate(User)
    return case((is_taken, func.concat(name, "-", func.left(cast(User.uuid, String), 8))), else_=name)
