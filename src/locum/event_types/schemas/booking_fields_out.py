"""Booking fields as they are answered (event types sheet, section 7)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag

from locum.event_types.rules.booking_fields import BookingField
from locum.event_types.schemas.parts import absent
from locum.kit.wire import WireOutput


class _FieldOutput(WireOutput):
    is_default: bool
    type: str
    slug: str
    required: bool
    label: str | None = absent()


class _PrefillFieldOutput(_FieldOutput):
    placeholder: str | None = absent()
    disable_on_prefill: bool


class NameFieldOutput(_PrefillFieldOutput):
    """One field for the whole name."""

    type: Literal["name"]


class SplitNameFieldOutput(WireOutput):
    """Two fields, first and last name."""

    is_default: bool
    type: Literal["splitName"]
    slug: str
    first_name_label: str | None = absent()
    first_name_placeholder: str | None = absent()
    last_name_label: str | None = absent()
    last_name_placeholder: str | None = absent()
    last_name_required: bool
    disable_on_prefill: bool


class EmailFieldOutput(_PrefillFieldOutput):
    """The booker's e-mail address."""

    type: Literal["email"]
    hidden: bool


class LocationFieldOutput(_FieldOutput):
    """The choice between several locations."""

    type: Literal["radioInput"]
    hidden: bool


class SystemFieldOutput(_PrefillFieldOutput):
    """Title, notes, guests or the reason for moving."""

    slug: Literal["title", "notes", "guests", "rescheduleReason"]
    hidden: bool


class _CustomFieldOutput(WireOutput):
    is_default: bool
    type: str
    slug: str
    label: str
    required: bool
    hidden: bool
    disable_on_prefill: bool


class BooleanFieldOutput(_CustomFieldOutput):
    """A yes or no of the event type's own."""

    type: Literal["boolean"]


class PlaceholderFieldOutput(_CustomFieldOutput):
    """A field of the event type's own that is typed in."""

    type: Literal["phone", "address", "text", "number", "textarea", "multiemail", "url"]
    placeholder: str


class OptionsFieldOutput(_CustomFieldOutput):
    """A field of the event type's own with options to choose from."""

    type: Literal["multiselect", "checkbox", "radio"]
    options: list[str]


class SelectFieldOutput(_CustomFieldOutput):
    """A field of the event type's own with a list to choose from."""

    type: Literal["select"]
    placeholder: str
    options: list[str]


_SHAPES: Mapping[str, type[WireOutput]] = MappingProxyType(
    {
        "name": NameFieldOutput,
        "splitName": SplitNameFieldOutput,
        "email": EmailFieldOutput,
        "location": LocationFieldOutput,
        "system": SystemFieldOutput,
        "typed": PlaceholderFieldOutput,
        "options": OptionsFieldOutput,
        "select": SelectFieldOutput,
        "boolean": BooleanFieldOutput,
    }
)
_TAG_OF_SHAPE = {shape: tag for tag, shape in _SHAPES.items()}
_TAG_OF_CUSTOM = MappingProxyType(
    {"select": "select", "boolean": "boolean", "multiselect": "options", "checkbox": "options", "radio": "options"}
)
_COMMON = ("is_default", "type", "slug", "required", "hidden", "label", "placeholder", "disable_on_prefill")
_SPLIT = (
    "first_name_label",
    "first_name_placeholder",
    "last_name_label",
    "last_name_placeholder",
    "last_name_required",
)


def _tag(field: Any) -> str:
    return _TAG_OF_SHAPE[type(field)]


BookingFieldOutput = Annotated[
    Annotated[NameFieldOutput, Tag("name")]
    | Annotated[SplitNameFieldOutput, Tag("splitName")]
    | Annotated[EmailFieldOutput, Tag("email")]
    | Annotated[LocationFieldOutput, Tag("location")]
    | Annotated[SystemFieldOutput, Tag("system")]
    | Annotated[PlaceholderFieldOutput, Tag("typed")]
    | Annotated[OptionsFieldOutput, Tag("options")]
    | Annotated[SelectFieldOutput, Tag("select")]
    | Annotated[BooleanFieldOutput, Tag("boolean")],
    Discriminator(_tag),
]


def present_field(field: BookingField) -> WireOutput:
    """One field of the form in its wire shape."""
    if field.is_default:
        tag = field.slug if field.slug in _SHAPES else "system"
    else:
        tag = _TAG_OF_CUSTOM.get(field.type, "typed")
    return _SHAPES[tag].model_validate(_members(field))


def _members(field: BookingField) -> dict[str, Any]:
    members: dict[str, Any] = {name: getattr(field, name) for name in _COMMON}
    members["options"] = None if field.options is None else list(field.options)
    if field.split_name is not None:
        members |= {name: getattr(field.split_name, name) for name in _SPLIT}
    return members
