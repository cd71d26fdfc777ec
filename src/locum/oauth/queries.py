"""Every SELECT of OAuth clients and their tokens."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.memberships.models import Membership
from locum.memberships.standing import words_of
from locum.oauth.rules import Place
from locum.organizations.clients import is_client_id
from locum.organizations.models import OAuthClient, Team
from locum.roles.authority import Held
from locum.users.models import User

MOST_CLIENTS = 1000
"""The list of clients has no pages on the wire; this bounds it all the same."""

_own = and_(Membership.team_id == Team.id, Membership.user_id == bindparam("caller_id"))
_PLACE = (
    select(Team.id, Team.is_platform, Membership.role, words_of(Membership), Membership.accepted)
    .outerjoin(Membership, _own)
    .where(Team.id == bindparam("organization_id"), Team.is_organization.is_(True))
)
_STANDING = (
    select(OAuthClient.id, OAuthClient.organization_id, Membership.role, words_of(Membership))
    .outerjoin(
        Membership,
        and_(
            Membership.team_id == OAuthClient.organization_id,
            Membership.user_id == bindparam("caller_id"),
            Membership.accepted.is_(True),
        ),
    )
    .where(OAuthClient.id == bindparam("client_id"))
)
_ONE = select(OAuthClient).where(OAuthClient.id == bindparam("client_id"))
_HELD = _ONE.with_for_update()
_OF_ORGANIZATION = (
    select(OAuthClient)
    .where(OAuthClient.organization_id == bindparam("organization_id"))
    .order_by(OAuthClient.created_at, OAuthClient.id)
    .limit(MOST_CLIENTS)
)


@dataclass(frozen=True, slots=True)
class ClientStanding:
    """A client's organization, and what the accepted membership of a caller there holds."""

    client_id: str
    organization_id: int
    held: Held


async def place(session: AsyncSession, organization_id: int, caller_id: int) -> Place | None:
    """An organization and how a caller stands in it; None when there is no such organization."""
    row = (await session.execute(_PLACE, {"organization_id": organization_id, "caller_id": caller_id})).first()
    return None if row is None else Place(row[0], row[1], Held.of(row[2], row[3]), row[4])


async def standing(session: AsyncSession, client_id: str, caller_id: int) -> ClientStanding | None:
    """How a caller stands in the organization of a client; None when there is no such client."""
    if not is_client_id(client_id):
        return None
    row = (await session.execute(_STANDING, {"client_id": client_id, "caller_id": caller_id})).first()
    return None if row is None else ClientStanding(row[0], row[1], Held.of(row[2], row[3]))


async def one(session: AsyncSession, client_id: str, *, hold: bool = False) -> OAuthClient | None:
    """A client; held until the end of the transaction where that is asked."""
    if not is_client_id(client_id):
        return None
    return (await session.scalars(_HELD if hold else _ONE, {"client_id": client_id})).first()


async def of_organization(session: AsyncSession, organization_id: int) -> Sequence[OAuthClient]:
    """The clients of an organization, the oldest first."""
    return (await session.scalars(_OF_ORGANIZATION, {"organization_id": organization_id})).all()


async def counts_of_people(session: AsyncSession, client_ids: Sequence[str]) -> dict[str, int]:
    """How many people each client manages, in one statement; who manages nobody is left out."""
    statement = (
        select(User.platform_client_id, func.count())
        .where(User.platform_client_id.in_(client_ids))
        .group_by(User.platform_client_id)
    )
    return {str(row[0]): int(row[1]) for row in await session.execute(statement)}
