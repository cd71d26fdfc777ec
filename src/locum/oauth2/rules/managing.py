"""Who manages applications, and in which state they begin: pure."""

from dataclasses import dataclass
from enum import StrEnum

from locum.http.principal import Principal


class Kind(StrEnum):
    """What an application can keep to itself (RFC 6749, section 2.1)."""

    CONFIDENTIAL = "CONFIDENTIAL"
    PUBLIC = "PUBLIC"


class Status(StrEnum):
    """What the administrators of the server think of it."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"


@dataclass(frozen=True, slots=True)
class Manager:
    """Who registers and changes applications: an account, his own ones; a system administrator, all.

    `user_id` is None for whoever runs commands on the server itself.
    """

    user_id: int | None
    is_system_admin: bool = False

    @classmethod
    def of(cls, principal: Principal) -> "Manager":
        """A caller or visitor."""
        return cls(principal.user_id, principal.is_system_admin)


OPERATOR = Manager(None, is_system_admin=True)


def first_status(manager: Manager) -> Status:
    """Of a new application: what administrators register needs nobody's word."""
    return Status.APPROVED if manager.is_system_admin else Status.PENDING


def may_act_for(status: str, owner_id: int | None, user_id: int) -> bool:
    """Whether somebody may use an application: an approved one, or one of his own (platform sheet, section 5)."""
    return status == Status.APPROVED or owner_id == user_id
