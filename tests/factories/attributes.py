"""An organization that knows something of its members, for tests."""

from dataclasses import dataclass
from typing import Any

from httpx import Response

from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.world import Api, World

Shown = dict[str, Any]


@dataclass(slots=True)
class Knowing:
    """An organization, its administrator, and a caller who may do everything."""

    world: World
    organization: Team
    admin: User
    api: Api

    def path(self, *parts: Any) -> str:
        """An address below the organization's attributes."""
        return "/".join([f"/v2/organizations/{self.organization.id}/attributes", *map(str, parts)])

    async def person(self, **values: Any) -> User:
        """A member."""
        return await self.world.member(self.organization, **values)

    async def attribute(self, kind: str = "SINGLE_SELECT", *values: str, **more: Any) -> Shown:
        """An attribute with options of these values."""
        slug = more.pop("slug", f"attribute-{len((await self.api.get(self.path())).json()['data'])}")
        options = [{"value": value, "slug": value.lower()} for value in values]
        body = {"name": slug.title(), "slug": slug, "type": kind, "options": options, **more}
        return await self._made(self.path(), body)

    async def options(self, attribute: Shown) -> list[Shown]:
        """The options of an attribute."""
        found: list[Shown] = (await self.api.get(self.path(attribute["id"], "options"))).json()["data"]
        return found

    async def option(self, attribute: Shown, value: str, **more: Any) -> Shown:
        """An option more."""
        return await self._made(self.path(attribute["id"], "options"), {"value": value, "slug": value, **more})

    async def try_to_assign(self, user: User, attribute: Shown, **choice: Any) -> Response:
        """Ask for an assignment."""
        return await self.api.post(self.path("options", user.id), {"attributeId": attribute["id"], **choice})

    async def assign(self, user: User, option: Shown, **more: Any) -> Shown:
        """Have somebody hold an option; returns the assignment."""
        body = {"attributeId": option["attributeId"], "attributeOptionId": option["id"], **more}
        return await self._made(self.path("options", user.id), body)

    async def held(self, user: User) -> list[str]:
        """The values of what somebody holds."""
        return [option["value"] for option in (await self.api.get(self.path("options", user.id))).json()["data"]]

    async def _made(self, path: str, body: Shown) -> Shown:
        answer = await self.api.post(path, body)
        assert answer.status_code == 201, answer.text
        made: Shown = answer.json()["data"]
        return made


async def knowing(world: World) -> Knowing:
    """A fresh one."""
    organization = await world.organization()
    admin = await world.member(organization, "ADMIN")
    return Knowing(world, organization, admin, await world.api(admin))
