"""Memberships on the wire (members sheet, sections 2, 4 and 5.1)."""

from typing import Annotated, Any, Literal

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


class TextAttribute(WireOutput):
    """A text that a member holds."""

    id: str
    name: str
    type: Literal["text"] = "text"
    option: str
    option_id: str


class NumberAttribute(WireOutput):
    """A number that a member holds."""

    id: str
    name: str
    type: Literal["number"] = "number"
    option: float
    option_id: str


class SingleSelectAttribute(WireOutput):
    """The one option that a member holds."""

    id: str
    name: str
    type: Literal["singleSelect"] = "singleSelect"
    option: str
    option_id: str


class MultiSelectOption(WireOutput):
    """One of several options that a member holds."""

    option_id: str
    option: str


class MultiSelectAttribute(WireOutput):
    """The options that a member holds."""

    id: str
    name: str
    type: Literal["multiSelect"] = "multiSelect"
    options: list[MultiSelectOption]


HeldAttribute = TextAttribute | NumberAttribute | SingleSelectAttribute | MultiSelectAttribute


class OrganizationMembershipOut(TeamMembershipOut):
    """A membership of an organization."""

    attributes: list[HeldAttribute]


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


def _common(member: Member) -> dict[str, Any]:
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
    return TeamMembershipOut.model_construct(**_common(member))


def organization_membership_out(member: Member) -> OrganizationMembershipOut:
    """A membership of an organization as clients see it; nobody holds attributes while there are none."""
    return OrganizationMembershipOut.model_construct(**_common(member), attributes=[])


TeamMembershipList = list[TeamMembershipOut] | TeamMembershipOut
OrganizationMembershipList = list[OrganizationMembershipOut] | OrganizationMembershipOut
"""Always a list. The contract's document says one object here; ours allows both, so that clients made from either
agree (organization plane sheet, section 7)."""
