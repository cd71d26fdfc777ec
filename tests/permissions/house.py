"""An organization with one of everything that a path of the API can name, and everybody who might ask for it."""

import re
from dataclasses import dataclass, field
from typing import Any

from locum.http.realms import Mount, Operation
from locum.organizations.models import OAuthClient, Team
from locum.users.models import User


@dataclass(slots=True)
class House:
    """The organization, its people by what they are there, and the ids of its things."""

    organization: Team
    team: Team
    client: OAuthClient
    people: dict[str, User]
    ids: dict[str, str] = field(default_factory=dict)
    by_mount: dict[tuple[str, str], str] = field(default_factory=dict)
    """By where a resource is mounted, or by the whole address, and the parameter's name."""
    bodies: dict[str, Any] = field(default_factory=dict)
    """By `METHOD address`, where a body has to name somebody."""

    def address(self, mount: Mount, operation: Operation, foreign: tuple["House", str] | None = None) -> str:
        """An address with the ids of this house in its parameters, save one that is of another house."""

        def put(found: re.Match[str]) -> str:
            house = foreign[0] if foreign and foreign[1] == found[1] else self
            return house.id_for(mount, operation, found[1])

        return re.sub(r"\{(\w+)\}", put, mount.at + operation.path)

    def id_for(self, mount: Mount, operation: Operation, name: str) -> str:
        """What a parameter means at a mount; what is verified has ids by owner and channel."""
        if name == "verifiedId":
            channel = "phone" if "/phones/" in operation.path else "email"
            return self.ids[f"{'team' if 'teamId' in mount.at else 'own'}-{channel}"]
        of_operation = self.by_mount.get((mount.at + operation.path, name))
        return of_operation or self.by_mount.get((mount.at, name)) or self.ids[name]
