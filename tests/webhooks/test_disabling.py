"""Who is told when a webhook is switched off."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from locum.users.models import User
from locum.webhooks.disabling import disable
from tests.factories.event_types import event_type
from tests.factories.oauth import oauth_client
from tests.factories.webhooks import webhook
from tests.factories.world import World

SINCE = datetime(2050, 5, 2, 6, 0, tzinfo=UTC)
_TOLD = text("SELECT args->'user_ids' FROM procrastinate_jobs WHERE task_name = 'mail.webhook_disabled'")
Owned = tuple[dict[str, Any], set[int]]


async def _team(world: World, **values: Any) -> tuple[int, set[int]]:
    """A team or organization, and who manages it."""
    team = await (world.organization(**values) if values else world.team())
    managers: list[User] = [await world.member(team, role) for role in ("OWNER", "ADMIN")]
    await world.member(team)
    await world.join(await world.user(), team, "OWNER", accepted=False)
    return team.id, {user.id for user in managers}


async def of_person(world: World) -> Owned:
    user = await world.user()
    return {"user_id": user.id}, {user.id}


async def of_organization(world: World) -> Owned:
    organization_id, managers = await _team(world, is_platform=False)
    return {"team_id": organization_id}, managers


async def of_event_type(world: World) -> Owned:
    user = await world.user()
    return {"event_type_id": (await event_type(world, user)).id}, {user.id}


async def of_team_event_type(world: World) -> Owned:
    team = await world.team()
    kind = await event_type(world, team)
    return {"event_type_id": kind.id}, {(await world.member(team, "ADMIN")).id}


async def of_oauth_client(world: World) -> Owned:
    organization = await world.organization(is_platform=True)
    client = await oauth_client(world, organization)
    return {"oauth_client_id": client.id}, {(await world.member(organization, "OWNER")).id}


@pytest.mark.parametrize(
    "make",
    [of_person, of_organization, of_event_type, of_team_event_type, of_oauth_client],
    ids=lambda make: make.__name__,
)
async def test_those_who_manage_it_once(world: World, make: Callable[[World], Awaitable[Owned]]) -> None:
    owner, managers = await make(world)
    hook = await webhook(world, "BOOKING_CREATED", **owner)
    for _ in range(2):
        await disable(world.session, hook.id, SINCE)
    await world.session.refresh(hook)
    assert not hook.active
    (told,) = (await world.session.scalars(_TOLD)).all()
    assert set(told) == managers
