"""Answers to the event type's own fields (bookings sheet, sections 2 and 3.2)."""

from typing import Any

import pytest

from tests.factories.bookings import ATTENDEE, practice
from tests.factories.world import World


def _field(kind: str, slug: str = "f", **more: Any) -> dict[str, Any]:
    return {"type": kind, "slug": slug, "label": slug, "required": True, **more}


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        (_field("text"), "words"),
        (_field("number"), 3),
        (_field("number"), 1.5),
        (_field("boolean"), False),
        (_field("multiemail"), ["a@example.com"]),
        (_field("select", options=["a", "7"]), 7),
        (_field("radio", options=[]), "anything"),
        (_field("multiselect", options=["a", "b"]), ["a", "b"]),
        (_field("checkbox", options=["a"]), ["a"]),
        (_field("url"), "https://example.com"),
    ],
)
async def test_good_answers_are_kept(world: World, field: dict[str, Any], answer: Any) -> None:
    house = await practice(world, booking_fields=[field])
    booking = await house.booked(bookingFieldsResponses={"f": answer})
    assert booking["bookingFieldsResponses"]["f"] == answer


@pytest.mark.parametrize(
    ("field", "responses", "text"),
    [
        (_field("text"), {}, "Missing required booking field response: f"),
        (_field("text"), {"f": None}, "Missing required booking field response: f"),
        (_field("text"), {"f": ""}, "Missing required booking field response: f"),
        (_field("phone", "attendeePhoneNumber"), {}, "Missing attendee phone number"),
        (
            _field("text"),
            {"f": 1},
            "Invalid type for booking field 'f'. Expected type string (compatible with field type 'text'), "
            "but received number.",
        ),
        (_field("number"), {"f": "1"}, "Expected type number (compatible with field type 'number'), but received str"),
        (_field("number"), {"f": True}, "but received boolean."),
        (_field("boolean"), {"f": "true"}, "Expected type boolean"),
        (_field("multiselect", options=["a"]), {"f": "a"}, "Expected type array"),
        (_field("checkbox", options=["a"]), {"f": {}}, "but received object."),
        (_field("select", options=["a", "b"]), {"f": ["a"]}, "but received array."),
        (
            _field("select", options=["a", "b"]),
            {"f": "c"},
            "Invalid option 'c' for booking field 'f'. Allowed options are: a, b.",
        ),
        (_field("radio", options=["a", "b"]), {"f": "c"}, "Invalid option 'c' for booking field 'f'."),
        (
            _field("multiselect", options=["a", "b"]),
            {"f": ["a", "c"]},
            "One or more invalid options for booking field 'f'.",
        ),
        (_field("textarea", required=False), {"f": 1}, "Invalid type for booking field 'f'."),
        ({"type": "textarea", "slug": "notes", "required": True}, {}, "{notes}error_required_field"),
    ],
)
async def test_bad_answers(world: World, field: dict[str, Any], responses: dict[str, Any], text: str) -> None:
    house = await practice(world, booking_fields=[field])
    answer = await house.book(bookingFieldsResponses=responses)
    assert answer.status_code == 400, answer.text
    assert text in answer.json()["error"]["message"]


async def test_the_number_of_the_attendee_answers_the_field(world: World) -> None:
    fields = [_field("phone", "attendeePhoneNumber"), _field("phone", "smsReminderNumber", required=False)]
    house = await practice(world, booking_fields=fields)
    attendee = {"name": "Bea", "email": "bea@example.com", "timeZone": "UTC", "phoneNumber": "+491701234567"}
    responses = (await house.booked(attendee=attendee))["bookingFieldsResponses"]
    assert responses["attendeePhoneNumber"] == responses["smsReminderNumber"] == "+491701234567"


async def test_hidden_fields_may_stay_empty(world: World) -> None:
    house = await practice(world, booking_fields=[_field("text", hidden=True)])
    await house.booked()


@pytest.mark.parametrize(
    ("field", "responses", "text"),
    [
        (_field("phone"), {"f": "ask my mother"}, "{f}invalid_number"),
        (_field("url"), {"f": "no address"}, "{f}url_validation_error"),
        (_field("multiemail"), {"f": ["nobody"]}, "{f}email_validation_error"),
        (_field("multiemail"), {"f": [7]}, "{f}email_validation_error"),
        (_field("checkbox", options=["a"]), {"f": []}, "Missing required booking field response: f"),
        (_field("text"), {"f": "  "}, "Missing required booking field response: f"),
        ({"type": "multiemail", "slug": "guests", "required": True}, {}, "{guests}error_required_field"),
    ],
)
async def test_answers_that_make_no_sense(
    world: World, field: dict[str, Any], responses: dict[str, Any], text: str
) -> None:
    house = await practice(world, booking_fields=[field])
    answer = await house.book(bookingFieldsResponses=responses)
    assert answer.status_code == 400, answer.text
    assert text in answer.json()["error"]["message"]


async def test_a_number_among_the_answers_is_the_bookers(world: World) -> None:
    house = await practice(world, booking_fields=[_field("phone", "attendeePhoneNumber")])
    booking = await house.booked(bookingFieldsResponses={"attendeePhoneNumber": "+49 170 1234567"})
    assert booking["attendees"][0]["phoneNumber"] == "+491701234567"
    assert booking["bookingFieldsResponses"]["attendeePhoneNumber"] == "+491701234567"


async def test_a_last_name_where_it_is_wanted(world: World) -> None:
    parts = {"type": "splitName", "slug": "splitName", "lastNameRequired": True}
    house = await practice(world, booking_fields=[parts])
    refused = await house.book(attendee={**ATTENDEE, "name": "Bea"})
    assert (refused.status_code, refused.json()["error"]["message"]) == (400, "{name}error_required_field")
    await house.booked()


async def test_why_a_booking_is_moved_where_it_is_wanted(world: World) -> None:
    house = await practice(
        world, booking_fields=[{"type": "textarea", "slug": "rescheduleReason", "required": True, "hidden": False}]
    )
    booking = await house.booked()
    move = {"start": "2050-01-06T10:00:00Z"}
    for reason in ({}, {"reschedulingReason": " "}):
        refused = await house.act(booking["uid"], "reschedule", move | reason)
        assert (refused.status_code, "rescheduleReason" in refused.text) == (400, True)
    moved = await house.act(booking["uid"], "reschedule", {**move, "reschedulingReason": "ill"})
    assert moved.status_code == 201
