"""Memberships of an organization on the wire: with what the members hold of its attributes (sheet, section 2)."""

from collections.abc import Sequence
from typing import Any, Literal

from locum.attributes import rules
from locum.attributes.assignment_queries import HeldOption
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


_SHOWN_TYPES = {"TEXT": "text", "NUMBER": "number", "SINGLE_SELECT": "singleSelect", "MULTI_SELECT": "multiSelect"}

HeldAttribute = TextAttribute | NumberAttribute | SingleSelectAttribute | MultiSelectAttribute


class OrganizationMembershipOut(TeamMembershipOut):
    """A membership of an organization."""

    attributes: list[HeldAttribute]


def organization_membership_out(member: Member, held: Sequence[HeldOption]) -> OrganizationMembershipOut:
    """A membership of an organization as clients see it. `held` is sorted by attribute."""
    attributes = [attribute_out(options) for options in by_attribute(held)]
    return OrganizationMembershipOut.model_construct(**membership_values(member), attributes=attributes)


def by_attribute(held: Sequence[HeldOption]) -> list[tuple[HeldOption, ...]]:
    """What is to be shown of each attribute: of those with a single value the first option only."""
    groups: list[tuple[HeldOption, ...]] = []
    attribute_id = None
    for option in held:
        if option.attribute_id != attribute_id:
            attribute_id = option.attribute_id
            groups.append((option,))
        elif rules.holds_several(option.type):
            groups[-1] += (option,)
    return groups


def shown_type(option: HeldOption) -> str:
    """The type of its attribute on the wire; what was a text before its attribute was made one of numbers stays one."""
    if option.type == "NUMBER" and rules.number_of(option.value) is None:
        return "text"
    return _SHOWN_TYPES[option.type]


def attribute_out(options: Sequence[HeldOption]) -> HeldAttribute:
    """What a member holds of one attribute as clients see it."""
    first = options[0]
    kind = shown_type(first)
    common: dict[str, Any] = {"id": first.attribute_id, "name": first.name, "type": kind}
    if kind == "multiSelect":
        shown = [_option_out(option) for option in options]
        return MultiSelectAttribute.model_construct(**common, options=shown)
    common |= {"option_id": first.option_id, "option": first.value}
    if kind == "number":
        return NumberAttribute.model_construct(**{**common, "option": rules.number_of(first.value)})
    one = SingleSelectAttribute if kind == "singleSelect" else TextAttribute
    return one.model_construct(**common)


def _option_out(option: HeldOption) -> MultiSelectOption:
    return MultiSelectOption.model_construct(option_id=option.option_id, option=option.value)


OrganizationMembershipList = list[OrganizationMembershipOut] | OrganizationMembershipOut
"""Always a list, as with teams (`TeamMembershipList`)."""
