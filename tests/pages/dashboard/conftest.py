"""People at the dashboard."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from fastapi import Response
from httpx import AsyncClient

from locum.pages.sessions.cookies import SESSION, keep_token
from locum.pages.sessions.service import sign_in
from locum.settings import Settings
from locum.users.models import User
from tests.factories.world import World
from tests.pages.browser import Reader

Sit = Callable[[User], Awaitable[Reader]]
"""Gives somebody a browser on which he is signed in."""


@pytest.fixture
async def sit(world: World, client: AsyncClient, settings: Settings) -> AsyncIterator[Sit]:
    """Signs people in, each on a browser of his own, without the hundred milliseconds of a password."""
    async with AsyncExitStack() as browsers:

        async def sit(user: User) -> Reader:
            made = Response()
            keep_token(made, settings, await sign_in(world.session, user.id))
            await world.session.commit()
            cookie = made.headers["set-cookie"].split(";")[0].removeprefix(f"{SESSION}=")
            browser = AsyncClient(
                transport=client._transport, base_url=str(client.base_url), cookies={SESSION: cookie.strip('"')}
            )
            return Reader(await browsers.enter_async_context(browser))

        yield sit


@pytest.fixture
async def person(world: World) -> User:
    """Ada, who belongs nowhere."""
    return await world.user(name="Ada Lovelace")


@pytest.fixture
async def desk(sit: Sit, person: User) -> Reader:
    """Ada, signed in."""
    return await sit(person)
