"""An organization in which people are away, for tests."""

from dataclasses import dataclass
from typing import Any

from httpx import Response

from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.world import Api, World


@dataclass(slots=True)
class Office:
    """An organization, its administrator, and a caller who manages everybody's absences."""

    world: World
    organization: Team
    admin: User
    api: Api

    async def person(self, **values: Any) -> User:
        """Somebody who works here."""
        return await self.world.member(self.organization, **values)

    def path(self, user: User, absence_id: int | None = None) -> str:
        """Where a person's absences are."""
        base = f"/v2/organizations/{self.organization.id}/users/{user.id}/ooo"
        return base if absence_id is None else f"{base}/{absence_id}"

    async def post(self, user: User, first: str, last: str, cover: User | None = None, **more: Any) -> Response:
        """Try to enter an absence, days as YYYY-MM-DD."""
        return await self.api.post(self.path(user), {**days(first, last), **to(cover), **more})

    async def enter(self, user: User, first: str, last: str, cover: User | None = None, **more: Any) -> dict[str, Any]:
        """Enter an absence; returns it as answered."""
        answer = await self.post(user, first, last, cover, **more)
        assert answer.status_code == 201, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    async def patch(self, user: User, absence_id: int, body: Any) -> Response:
        """Try to change an absence."""
        return await self.api.patch(self.path(user, absence_id), body)


async def office(world: World) -> Office:
    """A fresh one."""
    organization = await world.organization()
    admin = await world.member(organization, "ADMIN")
    return Office(world, organization, admin, await world.api(admin))


def days(first: str, last: str) -> dict[str, str]:
    """The days of an absence in a body."""
    return {"start": f"{first}T00:00:00.000Z", "end": f"{last}T23:59:59.999Z"}


def to(cover: User | None) -> dict[str, int]:
    """The substitute of an absence in a body."""
    return {} if cover is None else {"toUserId": cover.id}


def refusal(answer: Response) -> tuple[int, str]:
    """Status and text of an answer that refuses."""
    assert answer.status_code >= 400, answer.text
    return answer.status_code, answer.json()["error"]["message"]
