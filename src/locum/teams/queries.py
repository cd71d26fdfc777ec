"""Every SELECT of teams."""

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.paging import Page
from locum.memberships.models import Membership
from locum.organizations.models import Team

MOST_OWN_TEAMS = 1000
"""The list of one's own teams has no pages on the wire; this bounds it all the same."""

_ONE = select(Team).where(Team.id == bindparam("team_id"))
_HELD = _ONE.with_for_update()
_OF_ORGANIZATION = select(Team).where(Team.organization_id == bindparam("organization_id")).order_by(Team.id)
_WITH_OWN_MEMBERSHIP = (
    select(Team, Membership)
    .outerjoin(Membership, and_(Membership.team_id == Team.id, Membership.user_id == bindparam("user_id")))
    .where(Team.organization_id == bindparam("organization_id"))
    .order_by(Team.id)
)
_OF_PERSON = (
    select(Team)
    .join(Membership, Membership.team_id == Team.id)
    .where(Membership.user_id == bindparam("user_id"))
    .order_by(Team.id)
    .limit(MOST_OWN_TEAMS)
)
_NAMED_SO = select(
    exists().where(
        Membership.user_id == bindparam("user_id"), Membership.team_id == Team.id, Team.name == bindparam("name")
    )
)


async def one(session: AsyncSession, team_id: int, *, hold: bool = False) -> Team | None:
    """A team or organization; held until the end of the transaction where that is asked."""
    return (await session.scalars(_HELD if hold else _ONE, {"team_id": team_id})).first()


async def of_organization(session: AsyncSession, organization_id: int, page: Page) -> Sequence[Team]:
    """The teams of an organization."""
    statement = _OF_ORGANIZATION.limit(page.take).offset(page.skip)
    return (await session.scalars(statement, {"organization_id": organization_id})).all()


async def with_own_membership(
    session: AsyncSession, organization_id: int, user_id: int, page: Page, *, only_own: bool
) -> list[tuple[Team, Membership | None]]:
    """The teams of an organization with somebody's memberships, pending ones too; all teams, or only with one."""
    statement = _WITH_OWN_MEMBERSHIP.limit(page.take).offset(page.skip)
    if only_own:
        statement = statement.where(Membership.id.is_not(None))
    rows = await session.execute(statement, {"organization_id": organization_id, "user_id": user_id})
    return [(team, membership) for team, membership in rows]


async def of_person(session: AsyncSession, user_id: int) -> Sequence[Team]:
    """Everything somebody has a membership of, pending ones, organizations and teams of organizations included."""
    return (await session.scalars(_OF_PERSON, {"user_id": user_id})).all()


async def has_team_named(session: AsyncSession, user_id: int, name: str) -> bool:
    """Whether somebody is a member of a team with exactly this name."""
    return bool(await session.scalar(_NAMED_SO, {"user_id": user_id, "name": name}))
