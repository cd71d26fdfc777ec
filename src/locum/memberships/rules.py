"""Decisions about memberships: pure (members sheet, sections 2 and 4)."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from locum.kit.errors import BadRequest, Forbidden
from locum.kit.slugs import slugify
from locum.roles.rules import SYSTEM_ROLES, role_id

RoleName = Literal["MEMBER", "OWNER", "ADMIN"]

TWO_ROLES = "Whoever holds a custom role ranks as MEMBER: name a role or a customRoleId, not both."
NOT_A_ROLE = "customRoleId {id} is not a role of this organization or team."
ALREADY_IN = "This person is a member or invited already; changing that takes the permission to change members."
LAST_OWNER = "The last owner cannot leave or lose the role: make somebody else OWNER first."
_NO = "Can't add user to team - "
USER_ONLY_MANAGED = (
    f"{_NO}the user is platform managed user but team is not because it wasn't created using an OAuth client"
)
TEAM_ONLY_MANAGED = f"{_NO}the user is not platform managed user but team is platform managed."
DIFFERENT_CLIENTS = f"{_NO}managed user and team were created using different OAuth clients."
_NOT_HERE = "Can't add user to organization - "
ORGANIZATION_NOT_MANAGED = (
    f"{_NOT_HERE}the user is platform managed user but organization is not because it has no OAuth clients"
)
ORGANIZATION_MANAGED = f"{_NOT_HERE}the user is not platform managed user but organization is platform managed."
CLIENT_OF_ANOTHER = f"{_NOT_HERE}managed user and organization were created using different OAuth clients."


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms somebody belongs somewhere."""

    role: RoleName = "MEMBER"
    accepted: bool = False
    disable_impersonation: bool = False
    custom_role_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change of a membership names; None stays as it is.

    A role takes the custom role away, and the other way round; `without_custom_role` only takes it away.
    """

    role: RoleName | None = None
    accepted: bool | None = None
    disable_impersonation: bool | None = None
    custom_role_id: UUID | None = None
    without_custom_role: bool = False

    @classmethod
    def to(cls, terms: Terms) -> "Changes":
        """Whatever it was, it is on these terms afterwards."""
        role = None if terms.custom_role_id else terms.role
        return cls(role, terms.accepted, terms.disable_impersonation, terms.custom_role_id)


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody is in a place: a plain role, or a custom one, with which he ranks as a member."""

    role: str
    custom_role_id: UUID | None = None

    def after(self, changes: Changes) -> "Post":
        """What he is once the changes are made."""
        if changes.custom_role_id is not None:
            return Post("MEMBER", changes.custom_role_id)
        if changes.role is not None:
            return Post(changes.role)
        return Post(self.role) if changes.without_custom_role else self


def chosen_role(role: RoleName | None, custom_role: str | None) -> tuple[RoleName | None, UUID | None]:
    """What is meant by a role and the id of a custom one, either of which may be missing.

    The ids of system roles mean plain ones. Raises BadRequest when both name something different, or for no id.
    """
    plain = SYSTEM_ROLES.get(custom_role or "")
    if role is not None and custom_role is not None and role != (plain or "MEMBER"):
        raise BadRequest(TWO_ROLES)
    if custom_role is None or plain is not None:
        return plain or role, None
    custom_role_id = role_id(custom_role)
    if custom_role_id is None:
        raise BadRequest(NOT_A_ROLE.format(id=custom_role))
    return None, custom_role_id


def check_same_client(user_client: str | None, team_client: str | None) -> None:
    """People and teams managed through a client go with that client only. Raises BadRequest with the reason."""
    if user_client == team_client:
        return
    if team_client is None:
        raise BadRequest(USER_ONLY_MANAGED)
    raise BadRequest(TEAM_ONLY_MANAGED if user_client is None else DIFFERENT_CLIENTS)


def check_client_of_organization(user_client: str | None, organization_clients: frozenset[str]) -> None:
    """An organization with clients takes their people, one without takes ordinary ones. Raises BadRequest."""
    if user_client is None:
        if organization_clients:
            raise BadRequest(ORGANIZATION_MANAGED)
    elif user_client not in organization_clients:
        raise BadRequest(CLIENT_OF_ANOTHER if organization_clients else ORGANIZATION_NOT_MANAGED)


def check_owner_remains(owner_ids: frozenset[int], leaving_id: int) -> None:
    """Raises Forbidden when the one who leaves is the only accepted owner."""
    if owner_ids == {leaving_id}:
        raise Forbidden(LAST_OWNER)


def profile_username(username: str | None, name: str | None, user_id: int, *, is_free: bool) -> str:
    """What somebody is called within an organization: his username where it is free there, else with his number."""
    if username and is_free:
        return username
    return f"{username or slugify(name or '') or 'user'}-{user_id}"
