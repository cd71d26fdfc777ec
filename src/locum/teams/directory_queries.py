"""The teams that somebody finds in pages: those of an organization that he may see, and those of his own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.kit.paging import Page
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class ListedTeam:
    """A team, how many accepted members it has, and the reader's own membership, perhaps only an invitation."""

    team: Team
    members: int
    role: str | None
    accepted: bool

    @property
    def own_role(self) -> str | None:
        """What the reader is in the team, once he accepted."""
        return self.role if self.accepted else None


_anybody = aliased(Membership)
_members = (
    select(func.count()).where(_anybody.team_id == Team.id, _anybody.accepted.is_(True)).correlate(Team)
).scalar_subquery()
_LISTED: Select[Team, int, str | None, bool | None] = (
    select(Team, _members, Membership.role, Membership.accepted)
    .outerjoin(Membership, and_(Membership.team_id == Team.id, Membership.user_id == bindparam("user_id")))
    .where(Team.is_organization.is_(False))
    .order_by(func.lower(Team.name), Team.id)
)
_is_own, _is_alone = Membership.id.is_not(None), Team.organization_id.is_(None)
_in_organization = Team.organization_id == bindparam("organization_id")
_OWN = _LISTED.where(_is_own, or_(_is_alone, _in_organization))
_ALL = _LISTED.where(or_(and_(_is_own, _is_alone), _in_organization))


async def directory(
    session: AsyncSession,
    user_id: int,
    organization_id: int | None,
    page: Page,
    *,
    with_all: bool,
    search: str = "",
) -> list[ListedTeam]:
    """Somebody's teams outside of organizations, and those of one organization: `with_all`, or only his, by name."""
    statement = (_ALL if with_all else _OWN).limit(page.take).offset(page.skip)
    if search:
        statement = statement.where(Team.name.icontains(search, autoescape=True))
    rows = await session.execute(statement, {"user_id": user_id, "organization_id": organization_id})
    return [ListedTeam(team, members, role, bool(accepted)) for team, members, role, accepted in rows]


_theirs, _mine, _inside = aliased(Membership), aliased(Membership), aliased(Membership)
_outside = ~exists().where(_inside.user_id == User.id, _inside.team_id == bindparam("team_id"))
_by_name = (func.lower(func.coalesce(User.name, User.username, User.email)), User.id)
_OF_ORGANIZATION = (
    select(User)
    .where(_outside, exists().where(_theirs.user_id == User.id, _theirs.team_id == bindparam("organization_id")))
    .order_by(*_by_name)
)
_OF_COMPANY = (
    select(User)
    .where(
        _outside,
        exists().where(
            _theirs.user_id == User.id,
            _theirs.accepted.is_(True),
            _mine.team_id == _theirs.team_id,
            _mine.user_id == bindparam("user_id"),
            _mine.accepted.is_(True),
            Team.id == _theirs.team_id,
            Team.is_private.is_(False),
        ),
    )
    .order_by(*_by_name)
)


async def candidates(
    session: AsyncSession,
    team: Team,
    user_id: int,
    page: Page,
    *,
    search: str = "",
    by_address: bool = False,
    only_ids: Collection[int] | None = None,
) -> Sequence[User]:
    """Who could be brought into a team, by name: people of its organization, else whom somebody shares a place with.

    Perhaps only those whose name, or address too, holds a text, or some by their ids.
    """
    statement = (_OF_COMPANY if team.organization_id is None else _OF_ORGANIZATION).limit(page.take).offset(page.skip)
    if search:
        columns = (User.name, User.username, *((User.email,) if by_address else ()))
        statement = statement.where(or_(*(column.icontains(search, autoescape=True) for column in columns)))
    if only_ids is not None:
        statement = statement.where(User.id.in_(only_ids))
    parameters = {"team_id": team.id, "user_id": user_id, "organization_id": team.organization_id}
    return (await session.scalars(statement, parameters)).all()
