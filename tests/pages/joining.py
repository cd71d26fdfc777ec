"""Invitations and those who follow them, for tests of the pages."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.invitations import service
from locum.invitations.rules import invitation_link
from locum.kit.passwords import hash_password
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.world import World
from tests.pages.browser import Reader

PASSWORD, OTHER = "correct horse battery", "another horse"
DIGEST = hash_password(PASSWORD)
JANE = "jane@acme.com"
SENT = "Look into your mail"


async def invited_to(world: World, team: Team) -> str:
    """The address of an invitation, without the server's name."""
    token = await service.invite(world.session, team.id)
    await world.session.commit()
    return invitation_link("", token, is_of_organization=team.organization_id is not None)


async def team_of_organization(world: World) -> Team:
    return await world.team(await world.organization(name="Engines"), name="Support")


async def memberships(session: AsyncSession, user: User) -> list[tuple[int, str, bool]]:
    rows = await session.execute(
        select(Membership.team_id, Membership.role, Membership.accepted)
        .where(Membership.user_id == user.id)
        .order_by(Membership.team_id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def account(session: AsyncSession, email: str = JANE) -> User | None:
    statement = select(User).where(User.email == email).execution_options(populate_existing=True)
    return (await session.scalars(statement)).first()


async def sign_in(reader: Reader, user: User) -> None:
    await reader.send(await reader.open("/auth/login"), "/auth/login", email=user.email, password=PASSWORD)
