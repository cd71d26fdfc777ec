"""What Locum asks of a mail server that answers for people."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol, Self

from locum.targets.holding import Capabilities, Holding


class TargetFailure(Exception):
    """The server could not be told or asked; the message may be shown to the mailbox's owner.

    `unreachable` when nobody answered at all: what is tried next has to wait as well.
    """

    def __init__(self, message: str, *, unreachable: bool = False) -> None:
        super().__init__(message)
        self.unreachable = unreachable


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Whose replies these are. `inside` are the domains whose senders belong to the same house."""

    user_id: int
    address: str
    aliases: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()

    def fill(self, template: str) -> str:
        """A template of a whole domain for this mailbox: {address}, {local} and {domain}."""
        local, _, domain = self.address.rpartition("@")
        for name, value in (("address", self.address), ("local", local), ("domain", domain)):
            template = template.replace(f"{{{name}}}", value)
        return template

    def as_json(self) -> dict[str, Any]:
        """For a job that outlives the account."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What `as_json` wrote."""
        return cls(kept["user_id"], kept["address"], tuple(kept["aliases"]), tuple(kept["inside"]))


@dataclass(frozen=True, slots=True)
class Found:
    """What a server holds, and what it could hold."""

    held: Holding
    holds: Capabilities


class Backend(Protocol):
    """One mailbox at one server. Every call has its own time limit."""

    async def read(self) -> Found:
        """What the server holds now. Raises TargetFailure."""
        ...

    async def write(self, wanted: Holding) -> None:
        """Have the server hold this, which is within its capabilities. Raises TargetFailure."""
        ...
