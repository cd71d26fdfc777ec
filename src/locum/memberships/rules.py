"""Decisions about memberships: pure (members sheet, sections 2 and 4)."""

from dataclasses import dataclass
from typing import Literal

from locum.kit.errors import BadRequest, Forbidden
from locum.kit.slugs import slugify

RoleName = Literal["MEMBER", "OWNER", "ADMIN"]

LAST_OWNER = "The last owner cannot leave or lose the role: make somebody else OWNER first."
_NO = "Can't add user to team - "
USER_ONLY_MANAGED = (
    f"{_NO}the user is platform managed user but team is not because it wasn't created using an OAuth client"
)
TEAM_ONLY_MANAGED = f"{_NO}the user is not platform managed user but team is platform managed."
DIFFERENT_CLIENTS = f"{_NO}managed user and team were created using different OAuth clients."


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms somebody belongs somewhere."""

    role: RoleName = "MEMBER"
    accepted: bool = False
    disable_impersonation: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change of a membership names; None stays as it is."""

    role: RoleName | None = None
    accepted: bool | None = None
    disable_impersonation: bool | None = None


def check_same_client(user_client: str | None, team_client: str | None) -> None:
    """People and teams managed through a client go with that client only. Raises BadRequest with the reason."""
    if user_client == team_client:
        return
    if team_client is None:
        raise BadRequest(USER_ONLY_MANAGED)
    raise BadRequest(TEAM_ONLY_MANAGED if user_client is None else DIFFERENT_CLIENTS)


def check_owner_remains(owner_ids: frozenset[int], leaving_id: int) -> None:
    """Raises Forbidden when the one who leaves is the only accepted owner."""
    if owner_ids == {leaving_id}:
        raise Forbidden(LAST_OWNER)


def profile_username(username: str | None, name: str | None, user_id: int, *, is_free: bool) -> str:
    """What somebody is called within an organization: his username where it is free there, else with his number."""
    if username and is_free:
        return username
    return f"{username or slugify(name or '') or 'user'}-{user_id}"
