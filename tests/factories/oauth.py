"""OAuth clients for tests, and callers who have their secrets."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from locum.http.credentials import digest
from locum.kit.crypto import Vault
from locum.organizations.models import OAuthClient, Team
from locum.users.models import User
from tests.factories.world import Api, World

SECRET_KEY = "a secret of the tests"
_numbers = count(1)


async def platform(world: World, **values: Any) -> Team:
    """A platform organization without members."""
    return await world.organization(**{"is_platform": True, **values})


async def oauth_client(world: World, organization: Team | None = None, **values: Any) -> OAuthClient:
    """A client of a platform organization, by default of a new one; it may do everything."""
    client_id = values.pop("id", f"c{next(_numbers):024d}")
    secret = secret_of(client_id)
    values.setdefault("redirect_uris", [])
    client = OAuthClient(
        id=client_id,
        organization_id=(organization or await platform(world)).id,
        secret_digest=digest(secret),
        **{"sealed_secret": Vault(SECRET_KEY).seal(secret), "name": "Portal", "permissions": 1023, **values},
    )
    world.session.add(client)
    await world.session.commit()
    return client


def secret_of(client_id: str) -> str:
    """The secret of a client of the tests."""
    return f"secret-of-{client_id}"


def pair(world: World, client: OAuthClient) -> Api:
    """A caller with id and secret of a client."""
    return Api(world.client, None, {"x-cal-client-id": client.id, "x-cal-secret-key": secret_of(client.id)})


@dataclass(slots=True)
class Platform:
    """A platform organization with its owner and one client."""

    world: World
    organization: Team
    owner: User
    client: OAuthClient

    @property
    def path(self) -> str:
        """Where the client is."""
        return f"/v2/oauth-clients/{self.client.id}"

    @property
    def api(self) -> Api:
        """The client itself."""
        return pair(self.world, self.client)

    async def person(self, email: str = "jane@acme.com", **values: Any) -> dict[str, Any]:
        """Somebody whom the client manages, and his tokens, as the API answers."""
        answer = await self.api.post(f"{self.path}/users", {"email": email, "name": "Jane", **values})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()["data"]
        return made


async def platform_with_client(world: World, **values: Any) -> Platform:
    """A platform whose client has these values."""
    organization = await platform(world)
    owner = await world.member(organization, "OWNER")
    return Platform(world, organization, owner, await oauth_client(world, organization, **values))
