"""The teams that somebody finds in pages: those of an organization that he may see, and those of his own."""

from dataclasses import dataclass

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.kit.paging import Page
from locum.memberships.models import Membership
from locum.organizations.models import Team


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
