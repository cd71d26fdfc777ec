"""Attributes and options on the wire (members sheet, section 6)."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, WithJsonSchema

from locum.attributes.models import Assignment, Attribute
from locum.attributes.options import Changes
from locum.attributes.queries import Option
from locum.attributes.rules import AttributeType, Choice, GroupState
from locum.attributes.service import NewOption
from locum.kit.wire import Instant, WireInput, WireOutput
from locum.kit.wire_types import IdText

MOST_OPTIONS_AT_ONCE, LARGEST_WEIGHT = 1000, 10_000

Label = Annotated[str, Field(min_length=1, max_length=255)]
Value = Annotated[str, Field(min_length=1, max_length=1000)]
Weight = Annotated[int, Field(ge=0, le=LARGEST_WEIGHT, description="In percent of what is usual; none is 100.")]
Contained = Annotated[list[IdText], Field(max_length=MOST_OPTIONS_AT_ONCE, description="The options of a group.")]


class NewOptionIn(WireInput):
    """An option that is made with its attribute."""

    value: Value
    slug: Label


class AttributeCreate(WireInput):
    """A new attribute. Options are made for the types that offer some, and left aside for texts and numbers."""

    name: Label
    slug: Label
    type: AttributeType
    options: list[NewOptionIn] = Field(max_length=MOST_OPTIONS_AT_ONCE)
    enabled: bool | None = True
    users_can_edit_relation: bool | None = Field(False, description="Whether members choose for themselves.")
    is_locked: bool | None = Field(False, description="Whether only administrators choose, whatever else is said.")
    is_weights_enabled: bool | None = False

    def values(self) -> dict[str, Any]:
        """The columns that the body names."""
        named = self.model_dump(exclude={"options"}, exclude_none=True)
        return {"enabled": True, **named}

    def new_options(self) -> list[NewOption]:
        """The options that the body names."""
        return [NewOption(option.value, option.slug) for option in self.options]


class AttributeUpdate(WireInput):
    """Changes of an attribute; what is not named stays."""

    name: Label | None = None
    slug: Label | None = None
    type: AttributeType | None = None
    enabled: bool | None = None
    users_can_edit_relation: bool | None = None
    is_locked: bool | None = None
    is_weights_enabled: bool | None = None

    def values(self) -> dict[str, Any]:
        """The columns that the body names; null means "not given"."""
        return {column: value for column, value in self.given().items() if value is not None}


class OptionCreate(NewOptionIn):
    """A new option, perhaps a group of others."""

    is_group: bool | None = False
    contains: Contained | None = None

    def group(self) -> GroupState:
        """Whether this is a group, and of what."""
        return GroupState(self.is_group or False, tuple(self.contains or ()))


class OptionUpdate(WireInput):
    """Changes of an option; what is not named stays."""

    value: Value | None = None
    slug: Label | None = None
    is_group: bool | None = None
    contains: Contained | None = None

    def changes(self) -> Changes:
        """What the body names."""
        contains = None if self.contains is None else tuple(self.contains)
        return Changes(self.value, self.slug, self.is_group, contains)


class AssignmentCreate(WireInput):
    """What somebody is to hold: an option, or a value of his own of an attribute that takes texts or numbers."""

    attribute_id: IdText
    attribute_option_id: IdText | None = None
    value: Value | None = None
    weight: Weight | None = None

    def choice(self) -> Choice:
        """What was chosen."""
        return Choice(self.attribute_option_id, self.value)


class AssignmentUpdate(WireInput):
    """The weight of what somebody holds; null is the usual one."""

    weight: Weight | None


class AttributeOut(WireOutput):
    """An attribute as clients see it."""

    id: UUID
    team_id: int
    type: AttributeType
    name: str
    slug: str
    enabled: bool
    users_can_edit_relation: bool
    is_locked: bool
    is_weights_enabled: bool
    created_at: Instant
    updated_at: Instant


class OptionOut(WireOutput):
    """An option as clients see it."""

    id: UUID
    attribute_id: UUID
    value: str
    slug: str
    is_group: bool
    contains: list[UUID]


class HeldOptionOut(OptionOut):
    """An option that somebody holds."""

    weight: int | None


class AssignedOptionOut(OptionOut):
    """An option with whoever holds it. The user ids are numbers; the contract's document calls them strings."""

    assigned_user_ids: Annotated[list[int], WithJsonSchema({"type": "array", "items": {"type": ["number", "string"]}})]


class AssignmentOut(WireOutput):
    """That somebody holds an option; `memberId` is his membership of the organization."""

    id: UUID
    member_id: int
    attribute_option_id: UUID
    weight: int | None


_SHOWN = tuple(name for name in AttributeOut.model_fields if name not in {"id", "team_id"})


def attribute_out(attribute: Attribute) -> AttributeOut:
    """A row as clients see it."""
    shown = {name: getattr(attribute, name) for name in _SHOWN}
    return AttributeOut.model_construct(id=attribute.uuid, team_id=attribute.organization_id, **shown)


def _option_values(option: Option) -> dict[str, Any]:
    return {
        "id": option.id,
        "attribute_id": option.attribute_id,
        "value": option.value,
        "slug": option.slug,
        "is_group": option.is_group,
        "contains": option.contains,
    }


def option_out(option: Option) -> OptionOut:
    """An option as clients see it."""
    return OptionOut.model_construct(**_option_values(option))


def held_option_out(option: Option, weight: int | None) -> HeldOptionOut:
    """An option that somebody holds as clients see it."""
    return HeldOptionOut.model_construct(**_option_values(option), weight=weight)


def assigned_option_out(option: Option, user_ids: list[int]) -> AssignedOptionOut:
    """An option with its holders as clients see it."""
    return AssignedOptionOut.model_construct(**_option_values(option), assigned_user_ids=user_ids)


def assignment_out(assignment: Assignment, option_id: UUID) -> AssignmentOut:
    """That somebody holds an option, as clients see it."""
    return AssignmentOut.model_construct(
        id=assignment.uuid,
        member_id=assignment.membership_id,
        attribute_option_id=option_id,
        weight=assignment.weight,
    )
