"""Memberships on the wire (members sheet, sections 2, 4 and 5.1)."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from locum.http.parameters import LARGEST_ID
from locum.kit.wire import WireInput, WireOutput
from locum.memberships.queries import Member
from locum.memberships.rules import Changes, RoleName, Terms, chosen_role

CustomRoleId = Annotated[
    str,
    Field(description="Locum's own: a role of this organization or team, or a system role. Null takes it away."),
]
AnyObject = Annotated[dict[str, Any], WithJsonSchema({"type": "object"})]


class MembershipCreate(WireInput):
    """Who joins, and on what terms."""

    user_id: int = Field(ge=0, le=LARGEST_ID)
    accepted: bool | None = False
    role: RoleName | None = "MEMBER"
    disable_impersonation: bool | None = False
    custom_role_id: CustomRoleId | None = None

    def terms(self) -> Terms:
        """The terms; null means the default. Raises BadRequest for a role and another custom one."""
        role, custom_role_id = chosen_role(self.given().get("role"), self.custom_role_id)
        return Terms(role or "MEMBER", self.accepted or False, self.disable_impersonation or False, custom_role_id)


class MembershipUpdate(WireInput):
    """Changes of the terms; what is not named stays."""

    accepted: bool | None = None
    role: RoleName | None = None
    disable_impersonation: bool | None = None
    custom_role_id: CustomRoleId | None = None

    def changes(self) -> Changes:
        """What the body names. Raises BadRequest for a role and another custom one."""
        role, custom_role_id = chosen_role(self.role, self.custom_role_id)
        taken = "custom_role_id" in self.model_fields_set and self.custom_role_id is None
        return Changes(role, self.accepted, self.disable_impersonation, custom_role_id, without_custom_role=taken)


class MembershipUserOut(WireOutput):
    """The person of a membership; `metadata` only when there is some."""

    avatar_url: str | None = None
    username: str | None = None
    name: str | None = None
    email: str
    bio: str | None = None
    metadata: AnyObject = Field(default_factory=dict)


class TeamMembershipOut(WireOutput):
    """A membership of a team."""

    id: int
    user_id: int
    team_id: int
    accepted: bool
    role: RoleName
    custom_role_id: str | None = Field(None, description="Locum's own: the custom role, if any.")
    disable_impersonation: bool = False
    user: MembershipUserOut


def _user_out(member: Member) -> MembershipUserOut:
    user = member.user
    shown: dict[str, Any] = {
        "avatar_url": user.avatar_url,
        "username": user.username,
        "name": user.name,
        "email": user.email,
        "bio": user.bio,
    }
    if user.properties is not None:
        shown["metadata"] = user.properties
    return MembershipUserOut.model_construct(**shown)


def membership_values(member: Member) -> dict[str, Any]:
    """What every membership shows, by name."""
    membership = member.membership
    return {
        "id": membership.id,
        "user_id": membership.user_id,
        "team_id": membership.team_id,
        "accepted": membership.accepted,
        "role": membership.role,
        "custom_role_id": str(membership.custom_role_id) if membership.custom_role_id else None,
        "disable_impersonation": membership.disable_impersonation,
        "user": _user_out(member),
    }


def team_membership_out(member: Member) -> TeamMembershipOut:
    """A membership of a team as clients see it."""
    return TeamMembershipOut.model_construct(**membership_values(member))


TeamMembershipList = list[TeamMembershipOut] | TeamMembershipOut
"""Always a list. The contract's document says one object here; ours allows both, so that clients made from either
agree (organization plane sheet, section 7)."""
