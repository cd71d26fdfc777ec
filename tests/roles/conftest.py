"""An organization whose people try what they may."""

from dataclasses import dataclass

import pytest

from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.world import Api, World


@dataclass
class House:
    """An organization with an owner, and the addresses of its people."""

    world: World
    organization: Team
    owner: User

    @property
    def path(self) -> str:
        """Of the organization."""
        return f"/v2/organizations/{self.organization.id}"

    async def joined(self, role: str = "MEMBER", *words: str) -> Membership:
        """Somebody of it."""
        custom = await self.world.role(self.organization, *words) if words else None
        return await self.world.join(await self.world.user(), self.organization, role, custom_role=custom)

    async def caller(self, role: str = "MEMBER", *words: str) -> Api:
        """Somebody of it who calls the API."""
        membership = await self.joined(role, *words)
        return await self.world.api(await self.world.session.get_one(User, membership.user_id))


@pytest.fixture
async def house(world: World) -> House:
    organization = await world.organization()
    return House(world, organization, await world.member(organization, "OWNER"))
