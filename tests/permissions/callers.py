"""Everybody who might call an operation, in the order of the table's columns."""

from datetime import timedelta

from locum.http.credentials import digest
from locum.kit import clock
from locum.oauth.models import OAuthToken
from locum.oauth.tokens import ACCESS, make_token
from locum.settings import Settings
from tests.factories.oauth import pair
from tests.factories.world import Api, World
from tests.permissions.house import House

COLUMNS = (
    "nobody",
    "stranger",
    "foreign",
    "member",
    "managed",
    "self",
    "clerk",
    "lead",
    "admin",
    "owner",
    "client",
    "system",
)


async def everybody(world: World, house: House, settings: Settings) -> dict[str, Api]:
    """A caller for each column: `foreign` owns another organization, `self` is whose things the paths name."""
    people = house.people
    foreign = await world.member(await world.organization(is_platform=True), "OWNER")
    return {
        "nobody": await world.api(None),
        "stranger": await world.api(await world.user()),
        "foreign": await world.api(foreign),
        "managed": Api(world.client, await _token(world, house, settings)),
        "client": pair(world, house.client),
        "system": await world.api(await world.user(is_system_admin=True)),
        **{
            name: await world.api(people[name])
            for name in ("member", "self", "clerk", "lead", "captain", "admin", "owner")
        },
    }


async def _token(world: World, house: House, settings: Settings) -> str:
    now, user = clock.now(), house.people["managed"]
    token = make_token(settings.managed_tokens, ACCESS, house.client.id, user.id, now, "matrix")
    kept = OAuthToken(
        kind=ACCESS,
        digest=digest(token.text),
        client_id=house.client.id,
        user_id=user.id,
        expires_at=now + timedelta(hours=1),
    )
    world.session.add(kept)
    await world.session.commit()
    return token.text
