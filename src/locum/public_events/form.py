"""The form that a booker fills in, in the words of the component library (client surface sheet, section 1.3)."""

from collections.abc import Iterable, Mapping
from html import escape
from types import MappingProxyType
from typing import Any

from locum.event_types.rules.booking_fields import PHONE_SLUG, BookingField, SplitName

_SYSTEM, _OPTIONAL, _OWN = "system", "system-but-optional", "user"
_SOURCES: Mapping[str, Any] = MappingProxyType(
    {
        _SYSTEM: [{"id": "default", "type": "default", "label": "Default"}],
        _OWN: [{"id": "user", "type": "user", "label": "User", "fieldRequired": True}],
    }
)
# Slug -> who may change the field, and what else the library has to know of it. Labels are keys of its catalogue.
_KNOWN: Mapping[str, tuple[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "name": (_SYSTEM, {"defaultLabel": "your_name"}),
        "email": (_SYSTEM, {"defaultLabel": "email_address"}),
        PHONE_SLUG: (_OPTIONAL, {"defaultLabel": "phone_number"}),
        "location": (
            _SYSTEM,
            {
                "defaultLabel": "location",
                "hideWhenJustOneOption": True,
                "getOptionsAt": "locations",
                "optionsInputs": {
                    "attendeeInPerson": {"type": "address", "required": True, "placeholder": ""},
                    "somewhereElse": {"type": "text", "required": True, "placeholder": ""},
                    "phone": {"type": "phone", "required": True, "placeholder": ""},
                },
            },
        ),
        "title": (_OPTIONAL, {"defaultLabel": "what_is_this_meeting_about", "defaultPlaceholder": ""}),
        "notes": (_OPTIONAL, {"defaultLabel": "additional_notes", "defaultPlaceholder": "share_additional_notes"}),
        "guests": (_OPTIONAL, {"defaultLabel": "additional_guests", "defaultPlaceholder": "email"}),
        "rescheduleReason": (
            _OPTIONAL,
            {
                "defaultLabel": "reason_for_reschedule",
                "defaultPlaceholder": "reschedule_placeholder",
                "views": [{"id": "reschedule", "label": "Reschedule View"}],
            },
        ),
    }
)
_NO_PHONE = BookingField("phone", PHONE_SLUG, is_default=True, hidden=True)


def fields_of(form: Iterable[BookingField]) -> list[dict[str, Any]]:
    """All fields, hidden ones marked as such; what a field does not say is left out, as strict readers want it."""
    shown: list[dict[str, Any]] = []
    asks_for_phone = False
    for field in form:
        asks_for_phone = asks_for_phone or field.slug == PHONE_SLUG
        if field.slug == "location" and not asks_for_phone:
            shown.append(_field(_NO_PHONE))
        shown.append(_field(field))
    return shown


def _field(field: BookingField) -> dict[str, Any]:
    name = "name" if field.split_name else field.slug
    editable, more = _KNOWN.get(name, (_OWN, {}))
    said = {
        "label": field.label,
        "labelAsSafeHtml": escape(field.label) if field.label is not None else None,
        "placeholder": field.placeholder,
        "options": None if field.options is None else [{"label": text, "value": text} for text in field.options],
        **(_two_names(field.split_name) if field.split_name else {}),
    }
    return {
        "name": name,
        "type": "name" if field.split_name else field.type,
        "required": field.required,
        "hidden": field.hidden,
        "editable": editable,
        "sources": _SOURCES[_OWN if editable == _OWN else _SYSTEM],
        "disableOnPrefill": field.disable_on_prefill,
        **more,
        **{key: value for key, value in said.items() if value is not None},
    }


def _two_names(split: SplitName) -> dict[str, Any]:
    """A first and a last name in place of a whole one."""
    first = _part("firstName", split.first_name_label, split.first_name_placeholder, required=True)
    last = _part("lastName", split.last_name_label, split.last_name_placeholder, required=split.last_name_required)
    return {
        "variant": "firstAndLastName",
        "variantsConfig": {"variants": {"firstAndLastName": {"fields": [first, last]}}},
    }


def _part(name: str, label: str | None, placeholder: str | None, *, required: bool) -> dict[str, Any]:
    said = {"label": label, "placeholder": placeholder}
    given = {key: value for key, value in said.items() if value is not None}
    return {"name": name, "type": "text", "required": required, **given}
