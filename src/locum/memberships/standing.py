"""Where a caller stands: one statement per kind of path, built once."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.memberships.models import Membership, Profile
from locum.organizations.models import Team


@dataclass(frozen=True, slots=True)
class Standing:
    """The accepted role of the caller, if any, and whether somebody else belongs to the same place."""

    role: str | None
    other_belongs: bool


def _standing(other: Any, other_of: Any, is_organization: bool | None) -> Select[Any]:
    statement = (
        select(Membership.role, other.id)
        .select_from(Team)
        .outerjoin(
            Membership,
            and_(
                Membership.team_id == Team.id,
                Membership.user_id == bindparam("caller_id"),
                Membership.accepted.is_(True),
            ),
        )
        .outerjoin(other, and_(other_of == Team.id, other.user_id == bindparam("other_id")))
        .where(Team.id == bindparam("team_id"))
    )
    return statement if is_organization is None else statement.where(Team.is_organization.is_(is_organization))


_colleague = aliased(Membership)
_IN_ORGANIZATION = _standing(Profile, Profile.organization_id, is_organization=True)
_IN_TEAM = _standing(_colleague, _colleague.team_id, is_organization=None)

_TEAM_OF_ORGANIZATION = select(Team.id).where(
    Team.id == bindparam("team_id"), Team.organization_id == bindparam("organization_id")
)


async def in_organization(
    session: AsyncSession, organization_id: int, caller_id: int, other_id: int | None = None
) -> Standing | None:
    """Somebody's standing in an organization, and whether another person has a profile there; None if there is none."""
    parameters = {"team_id": organization_id, "caller_id": caller_id, "other_id": other_id}
    row = (await session.execute(_IN_ORGANIZATION, parameters)).first()
    return None if row is None else Standing(row[0], row[1] is not None)


async def in_team(session: AsyncSession, team_id: int, caller_id: int, other_id: int | None = None) -> Standing | None:
    """Somebody's standing in a team (or organization), and whether another person has any membership in it."""
    parameters = {"team_id": team_id, "caller_id": caller_id, "other_id": other_id}
    row = (await session.execute(_IN_TEAM, parameters)).first()
    return None if row is None else Standing(row[0], row[1] is not None)


async def is_team_of(session: AsyncSession, organization_id: int, team_id: int) -> bool:
    """Whether a team belongs to an organization."""
    parameters = {"team_id": team_id, "organization_id": organization_id}
    return (await session.execute(_TEAM_OF_ORGANIZATION, parameters)).first() is not None
