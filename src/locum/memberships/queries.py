"""Every SELECT of memberships and profiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVarTuple
from uuid import UUID

from sqlalchemy import BigInteger, Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.paging import Page
from locum.memberships.models import Membership, Profile
from locum.memberships.standing import words_of
from locum.organizations.models import Team
from locum.roles import queries as roles
from locum.roles.authority import Held
from locum.roles.giving import Elsewhere
from locum.users.models import User

_Columns = TypeVarTuple("_Columns")


@dataclass(frozen=True, slots=True)
class Member:
    """A membership with the account it is about."""

    membership: Membership
    user: User


_MEMBERS = (
    select(Membership, User)
    .join(User, User.id == Membership.user_id)
    .where(Membership.team_id == bindparam("team_id"))
    .order_by(Membership.id)
)
_SKIPPED = select(Membership.id).where(Membership.team_id == bindparam("team_id")).order_by(Membership.id)


def page_of(members: Select[*_Columns]) -> Select[*_Columns]:
    """A page of some memberships of a team, the oldest first: `team_id`, `take` and `skip` are its parameters.

    Its first one is found in the index alone: no row is looked at in order to be left out.
    """
    first = _SKIPPED.limit(1).offset(bindparam("skip", type_=BigInteger)).scalar_subquery()
    of_team = Membership.team_id == bindparam("team_id")
    page = members.where(of_team, Membership.id >= first).order_by(Membership.id)
    return page.limit(bindparam("take", type_=BigInteger))


_PAGE_OF_MEMBERS = page_of(select(Membership, User).join(User, User.id == Membership.user_id))
_MEMBER = _MEMBERS.where(Membership.id == bindparam("membership_id"))
_ACCEPTED = (
    select(User)
    .join(Membership, Membership.user_id == User.id)
    .where(Membership.team_id == bindparam("team_id"), Membership.accepted)
    .order_by(User.name, User.id)
    .limit(bindparam("most", type_=BigInteger))
)
_OF_USER = select(Membership).where(
    Membership.team_id == bindparam("team_id"), Membership.user_id == bindparam("user_id")
)
_PROFILE = select(Profile).where(
    Profile.organization_id == bindparam("organization_id"), Profile.user_id == bindparam("user_id")
)
_PROFILE_NAME = select(Profile.user_id).where(
    Profile.organization_id == bindparam("organization_id"), Profile.username == bindparam("username")
)
_OWNERS = select(Membership.user_id).where(
    Membership.team_id == bindparam("team_id"), Membership.role == "OWNER", Membership.accepted.is_(True)
)
_HELD_TEAM = select(Team).where(Team.id == bindparam("team_id")).with_for_update(key_share=True)
_OWNED_ORGANIZATIONS = (
    select(Membership.team_id)
    .join(Team, Team.id == Membership.team_id)
    .where(
        Membership.user_id == bindparam("user_id"),
        Membership.role == "OWNER",
        Membership.accepted.is_(True),
        Team.is_organization.is_(True),
    )
    .order_by(Membership.team_id)
)

MOST_PLACES = 100
_ORGANIZATIONS = (
    select(Team, Membership.role)
    .join(Membership, Membership.team_id == Team.id)
    .where(Membership.user_id == bindparam("user_id"), Membership.accepted.is_(True), Team.is_organization.is_(True))
    .order_by(Team.name, Team.id)
    .limit(MOST_PLACES)
)
_INVITATIONS = (
    select(Membership, Team)
    .join(Team, Team.id == Membership.team_id)
    .where(Membership.user_id == bindparam("user_id"), Membership.accepted.is_(False))
    .order_by(Membership.id)
    .limit(MOST_PLACES)
)
_INVITATION = _INVITATIONS.where(Membership.id == bindparam("membership_id"))


async def accepted_members(session: AsyncSession, team_id: int, most: int) -> Sequence[User]:
    """The people of a team who said yes, by name, at most so many."""
    return (await session.scalars(_ACCEPTED, {"team_id": team_id, "most": most})).all()


async def organizations_of(session: AsyncSession, user_id: int) -> Sequence[Team]:
    """The organizations that somebody belongs to, by name."""
    return (await session.scalars(_ORGANIZATIONS, {"user_id": user_id})).all()


async def invitations(session: AsyncSession, user_id: int) -> list[tuple[Membership, Team]]:
    """What somebody is invited to and has not accepted: organizations and teams, the oldest invitation first."""
    return [(membership, team) for membership, team in await session.execute(_INVITATIONS, {"user_id": user_id})]


async def invitation(session: AsyncSession, user_id: int, membership_id: int) -> tuple[Membership, Team] | None:
    """One invitation of somebody's own."""
    parameters = {"user_id": user_id, "membership_id": membership_id}
    row = (await session.execute(_INVITATION, parameters)).first()
    return None if row is None else (row[0], row[1])


async def members(session: AsyncSession, team_id: int, page: Page, emails: Sequence[str] | None = None) -> list[Member]:
    """The memberships of a team or organization, pending ones included, perhaps of some addresses only."""
    if emails:
        found = _MEMBERS.where(User.email.in_(emails)).limit(page.take).offset(page.skip)
        rows = await session.execute(found, {"team_id": team_id})
    else:
        parameters = {"team_id": team_id, "take": page.take, "skip": page.skip}
        rows = await session.execute(_PAGE_OF_MEMBERS, parameters)
    return [Member(membership, user) for membership, user in rows]


async def member(session: AsyncSession, team_id: int, membership_id: int) -> Member | None:
    """One membership of a team or organization."""
    row = (await session.execute(_MEMBER, {"team_id": team_id, "membership_id": membership_id})).first()
    return None if row is None else Member(row[0], row[1])


async def present(session: AsyncSession, membership: Membership) -> Member:
    """A membership that is known to be there, with its account."""
    found = await member(session, membership.team_id, membership.id)
    if found is None:
        raise RuntimeError("a membership of this transaction is in the database")
    return found


async def of_user(session: AsyncSession, team_id: int, user_id: int) -> Membership | None:
    """Somebody's membership of a team or organization, accepted or not."""
    return (await session.scalars(_OF_USER, {"team_id": team_id, "user_id": user_id})).first()


async def held_by(session: AsyncSession, membership: Membership) -> Held:
    """What a membership holds, accepted or not."""
    words = () if membership.custom_role_id is None else await roles.words_of(session, membership.custom_role_id)
    return Held(membership.role, words)


_HELD_BY_PERSON = (
    select(Membership.team_id == bindparam("place_id"), Team.is_organization, Membership.role, words_of(Membership))
    .join(Team, Team.id == Membership.team_id)
    .where(
        Membership.user_id == bindparam("user_id"),
        or_(Membership.accepted.is_(True), Membership.team_id == bindparam("place_id")),
    )
    .distinct()
)


async def held_by_person(session: AsyncSession, place_id: int, user_id: int) -> tuple[Held, Elsewhere]:
    """What somebody holds in a place, accepted or not, and what he holds elsewhere."""
    rows = (await session.execute(_HELD_BY_PERSON, {"place_id": place_id, "user_id": user_id})).all()
    here = next((Held.of(role, words) for is_here, _, role, words in rows if is_here), Held())
    others = [(is_organization, Held.of(role, words)) for is_here, is_organization, role, words in rows if not is_here]
    owns = any(is_organization and held.role == "OWNER" for is_organization, held in others)
    return here, Elsewhere(tuple(held for _, held in others), owns)


async def profile(session: AsyncSession, organization_id: int, user_id: int) -> Profile | None:
    """Somebody's profile in an organization."""
    return (await session.scalars(_PROFILE, {"organization_id": organization_id, "user_id": user_id})).first()


async def name_holder(session: AsyncSession, organization_id: int, username: str) -> int | None:
    """Who is called so in an organization."""
    return await session.scalar(_PROFILE_NAME, {"organization_id": organization_id, "username": username})


async def similar_names(session: AsyncSession, organization_id: int, wanted: str) -> frozenset[str]:
    """The profile names in an organization that are `wanted` or `wanted-...`."""
    similar = or_(Profile.username == wanted, Profile.username.startswith(f"{wanted}-", autoescape=True))
    found = await session.scalars(select(Profile.username).where(Profile.organization_id == organization_id, similar))
    return frozenset(found)


_HELD = (
    select(Membership)
    .where(Membership.id == bindparam("membership_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


async def hold(session: AsyncSession, membership: Membership) -> bool:
    """Hold a membership until the end of the transaction, read afresh; false when it went meanwhile."""
    return (await session.scalars(_HELD, {"membership_id": membership.id})).first() is not None


async def held_team(session: AsyncSession, team_id: int) -> Team | None:
    """A team or organization, held so that nobody else changes who owns it until the end of the transaction."""
    return (await session.scalars(_HELD_TEAM, {"team_id": team_id})).first()


async def owner_ids(session: AsyncSession, team_id: int) -> frozenset[int]:
    """The accepted owners of a team or organization."""
    return frozenset(await session.scalars(_OWNERS, {"team_id": team_id}))


async def owned_organizations(session: AsyncSession, user_id: int) -> Sequence[int]:
    """The organizations of which somebody is an accepted owner."""
    return (await session.scalars(_OWNED_ORGANIZATIONS, {"user_id": user_id})).all()


_HOLDERS = (
    select(Membership.custom_role_id, func.count())
    .where(Membership.team_id == bindparam("team_id"), Membership.custom_role_id.is_not(None))
    .group_by(Membership.custom_role_id)
)


async def holders_of_roles(session: AsyncSession, team_id: int) -> dict[UUID, int]:
    """How many memberships of a place hold each of its custom roles."""
    return {role_id: count for role_id, count in await session.execute(_HOLDERS, {"team_id": team_id}) if role_id}


_managed = (
    select(Team.id).where(Team.id == bindparam("organization_id")).cte("organization_and_managed", recursive=True)
)
_ORGANIZATION_AND_MANAGED = select(
    _managed.union(select(Team.id).join(_managed, Team.manager_organization_id == _managed.c.id)).c.id
)


async def organization_and_managed(session: AsyncSession, organization_id: int) -> Sequence[int]:
    """An organization and those that it manages, with all that they manage."""
    return (await session.scalars(_ORGANIZATION_AND_MANAGED, {"organization_id": organization_id})).all()
