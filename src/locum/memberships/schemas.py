"""Memberships on the wire (members sheet, sections 2, 4 and 5.1)."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from locum.http.parameters import LARGEST_ID
from locum.kit.wire import WireInput, WireOutput
from locum.memberships.queries import Member
from locum.memberships.rules import Changes, RoleName, Terms

AnyObject = Annotated[dict[str, Any], WithJsonSchema({"type": "object"})]


class MembershipCreate(WireInput):
    """Who joins, and on what terms."""

    user_id: int = Field(ge=0, le=LARGEST_ID)
    accepted: bool | None = False
    role: RoleName | None = "MEMBER"
    disable_impersonation: bool | None = False

    def terms(self) -> Terms:
        """The terms; null means the default."""
        return Terms(self.role or "MEMBER", self.accepted or False, self.disable_impersonation or False)


class MembershipUpdate(WireInput):
    """Changes of the terms; what is not named stays."""

    accepted: bool | None = None
    role: RoleName | None = None
    disable_impersonation: bool | None = None

    def changes(self) -> Changes:
        """What the body names."""
        return Changes(self.role, self.accepted, self.disable_impersonation)


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
        "disable_impersonation": membership.disable_impersonation,
        "user": _user_out(member),
    }


def team_membership_out(member: Member) -> TeamMembershipOut:
    """A membership of a team as clients see it."""
    return TeamMembershipOut.model_construct(**membership_values(member))


TeamMembershipList = list[TeamMembershipOut] | TeamMembershipOut
"""Always a list. The contract's document says one object here; ours allows both, so that clients made from either
agree (organization plane sheet, section 7)."""
