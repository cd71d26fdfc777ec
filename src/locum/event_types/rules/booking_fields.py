"""The form that a booker fills in (event types sheet, section 7).

Stored are only the fields that were sent, in their stored wire form; the system fields that were not sent are
always there all the same. The `guests` field's visibility is kept once, in the event type's `disable_guests`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from locum.kit.errors import BadRequest

PHONE_SLUG = "attendeePhoneNumber"
"""The custom field that may take the place of the e-mail address."""


@dataclass(frozen=True, slots=True)
class SplitName:
    """What a split name field says besides the common properties."""

    first_name_label: str | None = None
    first_name_placeholder: str | None = None
    last_name_label: str | None = None
    last_name_placeholder: str | None = None
    last_name_required: bool = False


@dataclass(frozen=True, slots=True)
class BookingField:
    """One field of the form. `is_default` ones belong to the system and have a fixed place."""

    type: str
    slug: str
    is_default: bool
    required: bool = False
    hidden: bool = False
    label: str | None = None
    placeholder: str | None = None
    options: tuple[str, ...] | None = None
    disable_on_prefill: bool = False
    split_name: SplitName | None = None


@dataclass(frozen=True, slots=True)
class _System:
    """A system field: its type, and what holds when it is sent without saying (`sent`) or not sent at all."""

    type: str
    required: bool
    hidden: bool
    required_when_sent: bool = False


_SYSTEM: Mapping[str, _System] = MappingProxyType(
    {
        "name": _System("name", required=True, hidden=False, required_when_sent=True),
        "splitName": _System("splitName", required=True, hidden=False, required_when_sent=True),
        "email": _System("email", required=True, hidden=False, required_when_sent=True),
        "location": _System("radioInput", required=False, hidden=False),
        "title": _System("text", required=True, hidden=True),
        "notes": _System("textarea", required=False, hidden=False),
        "guests": _System("multiemail", required=False, hidden=False),
        "rescheduleReason": _System("textarea", required=False, hidden=False),
    }
)
_AFTER_CUSTOM = ("title", "notes", "guests", "rescheduleReason")

Stored = Mapping[str, Any]


def check_unique_slugs(slugs: Iterable[str]) -> None:
    """Every answer needs a name of its own; one field or two for the name, not both. Raises BadRequest."""
    seen: set[str] = set()
    for slug in slugs:
        name = "name" if slug == "splitName" else slug
        if name in seen:
            raise BadRequest(f"Duplicate bookingFields slug '{slug}' found. All bookingFields slugs must be unique.")
        seen.add(name)


def _custom(field: Stored) -> BookingField:
    options = field.get("options")
    return BookingField(
        type=field["type"],
        slug=field["slug"],
        is_default=False,
        required=field["required"],
        hidden=field.get("hidden", False),
        label=field["label"],
        placeholder=field.get("placeholder"),
        options=None if options is None else tuple(options),
        disable_on_prefill=field.get("disableOnPrefill", False),
    )


def _split_name(field: Stored) -> SplitName:
    return SplitName(
        first_name_label=field.get("firstNameLabel"),
        first_name_placeholder=field.get("firstNamePlaceholder"),
        last_name_label=field.get("lastNameLabel"),
        last_name_placeholder=field.get("lastNamePlaceholder"),
        last_name_required=field.get("lastNameRequired", False),
    )


def _system(slug: str, field: Stored | None, disable_guests: bool) -> BookingField:
    """A system field, sent or not. Sent without `required` and `hidden` it has neither, name and e-mail apart."""
    usual = _SYSTEM[slug]
    said = field or {}
    hidden = said.get("hidden", usual.hidden if field is None else False)
    return BookingField(
        type=usual.type,
        slug=slug,
        is_default=True,
        required=said.get("required", usual.required if field is None else usual.required_when_sent),
        hidden=disable_guests if slug == "guests" else hidden,
        label=said.get("label"),
        placeholder=said.get("placeholder"),
        disable_on_prefill=said.get("disableOnPrefill", False),
        split_name=_split_name(said) if slug == "splitName" else None,
    )


def booking_form(stored: Sequence[Stored], disable_guests: bool) -> tuple[BookingField, ...]:
    """All fields of an event type in the order of the wire, hidden ones included."""
    sent = {field["slug"]: field for field in stored}
    name = "splitName" if "splitName" in sent else "name"
    before = [_system(slug, sent.get(slug), disable_guests) for slug in (name, "email")]
    if PHONE_SLUG in sent:
        before.append(_custom(sent[PHONE_SLUG]))
    before.append(_system("location", sent.get("location"), disable_guests))
    custom = [_custom(field) for field in stored if field["slug"] not in _SYSTEM and field["slug"] != PHONE_SLUG]
    after = [_system(slug, sent.get(slug), disable_guests) for slug in _AFTER_CUSTOM]
    return (*before, *custom, *after)


def shown_to_the_public(form: Iterable[BookingField]) -> tuple[BookingField, ...]:
    """The public list leaves hidden fields out (event types sheet, section 1)."""
    return tuple(field for field in form if not field.hidden)


def check_contact(stored: Sequence[Stored], *, phone_only_allowed: bool) -> None:
    """The booker must be reachable by e-mail, or, in event types of organization teams, by phone. Raises BadRequest."""
    form = {field.slug: field for field in booking_form(stored, disable_guests=False)}
    email, phone = form["email"], form.get(PHONE_SLUG)
    if email.required and not email.hidden:
        return
    if phone is None or phone.hidden or not phone.required:
        raise BadRequest(
            "Booking fields validation failed: the email field, or a phone field with the slug "
            f"'{PHONE_SLUG}', must be required and visible."
        )
    if not phone_only_allowed:
        raise BadRequest("checkIsEmailUserAccessible - Email booking field must be required and visible")


def settle_guests(
    fields: Sequence[Stored] | None, disable_guests: bool | None, stored_disable_guests: bool
) -> tuple[list[dict[str, Any]] | None, bool]:
    """Fields and flag as they are to be stored, when either may speak of guests.

    The flag wins when it is given; else a sent `guests` field that says whether it is hidden; else nothing changes.
    """
    if fields is None:
        return None, stored_disable_guests if disable_guests is None else disable_guests
    said = next((field.get("hidden") for field in fields if field["slug"] == "guests"), None)
    settled = next(flag for flag in (disable_guests, said, stored_disable_guests) if flag is not None)
    kept = [
        {key: value for key, value in field.items() if field["slug"] != "guests" or key != "hidden"} for field in fields
    ]
    return kept, settled
