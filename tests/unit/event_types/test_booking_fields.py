"""The booking form (event types sheet, section 7)."""

from typing import Any

import pytest

from locum.event_types.rules.booking_fields import (
    BookingField,
    SplitName,
    booking_form,
    check_contact,
    settle_guests,
    shown_to_the_public,
)
from locum.event_types.schemas.booking_fields_out import present_field
from locum.event_types.schemas.booking_fields_parse import parse_booking_fields
from locum.kit.errors import BadRequest

TEXT: dict[str, Any] = {"type": "text", "slug": "friend", "label": "Friend", "required": True, "placeholder": "Bob"}
PHONE = {"type": "phone", "slug": "attendeePhoneNumber", "label": "Phone", "required": True, "placeholder": ""}
NO_EMAIL = {"type": "email", "required": False, "hidden": True}


def form_of(*sent: dict[str, Any], disable_guests: bool = False) -> tuple[BookingField, ...]:
    return booking_form(parse_booking_fields(list(sent)) or [], disable_guests) if sent else booking_form([], False)


def shown(field: BookingField) -> dict[str, Any]:
    return present_field(field).model_dump(by_alias=True)


def test_the_form_nobody_changed() -> None:
    assert [shown(field) for field in form_of()] == [
        {"isDefault": True, "type": "name", "slug": "name", "required": True, "disableOnPrefill": False},
        {
            "isDefault": True,
            "type": "email",
            "slug": "email",
            "required": True,
            "hidden": False,
            "disableOnPrefill": False,
        },
        {"isDefault": True, "type": "radioInput", "slug": "location", "required": False, "hidden": False},
        *(
            {
                "isDefault": True,
                "type": kind,
                "slug": slug,
                "required": required,
                "hidden": hidden,
                "disableOnPrefill": False,
            }
            for slug, kind, required, hidden in (
                ("title", "text", True, True),
                ("notes", "textarea", False, False),
                ("guests", "multiemail", False, False),
                ("rescheduleReason", "textarea", False, False),
            )
        ),
    ]


def test_custom_fields_stand_between_location_and_title_in_the_order_sent() -> None:
    other = {"type": "boolean", "slug": "agree", "label": "Agree", "required": False}
    form = form_of(other, {"slug": "notes", "label": "Why?"}, TEXT)
    assert [field.slug for field in form] == [
        "name",
        "email",
        "location",
        "agree",
        "friend",
        "title",
        "notes",
        "guests",
        "rescheduleReason",
    ]


def test_a_phone_that_can_replace_the_email_stands_behind_it() -> None:
    form = form_of(TEXT, PHONE)
    assert [field.slug for field in form][:5] == ["name", "email", "attendeePhoneNumber", "location", "friend"]
    assert not form[2].is_default


def test_a_sent_system_field_without_flags_is_optional_and_visible() -> None:
    title = next(field for field in form_of({"slug": "title", "label": "Topic"}) if field.slug == "title")
    assert (title.required, title.hidden, title.label) == (False, False, "Topic")


def test_sent_name_and_email_stay_required() -> None:
    name, email, *_ = form_of({"type": "name", "label": "Who"}, {"type": "email", "placeholder": "@"})
    assert (name.required, name.label) == (True, "Who")
    assert (email.required, email.hidden, email.placeholder) == (True, False, "@")


def test_a_split_name_replaces_the_name() -> None:
    sent = {"type": "splitName", "firstNameLabel": "First", "lastNameRequired": True}
    field = form_of(sent)[0]
    assert field.split_name == SplitName(first_name_label="First", last_name_required=True)
    assert shown(field) == {
        "isDefault": True,
        "type": "splitName",
        "slug": "splitName",
        "firstNameLabel": "First",
        "lastNameRequired": True,
        "disableOnPrefill": False,
    }


CUSTOM: list[dict[str, Any]] = [
    *(
        {"type": kind, "slug": f"my-{kind}", "label": kind, "required": False, "placeholder": "..."}
        for kind in ("phone", "address", "text", "number", "textarea", "multiemail", "url")
    ),
    *(
        {"type": kind, "slug": f"my-{kind}", "label": kind, "required": True, "options": ["a", "b"]}
        for kind in ("multiselect", "checkbox", "radio")
    ),
    {"type": "select", "slug": "my-select", "label": "s", "required": True, "options": ["a"], "placeholder": "Pick"},
    {"type": "boolean", "slug": "my-boolean", "label": "b", "required": False},
]


@pytest.mark.parametrize("sent", CUSTOM, ids=[field["type"] for field in CUSTOM])
def test_custom_fields_come_back_with_their_defaults(sent: dict[str, Any]) -> None:
    field = next(field for field in form_of(sent) if field.slug == sent["slug"])
    assert shown(field) == {**sent, "isDefault": False, "hidden": False, "disableOnPrefill": False}


@pytest.mark.parametrize("disable_guests", [False, True])
def test_what_is_answered_can_be_sent_again(disable_guests: bool) -> None:
    form = form_of(*CUSTOM, PHONE, {"slug": "guests", "label": "Who else"}, disable_guests=disable_guests)
    fields, guests = settle_guests(parse_booking_fields([shown(field) for field in form]), None, False)
    assert guests is disable_guests
    assert booking_form(fields or [], guests) == form


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ([], "'bookingFields' must contain at least 1 booking field."),
        ({}, "'bookingFields' must be an array."),
        (["name"], "must be an object"),
        ([{"slug": "friend", "label": "x"}], "'type' property"),
        ([{"type": "text", "label": "x"}], "'slug' property"),
        ([{**TEXT, "type": "hologram"}], "Unsupported booking field type 'hologram'."),
        ([{**TEXT, "type": ["text"]}], "Unsupported booking field type"),
        ([{**TEXT, "slug": [None]}], "Validation failed for text booking field"),
        ([{**TEXT, "slug": {"a": 1}}], "Validation failed for text booking field"),
        ([TEXT, TEXT], "Duplicate bookingFields slug 'friend' found"),
        ([{**TEXT, "slug": "email"}], "Duplicate bookingFields slug 'email' found"),
        ([{"type": "name"}, {"type": "splitName"}], "Duplicate bookingFields slug 'splitName' found"),
        ([{"slug": "notes"}, {"slug": "notes"}], "Duplicate bookingFields slug 'notes' found"),
        ([{**TEXT, "label": None}], "Validation failed for text booking field: label"),
        ([{**TEXT, "required": "true"}], "Validation failed for text booking field: required"),
        ([{"type": "text", "slug": "a", "label": "a", "required": True}], "Validation failed for text booking field"),
        ([{"type": "radio", "slug": "a", "label": "a", "required": True}], "Validation failed for radio booking field"),
        ([{**TEXT, "type": "select"}], "Validation failed for select booking field: options"),
        ([{"slug": "title", "hidden": 1}], "Validation failed for title booking field: hidden"),
    ],
)
def test_faults_are_told_in_the_sheets_words(sent: object, text: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        parse_booking_fields(sent)
    assert text in refusal.value.message


def test_the_email_may_not_be_given_up_without_a_phone() -> None:
    fields = parse_booking_fields([NO_EMAIL]) or []
    for allowed in (False, True):
        with pytest.raises(BadRequest, match=r"^Booking fields validation failed"):
            check_contact(fields, phone_only_allowed=allowed)


@pytest.mark.parametrize("email", [NO_EMAIL, {"type": "email", "required": False}, {"type": "email", "hidden": True}])
def test_phone_only_forms_are_for_organization_teams(email: dict[str, Any]) -> None:
    fields = parse_booking_fields([email, PHONE]) or []
    check_contact(fields, phone_only_allowed=True)
    with pytest.raises(BadRequest, match=r"^checkIsEmailUserAccessible - "):
        check_contact(fields, phone_only_allowed=False)


@pytest.mark.parametrize("change", [{"required": False}, {"hidden": True}])
def test_a_phone_that_can_be_left_out_does_not_replace_the_email(change: dict[str, Any]) -> None:
    fields = parse_booking_fields([NO_EMAIL, {**PHONE, **change}]) or []
    with pytest.raises(BadRequest, match=r"^Booking fields validation failed"):
        check_contact(fields, phone_only_allowed=True)


def test_a_plain_form_asks_for_the_email() -> None:
    check_contact([], phone_only_allowed=False)


def test_hidden_fields_are_not_for_the_public() -> None:
    form = form_of({**TEXT, "hidden": True}, disable_guests=True)
    assert [field.slug for field in shown_to_the_public(form)] == [
        "name",
        "email",
        "location",
        "notes",
        "rescheduleReason",
    ]


@pytest.mark.parametrize(
    ("field", "flag", "stored", "settled"),
    [
        (None, None, True, True),
        (None, False, True, False),
        ({"slug": "guests", "hidden": True}, None, False, True),
        ({"slug": "guests", "hidden": False}, None, True, False),
        ({"slug": "guests", "hidden": True}, False, True, False),
        ({"slug": "guests"}, None, True, True),
        ({"slug": "notes", "hidden": True}, None, False, False),
    ],
)
def test_whether_guests_are_asked_for(
    field: dict[str, Any] | None, flag: bool | None, stored: bool, settled: bool
) -> None:
    fields, disable_guests = settle_guests(parse_booking_fields([field]) if field else None, flag, stored)
    assert disable_guests is settled
    guests = next(field for field in booking_form(fields or [], disable_guests) if field.slug == "guests")
    assert guests.hidden is settled
    assert (fields is None) == (field is None)
