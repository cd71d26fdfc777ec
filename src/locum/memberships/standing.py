"""Where a caller stands: one statement per kind of path, built once."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.memberships.models import Membership, Profile
from locum.organizations.models import Team
from locum.roles.authority import Held
from locum.roles.models import CustomRole
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """What the caller's accepted membership of an organization holds, and how somebody else stands there.

    `other_is_known`: he is in the place, perhaps only invited. `other_belongs`: those who lead the place may also
    manage what is his. Of somebody who has an organization, neither an invitation of another one lets them, nor a team
    that he joined beside it.
    """

    held: Held
    other_is_known: bool
    other_belongs: bool
    reached_from: frozenset[int]
    """The organizations whose keys and clients may act here: its own and its manager's; none for teams on their own."""


@dataclass(frozen=True, slots=True)
class TeamStanding(Standing):
    """The same for a team, or an organization addressed as one.

    `above` is what the caller holds in the organization of the team. `at_home` is what he holds in the main
    organization of somebody else who has joined the team.
    """

    is_organization: bool
    above: Held
    at_home: Held


_other, _others_membership = aliased(User), aliased(Membership)
_above, _at_home = aliased(Membership), aliased(Membership)


def _callers_membership(membership: Any, team_id: Any) -> ColumnElement[bool]:
    return and_(
        membership.team_id == team_id, membership.user_id == bindparam("caller_id"), membership.accepted.is_(True)
    )


def words_of(membership: Any) -> Any:
    """Within a statement: the words of the custom role of a membership, null where it has none."""
    return select(CustomRole.permissions).where(CustomRole.id == membership.custom_role_id).scalar_subquery()


_IN_ORGANIZATION = (
    select(
        Membership.role,
        words_of(Membership),
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
        Team.manager_organization_id,
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
        Team.is_organization,
        Membership.role,
        words_of(Membership),
        _above.role,
        words_of(_above),
        _others_membership.id.is_not(None),
        func.coalesce(
            and_(
                _others_membership.accepted,
                or_(
                    _other.organization_id.is_(None),
                    _other.organization_id == Team.id,
                    _other.organization_id == Team.organization_id,
                ),
            ),
            False,
        ),
        _at_home.role,
        words_of(_at_home),
        Team.organization_id,
        Team.manager_organization_id,
    )
    .select_from(Team)
    .outerjoin(Membership, _callers_membership(Membership, Team.id))
    .outerjoin(_above, _callers_membership(_above, Team.organization_id))
    .outerjoin(
        _others_membership,
        and_(_others_membership.team_id == Team.id, _others_membership.user_id == bindparam("other_id")),
    )
    .outerjoin(_other, and_(_other.id == _others_membership.user_id, _others_membership.accepted))
    .outerjoin(_at_home, _callers_membership(_at_home, _other.organization_id))
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
    if row is None:
        return None
    return Standing(Held.of(row[0], row[1]), row[2], row[3], frozenset({organization_id, row[4]} - {None}))


async def in_team(
    session: AsyncSession, team_id: int, caller_id: int, other_id: int | None = None
) -> TeamStanding | None:
    """Somebody's standing in a team (or organization), and how another person stands there; None if there is none."""
    parameters = {"team_id": team_id, "caller_id": caller_id, "other_id": other_id}
    row = (await session.execute(_IN_TEAM, parameters)).first()
    if row is None:
        return None
    is_organization, role, words, role_above, words_above, is_known, belongs, role_at_home, words_at_home, *places = row
    return TeamStanding(
        held=Held.of(role, words),
        other_is_known=is_known,
        other_belongs=belongs,
        reached_from=frozenset({team_id if is_organization else None, *places} - {None}),
        is_organization=is_organization,
        above=Held.of(role_above, words_above),
        at_home=Held.of(role_at_home, words_at_home),
    )


async def is_team_of(session: AsyncSession, organization_id: int, team_id: int) -> bool:
    """Whether a team belongs to an organization."""
    parameters = {"team_id": team_id, "organization_id": organization_id}
    return (await session.execute(_TEAM_OF_ORGANIZATION, parameters)).first() is not None
