"""Where a caller stands: one statement per kind of path, built once."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.memberships.models import Membership, Profile
from locum.organizations.models import Team
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """The accepted role of the caller, if any, and how somebody else stands in the same place.

    `other_is_known`: he is in the place, perhaps only invited. `other_belongs`: those who lead the place may also
    manage what is his. Of somebody who has an organization, neither an invitation of another one lets them, nor a team
    that he joined beside it.
    """

    role: str | None
    other_is_known: bool
    other_belongs: bool


_other, _others_membership, _at_home = aliased(User), aliased(Membership), aliased(Membership)


def _callers_membership(membership: Any, team_id: Any) -> ColumnElement[bool]:
    return and_(
        membership.team_id == team_id, membership.user_id == bindparam("caller_id"), membership.accepted.is_(True)
    )


_IN_ORGANIZATION = (
    select(
        Membership.role,
        Profile.id.is_not(None),
        func.coalesce(
            and_(
                Profile.id.is_not(None),
                or_(
                    _other.organization_id.is_(None),
                    _other.organization_id == Team.id,
                    _others_membership.accepted,
                ),
            ),
            False,
        ),
    )
    .select_from(Team)
    .outerjoin(Membership, _callers_membership(Membership, Team.id))
    .outerjoin(Profile, and_(Profile.organization_id == Team.id, Profile.user_id == bindparam("other_id")))
    .outerjoin(_other, _other.id == Profile.user_id)
    .outerjoin(
        _others_membership, and_(_others_membership.team_id == Team.id, _others_membership.user_id == Profile.user_id)
    )
    .where(Team.id == bindparam("team_id"), Team.is_organization.is_(True))
)

_IN_TEAM = (
    select(
        Membership.role,
        _others_membership.id.is_not(None),
        func.coalesce(
            and_(
                _others_membership.accepted,
                or_(
                    _other.organization_id.is_(None),
                    _other.organization_id == Team.id,
                    _other.organization_id == Team.organization_id,
                    _at_home.id.is_not(None),
                ),
            ),
            False,
        ),
    )
    .select_from(Team)
    .outerjoin(Membership, _callers_membership(Membership, Team.id))
    .outerjoin(
        _others_membership,
        and_(_others_membership.team_id == Team.id, _others_membership.user_id == bindparam("other_id")),
    )
    .outerjoin(_other, _other.id == _others_membership.user_id)
    .outerjoin(
        _at_home,
        and_(_callers_membership(_at_home, _other.organization_id), _at_home.role.in_(("ADMIN", "OWNER"))),
    )
    .where(Team.id == bindparam("team_id"))
)

_TEAM_OF_ORGANIZATION = select(Team.id).where(
    Team.id == bindparam("team_id"), Team.organization_id == bindparam("organization_id")
)


async def in_organization(
    session: AsyncSession, organization_id: int, caller_id: int, other_id: int | None = None
) -> Standing | None:
    """Somebody's standing in an organization, and how another person stands there; None if there is none."""
    parameters = {"team_id": organization_id, "caller_id": caller_id, "other_id": other_id}
    row = (await session.execute(_IN_ORGANIZATION, parameters)).first()
    return None if row is None else Standing(*row)


async def in_team(session: AsyncSession, team_id: int, caller_id: int, other_id: int | None = None) -> Standing | None:
    """Somebody's standing in a team (or organization), and how another person stands there; None if there is none."""
    parameters = {"team_id": team_id, "caller_id": caller_id, "other_id": other_id}
    row = (await session.execute(_IN_TEAM, parameters)).first()
    return None if row is None else Standing(*row)


async def is_team_of(session: AsyncSession, organization_id: int, team_id: int) -> bool:
    """Whether a team belongs to an organization."""
    parameters = {"team_id": team_id, "organization_id": organization_id}
    return (await session.execute(_TEAM_OF_ORGANIZATION, parameters)).first() is not None
