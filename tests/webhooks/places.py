"""The places where webhooks hang, each with somebody who may and somebody who may not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.factories.event_types import event_type
from tests.factories.oauth import oauth_client
from tests.factories.world import Api, World

URL = "https://93.184.216.34/hook"
BODY: dict[str, Any] = {"subscriberUrl": URL, "triggers": ["BOOKING_CREATED", "OOO_CREATED"], "active": True}


@dataclass(frozen=True, slots=True)
class Place:
    """A base path, its owner's id under its name on the wire, and callers."""

    base: str
    owner: dict[str, int | str]
    manager: Api
    stranger: Api
    taken: str
    has_delete_all: bool


async def of_person(world: World) -> Place:
    anna = await world.user()
    api, other = await world.api(anna), await world.api(await world.user())
    return Place("/v2/webhooks", {"userId": anna.id}, api, other, "user", False)


async def of_event_type(world: World) -> Place:
    anna = await world.user()
    kind = await event_type(world, anna)
    api, other = await world.api(anna), await world.api(await world.user())
    base = f"/v2/event-types/{kind.id}/webhooks"
    return Place(base, {"eventTypeId": kind.id}, api, other, "event type", True)


async def of_team_event_type(world: World) -> Place:
    team = await world.team()
    kind = await event_type(world, team)
    api, other = await world.api(await world.member(team, "ADMIN")), await world.api(await world.member(team))
    base = f"/v2/teams/{team.id}/event-types/{kind.id}/webhooks"
    return Place(base, {"eventTypeId": kind.id}, api, other, "event type", True)


async def of_organization(world: World) -> Place:
    organization = await world.organization()
    api = await world.api(await world.member(organization, "ADMIN"))
    other = await world.api(await world.member(organization))
    base = f"/v2/organizations/{organization.id}/webhooks"
    return Place(base, {"teamId": organization.id}, api, other, "user", False)


async def of_oauth_client(world: World) -> Place:
    organization = await world.organization(is_platform=True)
    client = await oauth_client(world, organization)
    api = await world.api(await world.member(organization, "ADMIN"))
    other = await world.api(await world.member(await world.organization(is_platform=True), "OWNER"))
    base = f"/v2/oauth-clients/{client.id}/webhooks"
    return Place(base, {"oAuthClientId": client.id}, api, other, "oAuth client", True)


MakePlace = Callable[[World], Awaitable[Place]]
PLACES: tuple[MakePlace, ...] = (of_person, of_event_type, of_team_event_type, of_organization, of_oauth_client)
