"""Roles as pages name and offer them."""

from locum.memberships.rules import RoleName
from locum.pages.dashboard.desk import Desk

ROLES: dict[str, RoleName] = {"MEMBER": "MEMBER", "ADMIN": "ADMIN", "OWNER": "OWNER"}


def role_name(text: str) -> RoleName:
    """A role that was chosen; nonsense means a member."""
    return ROLES.get(text, "MEMBER")


def role_options(desk: Desk) -> list[tuple[str, str]]:
    """The plain roles to choose from."""
    return [(role, desk.text(f"role.{role}")) for role in ROLES]
