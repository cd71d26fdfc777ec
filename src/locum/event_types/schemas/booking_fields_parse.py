"""From sent booking fields to their stored form, refusing with the texts of the event types sheet, section 7."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationError

from locum.event_types.rules.booking_fields import check_unique_slugs
from locum.event_types.schemas import booking_fields_in as shapes
from locum.event_types.schemas.parts import reasons, stored_form
from locum.kit.errors import BadRequest
from locum.kit.wire import WireInput

_BY_SLUG: Mapping[str, type[WireInput]] = MappingProxyType(
    {
        "title": shapes.TitleFieldInput,
        "location": shapes.LocationFieldInput,
        "notes": shapes.NotesFieldInput,
        "guests": shapes.GuestsFieldInput,
        "rescheduleReason": shapes.RescheduleReasonFieldInput,
    }
)
_NAMED_BY_TYPE: Mapping[str, type[WireInput]] = MappingProxyType(
    {
        "name": shapes.NameFieldInput,
        "splitName": shapes.SplitNameFieldInput,
        "email": shapes.EmailFieldInput,
    }
)
_CUSTOM: Mapping[str, type[WireInput]] = MappingProxyType(
    {
        "phone": shapes.PhoneFieldInput,
        "address": shapes.AddressFieldInput,
        "text": shapes.TextFieldInput,
        "number": shapes.NumberFieldInput,
        "textarea": shapes.TextAreaFieldInput,
        "select": shapes.SelectFieldInput,
        "multiselect": shapes.MultiSelectFieldInput,
        "multiemail": shapes.MultiEmailFieldInput,
        "checkbox": shapes.CheckboxFieldInput,
        "radio": shapes.RadioFieldInput,
        "boolean": shapes.BooleanFieldInput,
        "url": shapes.UrlFieldInput,
    }
)


def _shape(raw: object) -> tuple[str, type[WireInput]]:
    """The name of a field's kind for messages, and its shape."""
    if not isinstance(raw, dict):
        raise BadRequest("Each object in 'bookingFields' must be an object.")
    kind, slug = raw.get("type"), raw.get("slug")
    if isinstance(slug, str) and slug in _BY_SLUG:
        return slug, _BY_SLUG[slug]
    if not kind:
        raise BadRequest(
            "All objects in 'bookingFields' must have a 'type' property, "
            f"except those with one of the slugs {', '.join(_BY_SLUG)}."
        )
    if isinstance(kind, str) and kind in _NAMED_BY_TYPE:
        return kind, _NAMED_BY_TYPE[kind]
    if not slug:
        raise BadRequest(
            "All objects in 'bookingFields' must have a 'slug' property, "
            f"except those of one of the types {', '.join(_NAMED_BY_TYPE)}."
        )
    if not isinstance(kind, str) or kind not in _CUSTOM:
        raise BadRequest(f"Unsupported booking field type '{kind}'.")
    if isinstance(slug, str) and slug in _NAMED_BY_TYPE:
        raise BadRequest(f"Duplicate bookingFields slug '{slug}' found. It belongs to the field of that type.")
    return kind, _CUSTOM[kind]


def _parse_one(raw: object) -> dict[str, Any]:
    name, shape = _shape(raw)
    try:
        field = stored_form(shape.model_validate(raw))
    except ValidationError as error:
        raise BadRequest(f"Validation failed for {name} booking field: {reasons(error)}") from None
    field.setdefault("slug", name)
    return field


def parse_booking_fields(raw: object) -> list[dict[str, Any]] | None:
    """Booking fields as they are stored: what was said, in the order in which it was sent. Raises BadRequest."""
    if raw is None:
        return None
    if not isinstance(raw, list):
        raise BadRequest("'bookingFields' must be an array.")
    if not raw:
        raise BadRequest("'bookingFields' must contain at least 1 booking field.")
    fields = [_parse_one(item) for item in raw]
    check_unique_slugs(field["slug"] for field in fields)
    return fields


BookingFields = Annotated[
    list[dict[str, Any]] | None,
    PlainValidator(parse_booking_fields, json_schema_input_type=list[shapes.BookingFieldInput] | None),
]
