"""Which role a permission takes, by the kind of path (organization plane sheet, section 2.2)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID

from locum.http.permissions import Permission
from locum.kit.ids import parse_uuid


class Role(StrEnum):
    """Somebody's rank in an organization or team."""

    MEMBER = "MEMBER"
    ADMIN = "ADMIN"
    OWNER = "OWNER"


SYSTEM_ROLES: dict[str, Literal["MEMBER", "ADMIN", "OWNER"]] = {
    "owner_role": "OWNER",
    "admin_role": "ADMIN",
    "member_role": "MEMBER",
}
"""The ids under which plain roles stand in the lists of custom ones."""


def role_id(text: str) -> UUID | None:
    """The id of a custom role in its usual spelling; None for what cannot be one."""
    found = parse_uuid(text)
    return found if str(found) == text.lower() else None


_RANK = {Role.MEMBER: 0, Role.ADMIN: 1, Role.OWNER: 2}


@dataclass(frozen=True, slots=True)
class Minimum:
    """The lowest role that will do; `of_organization` says whether the organization's or the team's role counts."""

    role: Role
    of_organization: bool

    @property
    def name(self) -> str:
        """As refusals call it: `ORG_ADMIN`, `TEAM_OWNER`."""
        return f"{'ORG' if self.of_organization else 'TEAM'}_{self.role}"

    def met_by(self, role: str | None) -> bool:
        """Whether a role, or none, is enough."""
        return role is not None and _RANK[Role(role)] >= _RANK[self.role]


ORG_MEMBER, ORG_ADMIN = Minimum(Role.MEMBER, True), Minimum(Role.ADMIN, True)
ORG_OWNER = Minimum(Role.OWNER, True)
TEAM_MEMBER, TEAM_ADMIN = Minimum(Role.MEMBER, False), Minimum(Role.ADMIN, False)
TEAM_OWNER = Minimum(Role.OWNER, False)

# Whatever a table does not name takes an administrator.
IN_ORGANIZATION: dict[str, Minimum] = {
    Permission.ME_WRITE: ORG_MEMBER,
    Permission.TEAMS_MINE: ORG_MEMBER,
    Permission.ATTRIBUTES_READ: ORG_MEMBER,
    Permission.AUDIT_LOG_READ: ORG_OWNER,
}
IN_ORGANIZATION_TEAM: dict[str, Minimum] = {
    Permission.TEAM_UPDATE: ORG_ADMIN,
    Permission.TEAM_DELETE: ORG_ADMIN,
    Permission.ROLE_READ: ORG_ADMIN,
    Permission.ROLE_CREATE: ORG_ADMIN,
    Permission.ROLE_UPDATE: ORG_ADMIN,
    Permission.ROLE_DELETE: ORG_ADMIN,
}
IN_TEAM: dict[str, Minimum] = {
    Permission.TEAM_READ: TEAM_MEMBER,
    Permission.TEAM_UPDATE: TEAM_OWNER,
    Permission.TEAM_DELETE: TEAM_OWNER,
}
# Of the organization that an OAuth client belongs to.
FOR_CLIENTS: dict[str, Minimum] = {Permission.OAUTH_CLIENT_READ: ORG_MEMBER, Permission.WEBHOOK_READ: ORG_MEMBER}


def minimum_in_organization(permission: str) -> Minimum:
    """On paths that name an organization only."""
    return IN_ORGANIZATION.get(permission, ORG_ADMIN)


def minimum_in_organization_team(permission: str) -> Minimum:
    """On paths that name an organization and a team of it."""
    return IN_ORGANIZATION_TEAM.get(permission, TEAM_ADMIN)


def minimum_in_team(permission: str) -> Minimum:
    """On paths that name a team only."""
    return IN_TEAM.get(permission, TEAM_ADMIN)


def minimum_for_clients(permission: str) -> Minimum:
    """On paths of OAuth clients."""
    return FOR_CLIENTS.get(permission, ORG_ADMIN)
