"""Memberships of an organization on the wire: with what the members hold of its attributes (sheet, section 2)."""

from typing import Literal

from locum.kit.wire import WireOutput
from locum.memberships.queries import Member
from locum.memberships.schemas import TeamMembershipOut, membership_values


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


def organization_membership_out(member: Member) -> OrganizationMembershipOut:
    """A membership of an organization as clients see it; nobody holds attributes while there are none."""
    return OrganizationMembershipOut.model_construct(**membership_values(member), attributes=[])


OrganizationMembershipList = list[OrganizationMembershipOut] | OrganizationMembershipOut
"""Always a list, as with teams (`TeamMembershipList`)."""
