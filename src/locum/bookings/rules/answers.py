"""Answers to an event type's form: what is missing, what is of the wrong kind (bookings sheet, sections 2 and 3.2)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from locum.bookings.rules.people import international_number, is_email_address
from locum.bookings.rules.places import LINK
from locum.event_types.rules.booking_fields import PHONE_SLUG, BookingField
from locum.kit.errors import BadRequest

REMINDER_SLUG = "smsReminderNumber"

MOST_ANSWERS = 500
LONGEST_ANSWERS = 100_000

_TEXT = frozenset({"phone", "address", "text", "textarea", "url"})
_LISTS = frozenset({"multiemail", "multiselect", "checkbox"})
_ONE_OF = frozenset({"select", "radio"})
_SOME_OF = frozenset({"multiselect", "checkbox"})
_NAMED_OF_SYSTEM = frozenset({"title", "notes"})
"""System fields that are answered among the others; the rest come from the booker's own data."""

_JSON_NAMES: Mapping[type, str] = MappingProxyType({bool: "boolean", str: "string", list: "array", dict: "object"})


def check_answers(form: Sequence[BookingField], answers: Mapping[str, Any], *, phone_given: bool) -> None:
    """Every visible field is answered as it asks to be. Raises BadRequest for the first fault."""
    check_size(answers)
    for field in form:
        if field.slug == PHONE_SLUG and phone_given:
            continue
        answer = answers.get(field.slug)
        if field.is_default:
            _check_of_system(field, answer)
        elif answer is None or answer == [] or (isinstance(answer, str) and not answer.strip()):
            _check_may_be_missing(field)
        else:
            _check_type(field, answer)
            _check_options(field, answer)
            _check_sense(field, answer)


def check_reason_given(form: Sequence[BookingField], reason: str | None) -> None:
    """Event types may want to know why a booking is moved. Raises BadRequest."""
    asks = any(field.slug == "rescheduleReason" and field.required and not field.hidden for field in form)
    if asks and not (reason or "").strip():
        raise BadRequest("{rescheduleReason}error_required_field")


def check_size(answers: Mapping[str, Any]) -> None:
    """Raises BadRequest for what nobody would read: it is kept, shown in lists and mailed, whoever sent it."""
    if _is_endless(answers):
        raise BadRequest(
            "bookingFieldsResponses property is wrong,bookingFieldsResponses must hold at most "
            f"{MOST_ANSWERS} answers and {LONGEST_ANSWERS} characters"
        )


def check_metadata_size(metadata: Mapping[str, Any]) -> None:
    """The same for the caller's own object, of which older forms do not say how large it may be."""
    if _is_endless(metadata):
        raise BadRequest(f"metadata property is wrong,metadata must hold at most {LONGEST_ANSWERS} characters")


def _is_endless(values: Mapping[str, Any]) -> bool:
    length = sum(len(name) + len(repr(value)) for name, value in values.items())
    return len(values) > MOST_ANSWERS or length > LONGEST_ANSWERS


def _check_of_system(field: BookingField, answer: Any) -> None:
    if field.slug in _NAMED_OF_SYSTEM and field.required and not field.hidden and not answer:
        raise BadRequest(f"{{{field.slug}}}error_required_field")


def _check_may_be_missing(field: BookingField) -> None:
    if not field.required or field.hidden:
        return
    if field.slug == PHONE_SLUG:
        raise BadRequest("Missing attendee phone number")
    raise BadRequest(f"Missing required booking field response: {field.slug}")


def _check_type(field: BookingField, answer: Any) -> None:
    wanted, good = _wanted(field.type, answer)
    if not good:
        raise BadRequest(
            f"Invalid type for booking field '{field.slug}'. Expected type {wanted} "
            f"(compatible with field type '{field.type}'), but received {json_type(answer)}."
        )


def _wanted(kind: str, answer: Any) -> tuple[str, bool]:
    is_number = isinstance(answer, (int, float)) and not isinstance(answer, bool)
    if kind in _TEXT:
        return "string", isinstance(answer, str)
    if kind in _LISTS:
        return "array", isinstance(answer, list)
    if kind in _ONE_OF:
        return "string or number", isinstance(answer, str) or is_number
    if kind == "boolean":
        return "boolean", isinstance(answer, bool)
    return "number", is_number


def json_type(value: Any) -> str:
    """What a value is called in JavaScript, the language of the contract."""
    return "null" if value is None else _JSON_NAMES.get(type(value), "number")


def _check_options(field: BookingField, answer: Any) -> None:
    if not field.options:
        return
    if field.type in _ONE_OF and text_of(answer) not in field.options:
        raise BadRequest(
            f"Invalid option '{text_of(answer)}' for booking field '{field.slug}'. "
            f"Allowed options are: {', '.join(field.options)}."
        )
    if field.type in _SOME_OF and not all(text_of(item) in field.options for item in answer):
        raise BadRequest(
            f"One or more invalid options for booking field '{field.slug}'. "
            f"Allowed options are: {', '.join(field.options)}."
        )


def _check_sense(field: BookingField, answer: Any) -> None:
    """What is to be called, opened or written to has to be of that kind."""
    if field.type == "phone" and international_number(answer) is None:
        raise BadRequest(f"{{{field.slug}}}invalid_number")
    if field.type == "url" and not LINK.fullmatch(answer.strip()):
        raise BadRequest(f"{{{field.slug}}}url_validation_error")
    if field.type == "multiemail" and not all(isinstance(one, str) and is_email_address(one) for one in answer):
        raise BadRequest(f"{{{field.slug}}}email_validation_error")


def text_of(value: Any) -> str:
    """An answer as it is compared with options and shown in titles."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(text_of(item) for item in value)
    return "" if value is None or isinstance(value, dict) else str(value)
