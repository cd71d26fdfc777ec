"""The people of an organization or a team as its directory shows them: found by name or address, role, or team."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import BigInteger, Select, and_, any_, bindparam, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.kit.paging import Page
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.roles.models import CustomRole
from locum.users.models import User

State = Literal["", "invited"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody of the place, belonging to it or invited, with the name of his custom role if he holds one."""

    user: User
    membership: Membership
    custom_role: str | None


@dataclass(frozen=True, slots=True)
class Search:
    """Whom to show; what is empty leaves everybody in. `text` is part of a name, username or address.

    `role` is a plain one, which holders of custom roles do not have. `team_id` is a team of the organization.
    """

    text: str = ""
    role: str = ""
    custom_role_id: UUID | None = None
    team_id: int | None = None
    state: State = ""


_ENTRIES: Select[User, Membership, str | None] = (
    select(User, Membership, CustomRole.name)
    .join(Membership, Membership.user_id == User.id)
    .outerjoin(CustomRole, CustomRole.id == Membership.custom_role_id)
    .where(Membership.team_id == bindparam("place_id"))
    .order_by(func.lower(func.coalesce(User.name, User.username, User.email)), User.id)
)
_ENTRY = _ENTRIES.where(User.id == bindparam("user_id"))
_in_team = aliased(Membership)


async def entries(session: AsyncSession, place_id: int, search: Search, page: Page) -> list[Entry]:
    """One page of the directory, by name."""
    statement = _narrowed(_ENTRIES, search).limit(page.take).offset(page.skip)
    rows = await session.execute(statement, {"place_id": place_id})
    return [Entry(user, membership, custom_role) for user, membership, custom_role in rows]


async def number(session: AsyncSession, place_id: int, search: Search) -> int:
    """How many there are on all pages."""
    counted = _narrowed(_ENTRIES, search).order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    return await session.scalar(counted, {"place_id": place_id}) or 0


async def entry(session: AsyncSession, place_id: int, user_id: int) -> Entry | None:
    """One person of the place."""
    row = (await session.execute(_ENTRY, {"place_id": place_id, "user_id": user_id})).first()
    return None if row is None else Entry(row[0], row[1], row[2])


def _narrowed(statement: Select[User, Membership, str | None], search: Search) -> Select[User, Membership, str | None]:
    if search.text:
        columns = (User.name, User.username, User.email)
        statement = statement.where(or_(*(column.icontains(search.text, autoescape=True) for column in columns)))
    if search.role:
        statement = statement.where(Membership.role == search.role, Membership.custom_role_id.is_(None))
    if search.custom_role_id is not None:
        statement = statement.where(Membership.custom_role_id == search.custom_role_id)
    if search.state == "invited":
        has_not_arrived = and_(User.password_hash.is_(None), User.platform_client_id.is_(None))
        statement = statement.where(or_(Membership.accepted.is_(False), has_not_arrived))
    if search.team_id is not None:
        in_team = exists().where(
            _in_team.user_id == User.id,
            _in_team.team_id == search.team_id,
            Team.id == _in_team.team_id,
            Team.organization_id == bindparam("place_id"),
        )
        statement = statement.where(in_team)
    return statement


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's membership of one of the organization's teams."""

    user_id: int
    team_id: int
    team: str
    membership_id: int
    role: str
    accepted: bool


_PLACES = (
    select(Membership.user_id, Team.id, Team.name, Membership.id, Membership.role, Membership.accepted)
    .join(Team, Team.id == Membership.team_id)
    .where(
        Team.organization_id == bindparam("organization_id"),
        Membership.user_id == any_(bindparam("user_ids", type_=ARRAY(BigInteger))),
    )
    .order_by(func.lower(Team.name), Team.id)
    .limit(bindparam("most"))
)
MOST_PLACES = 2000


async def places(session: AsyncSession, organization_id: int, user_ids: Collection[int]) -> Sequence[Place]:
    """In which teams of the organization some people are, pending memberships included, in one statement."""
    parameters = {"organization_id": organization_id, "user_ids": list(user_ids), "most": MOST_PLACES}
    return [Place(*row) for row in await session.execute(_PLACES, parameters)]
