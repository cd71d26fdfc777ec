"""Calls of the API in this process, as its clients make them."""

from dataclasses import dataclass, field
from typing import Any

from httpx import AsyncClient

from locum.kit.errors import LocumError

VERSIONS = {"event-types": "2024-06-14", "schedules": "2024-06-11", "bookings": "2024-08-13", "slots": "2024-09-04"}


class Refused(LocumError):
    """The API did not take what the demonstration sent."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A caller with a key."""

    client: AsyncClient
    key: str

    async def send(self, method: str, path: str, body: Any = None) -> Any:
        """The data of the answer. Raises Refused with the server's reason."""
        answer, error = await self.attempt(method, path, body)
        if error is not None:
            raise Refused(f"{method} {path}: {error}")
        return answer

    async def attempt(self, method: str, path: str, body: Any = None) -> tuple[Any, str | None]:
        """The data of the answer, or the reason of the refusal."""
        headers = {"Authorization": f"Bearer {self.key}", "cal-api-version": VERSIONS.get(path.split("/")[2], "")}
        answer = await self.client.request(method, path, json=body, headers=headers)
        content = answer.json()
        if answer.is_success:
            return content["data"], None
        return None, str(content["error"]["message"])


@dataclass(slots=True)
class Cast:
    """Who is on stage: keys and ids by username, and what each offers (id, minutes); what teams offer by its slug."""

    organization_id: int
    owner: Stage
    stages: dict[str, Stage] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    offers: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
