"""A mail domain of an organization, and a client of the mailbox API who is signed in."""

from dataclasses import dataclass
from typing import Any

from httpx import Response

from locum.kit.passwords import hash_password
from locum.mailboxes.models import MailDomain
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.world import World

PASSWORD = "correct horse"
DIGEST = hash_password(PASSWORD)


@dataclass(slots=True)
class MailClient:
    """Calls `/api/v1` with cookie and CSRF token, as the admin web does; both can be tampered with."""

    world: World
    token: str | None
    csrf: str | None

    async def call(self, method: str, path: str, **options: Any) -> Response:
        """Send one request; `path` is what follows `/api/v1`."""
        headers = {**({"X-Csrf-Token": self.csrf} if self.csrf else {}), **options.pop("headers", {})}
        if self.token is not None:
            headers["Cookie"] = f"grommunioAuthJwt={self.token}"
        return await self.world.client.request(method, f"/api/v1{path}", headers=headers, **options)

    async def get(self, path: str) -> Response:
        return await self.call("GET", path)

    async def put(self, path: str, body: Any = None, **options: Any) -> Response:
        return await self.call("PUT", path, **({"json": body} if body is not None else {}), **options)

    async def post(self, path: str, body: Any = None, **options: Any) -> Response:
        return await self.call("POST", path, **({"json": body} if body is not None else {}), **options)

    async def patch(self, path: str, body: Any) -> Response:
        return await self.call("PATCH", path, json=body)


@dataclass(slots=True)
class MailHouse:
    """An organization with the mail domain `example.com`-like, its administrator and a mailbox."""

    world: World
    organization: Team
    domain: MailDomain
    admin: User
    anna: User

    def oof(self, user: User | None = None) -> str:
        """The address of somebody's out-of-office state."""
        return f"/domains/{self.domain.id}/users/{(user or self.anna).id}/oof"

    async def sign_in(self, user: User | None = None) -> MailClient:
        """A client signed in as this person, the administrator unless said otherwise."""
        return await sign_in(self.world, user or self.admin)


async def sign_in(world: World, user: User) -> MailClient:
    """A client of the mailbox API, signed in."""
    answer = await world.client.post("/api/v1/login", data={"user": user.email, "pass": PASSWORD})
    assert answer.status_code == 200, answer.text
    return MailClient(world, answer.json()["grommunioAuthJwt"], answer.json()["csrf"])


async def mail_domain(world: World, organization: Team | None, name: str) -> MailDomain:
    """A mail domain."""
    row = MailDomain(name=name, organization_id=organization.id if organization else None)
    world.session.add(row)
    await world.session.commit()
    return row


async def mail_house(world: World, name: str = "acme.example.org", **values: Any) -> MailHouse:
    """A fresh one."""
    organization = await world.organization()
    domain = await mail_domain(world, organization, name)
    admin = await world.member(organization, "ADMIN", email=f"admin@{name}", password_hash=DIGEST)
    anna = await world.member(organization, email=f"anna@{name}", password_hash=DIGEST, name="Anna Apt", **values)
    return MailHouse(world, organization, domain, admin, anna)
