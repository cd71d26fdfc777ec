"""What targets announce."""

from dataclasses import dataclass
from typing import Any

from locum.db.events import Event


@dataclass(frozen=True, slots=True)
class MailboxDue(Event):
    """A mailbox's server is to be looked at at once."""

    user_id: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A target as it was; its secret is sealed."""

    backend: str
    settings: dict[str, Any]
    secret: str | None
    by_operator: bool


@dataclass(frozen=True, slots=True)
class ServerLeft(Event):
    """A server does not answer for a mailbox any more. `mailbox` is what it was called there; it may be gone by now."""

    user_id: int
    mailbox: dict[str, Any]
    domain_id: int | None
    former: Snapshot


@dataclass(frozen=True, slots=True)
class DomainRetargeted(Event):
    """Another server answers for a whole domain; `former` did before."""

    domain_id: int
    former: Snapshot | None
