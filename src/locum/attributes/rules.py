"""Decisions about attributes: pure (members sheet, section 6)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from math import isfinite
from typing import Literal
from uuid import UUID

from locum.kit.errors import BadRequest, Forbidden, InvalidInput
from locum.kit.slugs import slugify

AttributeType = Literal["TEXT", "NUMBER", "SINGLE_SELECT", "MULTI_SELECT"]

NO_VALUE = "Attribute type does not support value"
NOTHING_CHOSEN = "Either attributeOptionId or value is required"
OTHER_ATTRIBUTE = "The option does not belong to the attribute"
NOT_HIS_TO_CHANGE = "Only administrators change who holds options of this attribute."
NO_GROUP = "Only groups contain other options"
NOT_TO_CONTAIN = "Groups contain options of their own attribute that are no groups"
IS_CONTAINED = "An option that is contained in a group cannot be a group"

_NUMBER = re.compile(r"[+-]?(\d{1,300}(\.\d{0,300})?|\.\d{1,300})(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody is to hold of an attribute: an option of it, or else a value of his own."""

    option_id: UUID | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class GroupState:
    """What is, or is to be, known of an option where groups are concerned."""

    is_group: bool = False
    contains: tuple[UUID, ...] = ()


def offers_options(kind: str) -> bool:
    """Whether the values of this type are options made beforehand, rather than entered for each member."""
    return kind in {"SINGLE_SELECT", "MULTI_SELECT"}


def holds_several(kind: str) -> bool:
    """Whether a member may hold several options of an attribute of this type."""
    return kind == "MULTI_SELECT"


def number_of(text: str) -> int | float | None:
    """The number that a text spells, None when it spells none; whole ones as such."""
    if not _NUMBER.fullmatch(text.strip()):
        return None
    number = float(text)
    if not isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def check_value(kind: str, value: str) -> None:
    """Raises InvalidInput when an attribute of type NUMBER is to have a value that is none."""
    if kind == "NUMBER" and number_of(value) is None:
        raise InvalidInput.of("value", "isNumberString", "value must be a number string", value)


def check_choice(kind: str, choice: Choice) -> None:
    """Raises BadRequest or InvalidInput for a choice that an attribute of this type does not know (section 6.2)."""
    if choice.value is not None and offers_options(kind):
        raise BadRequest(NO_VALUE)
    if choice.option_id is None:
        if choice.value is None:
            raise BadRequest(NOTHING_CHOSEN)
        check_value(kind, choice.value)


def check_own(*, is_locked: bool, users_can_edit: bool) -> None:
    """Raises Forbidden where members do not choose for themselves."""
    if is_locked or not users_can_edit:
        raise Forbidden(NOT_HIS_TO_CHANGE)


def slug_of(value: str) -> str:
    """The slug of an option that somebody entered."""
    return slugify(value) or value


def check_group(state: GroupState, *, can_be_contained: Collection[UUID], is_contained: bool) -> None:
    """Groups are one level deep. Raises BadRequest when an option would contain what it cannot."""
    if state.contains and not state.is_group:
        raise BadRequest(NO_GROUP)
    if not set(state.contains) <= set(can_be_contained):
        raise BadRequest(NOT_TO_CONTAIN)
    if state.is_group and is_contained:
        raise BadRequest(IS_CONTAINED)
