"""Somebody who proves that he reads an address or a phone, and where his codes end up."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from httpx import Response

from locum.db.jobs import Workshop
from locum.settings import Settings
from locum.users.models import User
from tests.factories.world import Api, World
from tests.verified_resources.codes import mailed_code, texted_code


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With messages to phones kept on the shelf."""
    return settings.model_copy(update={"sms_url": "keep"})


@pytest.fixture(autouse=True)
def _jobs_here(workshop: Workshop) -> None:
    """Jobs that a test runs itself work in the test's transaction."""


@dataclass
class Place:
    """One of the three addresses of the resource, and somebody who may use it."""

    world: World
    api: Api
    base: str
    user_id: int
    team_id: int | None = None

    async def ask(self, channel: str, address: str) -> Response:
        """Ask for a code. Each call comes from a key of its own: limits are somebody else's test."""
        name = {"emails": "email", "phones": "phone"}[channel]
        return await (await self.again()).post(f"{self.base}/{channel}/verification-code/request", {name: address})

    async def enter(self, channel: str, address: str, code: str) -> Response:
        """Enter a code."""
        name = {"emails": "email", "phones": "phone"}[channel]
        body = {name: address, "code": code}
        return await (await self.again()).post(f"{self.base}/{channel}/verification-code/verify", body)

    async def verify(self, channel: str, address: str) -> dict[str, Any]:
        """The whole way; the record."""
        asked = await self.ask(channel, address)
        assert (asked.status_code, asked.json()) == (200, {"status": "success"}), asked.text
        read = mailed_code if channel == "emails" else texted_code
        entered = await self.enter(channel, address, await read(self.world.session))
        assert entered.status_code == 200, entered.text
        record: dict[str, Any] = entered.json()["data"]
        return record

    async def all(self, channel: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.api.get(f"{self.base}/{channel}")).json()["data"]
        return found

    async def again(self) -> Api:
        """The same person with another key."""
        user = await self.world.session.get_one(User, self.user_id)
        return await self.world.api(user)


MakePlace = Callable[[str], Awaitable[Place]]


@pytest.fixture
def place(world: World) -> MakePlace:
    """Makes places: `me`, `team` or `organization team`."""

    async def make(kind: str) -> Place:
        if kind == "me":
            user = await world.user()
            return Place(world, await world.api(user), "/v2/verified-resources", user.id)
        organization = await world.organization() if kind == "organization team" else None
        team = await world.team(organization)
        base = f"/v2/teams/{team.id}/verified-resources"
        if organization is None:
            user = await world.member(team, "ADMIN")
        else:
            base = f"/v2/organizations/{organization.id}/teams/{team.id}/verified-resources"
            user = await world.member(organization)
            await world.join(user, team, "ADMIN")
        return Place(world, await world.api(user), base, user.id, team.id)

    return make
