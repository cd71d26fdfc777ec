"""People and places for tests: each method makes one thing, with sensible values for the rest."""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from httpx import AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.api_keys.models import ApiKey
from locum.http.credentials import digest
from locum.memberships.models import Membership, Profile
from locum.organizations.models import Team
from locum.roles.models import CustomRole
from locum.users.models import User

_numbers = count(1)
DOCUMENTED = {"/v2/event-types": "2024-06-14", "/v2/bookings": "2024-08-13"}
"""The version of each address that has another one for programs that send none."""
T = TypeVar("T")


@dataclass(slots=True)
class Api:
    """A caller of the API with a key (or without, when `key` is None).

    He asks for the documented version unless his headers name another; an empty one means that he sends none.
    """

    client: AsyncClient
    key: str | None
    headers: dict[str, str] = field(default_factory=dict)

    async def call(self, method: str, path: str, **options: Any) -> Response:
        """Send one request; `path` begins with /v2."""
        usual = {"cal-api-version": DOCUMENTED.get("/".join(re.split("[/?]", path)[:3]), "")}
        headers = {**usual, **self.headers, **options.pop("headers", {})}
        headers = {name: value for name, value in headers.items() if value != "" or name != "cal-api-version"}
        if self.key is not None:
            headers["Authorization"] = f"Bearer {self.key}"
        return await self.client.request(method, path, headers=headers, **options)

    async def get(self, path: str, **options: Any) -> Response:
        return await self.call("GET", path, **options)

    async def post(self, path: str, body: Any = None, **options: Any) -> Response:
        return await self.call("POST", path, **({"json": body} if body is not None else {}), **options)

    async def patch(self, path: str, body: Any = None, **options: Any) -> Response:
        return await self.call("PATCH", path, **({"json": body} if body is not None else {}), **options)

    async def delete(self, path: str, **options: Any) -> Response:
        return await self.call("DELETE", path, **options)


@dataclass(slots=True)
class World:
    """Makes rows and callers."""

    session: AsyncSession
    client: AsyncClient

    async def user(self, **values: Any) -> User:
        """An account without an organization."""
        number = next(_numbers)
        defaults: dict[str, Any] = {
            "email": f"person{number}@example.com",
            "username": f"person{number}",
            "name": f"Person {number}",
            "time_zone": "UTC",
        }
        user = User(**{**defaults, **values})
        self.session.add(user)
        await self.session.commit()
        return user

    async def organization(self, **values: Any) -> Team:
        """An organization without members."""
        number = next(_numbers)
        defaults: dict[str, Any] = {"name": f"Org {number}", "slug": f"org-{number}", "is_organization": True}
        return await self._add(Team(**{**defaults, **values}))

    async def team(self, organization: Team | None = None, **values: Any) -> Team:
        """A team, of an organization or on its own."""
        number = next(_numbers)
        defaults: dict[str, Any] = {
            "name": f"Team {number}",
            "slug": f"team-{number}",
            "organization_id": organization.id if organization else None,
        }
        return await self._add(Team(**{**defaults, **values}))

    async def _add(self, row: T) -> T:
        self.session.add(row)
        await self.session.commit()
        return row

    async def join(
        self,
        user: User,
        team: Team,
        role: str = "MEMBER",
        accepted: bool = True,
        custom_role: CustomRole | None = None,
    ) -> Membership:
        """A membership; in an organization also a profile, and it becomes the main organization if there is none."""
        membership = Membership(
            user_id=user.id,
            team_id=team.id,
            role=role,
            accepted=accepted,
            custom_role_id=custom_role.id if custom_role else None,
        )
        self.session.add(membership)
        if team.is_organization:
            self.session.add(
                Profile(user_id=user.id, organization_id=team.id, username=user.username or f"user{user.id}")
            )
            user.organization_id = user.organization_id or team.id
        await self.session.commit()
        return membership

    async def member(self, team: Team, role: str = "MEMBER", **values: Any) -> User:
        """A new account that has joined."""
        user = await self.user(**values)
        await self.join(user, team, role)
        return user

    async def role(self, team: Team, *permissions: str, **values: Any) -> CustomRole:
        """A custom role of a team or organization."""
        defaults: dict[str, Any] = {"name": f"Role {next(_numbers)}", "permissions": list(permissions)}
        return await self._add(CustomRole(team_id=team.id, **{**defaults, **values}))

    async def holder(self, team: Team, *permissions: str, **values: Any) -> User:
        """A new account that has joined with a custom role of these permissions."""
        user = await self.user(**values)
        await self.join(user, team, custom_role=await self.role(team, *permissions))
        return user

    async def key(self, user: User, **values: Any) -> str:
        """An API key of a user, whole."""
        number = next(_numbers)
        secret = f"{number:032x}"
        await self._add(ApiKey(user_id=user.id, digest=digest(secret), **values))
        return f"cal_{secret}"

    async def api(self, user: User | None, **headers: str) -> Api:
        """A caller: with a key of the user, or without credentials."""
        key = await self.key(user) if user else None
        return Api(self.client, key, headers)
