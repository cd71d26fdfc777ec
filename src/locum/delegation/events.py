"""What delegation credentials announce."""

from dataclasses import dataclass
from uuid import UUID

from locum.db.events import Event


@dataclass(frozen=True, slots=True)
class DelegationEnabled(Event):
    """Locum may act for everybody in the organization whose address ends with the domain: a key was checked."""

    credential_id: UUID
    organization_id: int
    platform: str
    domain: str


@dataclass(frozen=True, slots=True)
class DelegationDisabled(Event):
    """It may no longer."""

    credential_id: UUID
    organization_id: int
    platform: str
    domain: str
