"""The place to which a booking is moved; each type says its own value (bookings sheet, section 11)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field, ValidationError

from locum.bookings.rules.places import ChosenPlace, named
from locum.bookings.schemas.places import (
    AttendeeAddressPlace,
    AttendeeDefinedPlace,
    AttendeePhonePlace,
    IntegrationPlace,
)
from locum.bookings.schemas.reading import body_object
from locum.event_types.rules.locations import INTEGRATIONS
from locum.event_types.schemas.parts import reasons
from locum.kit.errors import BadRequest
from locum.kit.wire import WireInput
from locum.kit.wire_types import NonEmptyText, PhoneText, WebAddress


class AddressRelocation(WireInput):
    """At an address."""

    type: Literal["address"]
    address: NonEmptyText = Field(max_length=5000)


class LinkRelocation(WireInput):
    """Behind a link."""

    type: Literal["link"]
    link: WebAddress = Field(max_length=5000)


class PhoneRelocation(WireInput):
    """The attendee calls this number."""

    type: Literal["phone"]
    phone: PhoneText


RelocationInput = (
    AddressRelocation
    | AttendeeAddressPlace
    | AttendeeDefinedPlace
    | AttendeePhonePlace
    | LinkRelocation
    | PhoneRelocation
    | IntegrationPlace
)
_SHAPES: Mapping[str, tuple[type[WireInput], str]] = MappingProxyType(
    {
        "address": (AddressRelocation, "address"),
        "attendeeAddress": (AttendeeAddressPlace, "address"),
        "attendeeDefined": (AttendeeDefinedPlace, "location"),
        "attendeePhone": (AttendeePhonePlace, "phone"),
        "link": (LinkRelocation, "link"),
        "phone": (PhoneRelocation, "phone"),
        "integration": (IntegrationPlace, "integration"),
    }
)


def read_relocation(raw: Any) -> ChosenPlace:
    """A place from a body. Raises BadRequest."""
    if not isinstance(raw, dict) or not raw.get("type"):
        raise BadRequest("Booking location must have a 'type' property.")
    kind = body_object(raw)["type"]
    if not isinstance(kind, str) or kind not in _SHAPES:
        raise BadRequest(f"Unsupported booking location type '{kind}'. Valid types are: {', '.join(_SHAPES)}")
    shape, detail = _SHAPES[kind]
    try:
        place = shape.model_validate(raw)
    except ValidationError as error:
        raise BadRequest(f"Validation failed for {kind} location: {reasons(error)}") from error
    if isinstance(place, IntegrationPlace) and place.integration not in INTEGRATIONS:
        offered = ", ".join(INTEGRATIONS)
        raise BadRequest(f"Validation failed for integration location: integration must be one of {offered}")
    return named(kind, getattr(place, detail))
