"""Roles as pages name and offer them."""

from locum.http.grants import Authority
from locum.mail.catalogue import Words
from locum.memberships.rules import RoleName

ROLES: dict[str, RoleName] = {"MEMBER": "MEMBER", "ADMIN": "ADMIN", "OWNER": "OWNER"}


def role_name(text: str) -> RoleName:
    """A role that was chosen; nonsense means a member."""
    return ROLES.get(text, "MEMBER")


def role_options(words: Words, giver: Authority | None = None, present: str = "") -> list[tuple[str, str]]:
    """The plain roles to choose from: all, or those that somebody can give, and the one that is held at present."""
    able = {"OWNER": giver is None or giver.is_owner, "ADMIN": giver is None or giver.leads}
    return [(role, words.text(f"role.{role}")) for role in ROLES if able.get(role, True) or role == present]
