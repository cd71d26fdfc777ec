"""Applications for tests, and what people allow them."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from httpx import Response

from locum.oauth2.applications import Details, Registered, register
from locum.oauth2.granting import allow
from locum.oauth2.models import Application
from locum.oauth2.rules.authorization import Wanted
from locum.oauth2.rules.managing import OPERATOR, Kind, Manager
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.world import Api, World

TOKEN = "/v2/auth/oauth2/token"
WEB = "/api/auth/oauth"
CALLBACK = "https://app.example.com/callback"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
"""Of RFC 7636, appendix B."""
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@dataclass(slots=True)
class App:
    """An application as its own developers hold it."""

    world: World
    row: Application
    secret: str | None

    @property
    def proof(self) -> dict[str, str]:
        """Who it is, as it says in a body."""
        return {"client_id": self.row.client_id} | ({"client_secret": self.secret} if self.secret else {})

    async def code(
        self,
        user: User,
        *scopes: str,
        challenge: str | None = None,
        team: Team | None = None,
        redirect_uri: str = CALLBACK,
    ) -> str:
        """A code of somebody who allowed it."""
        if challenge is None and self.row.kind == Kind.PUBLIC:
            challenge = CHALLENGE
        wanted = Wanted(frozenset(scopes or self.row.scopes), challenge)
        code = await allow(self.world.session, user.id, self.row, redirect_uri, wanted, team.id if team else None)
        await self.world.session.commit()
        return code

    def exchange(self, code: str, /, **changes: Any) -> dict[str, Any]:
        """A good body for a code, with changes; None leaves a field out."""
        verifier = {"code_verifier": VERIFIER} if self.row.kind == Kind.PUBLIC else {}
        grant = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
        return _without_none({**grant, **self.proof, **verifier, **changes})

    def renewal(self, refresh_token: str, /, **changes: Any) -> dict[str, Any]:
        """A good body for a refresh token, with changes."""
        return _without_none({"grant_type": "refresh_token", "refresh_token": refresh_token, **self.proof, **changes})

    async def send(self, body: dict[str, Any], path: str = TOKEN) -> Response:
        """Ask for tokens."""
        return await self.world.client.post(path, json=body)

    async def tokens(self, user: User, *scopes: str, team: Team | None = None) -> dict[str, Any]:
        """A pair of somebody who allowed it."""
        answer = await self.send(self.exchange(await self.code(user, *scopes, team=team)))
        assert answer.status_code == 200, answer.text
        pair: dict[str, Any] = answer.json()
        return pair

    async def api(self, user: User, *scopes: str, team: Team | None = None) -> Api:
        """A caller with a token of somebody."""
        return Api(self.world.client, (await self.tokens(user, *scopes, team=team))["access_token"])


def _without_none(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}


async def make_app(world: World, *, owner: User | None = None, manager: Manager = OPERATOR, **values: Any) -> App:
    """An approved confidential application that may ask for everything, unless said otherwise."""
    usual: dict[str, Any] = {"name": "Planner", "redirect_uris": [CALLBACK], "scopes": ["READ_BOOKING", "READ_PROFILE"]}
    made: Registered = await register(
        world.session, manager, owner.id if owner else None, Details(**{**usual, **values})
    )
    await world.session.commit()
    return App(world, made.application, made.secret)


def refusal(answer: Response) -> tuple[int, str, str]:
    """Status, error and description of a refusal in the protocol's form, which has nothing else."""
    body = answer.json()
    assert set(body) == {"error", "error_description"}, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["pragma"] == "no-cache"
    return answer.status_code, body["error"], body["error_description"]
