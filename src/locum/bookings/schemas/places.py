"""Locations as a booker names them (bookings sheet, section 3.2)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field, ValidationError

from locum.bookings.rules.asked import Place
from locum.event_types.rules.locations import INTEGRATIONS
from locum.event_types.schemas.parts import reasons
from locum.kit.errors import BadRequest
from locum.kit.wire import WireInput
from locum.kit.wire_types import NonEmptyText, PhoneText


class AddressPlace(WireInput):
    """At the organizer's address."""

    type: Literal["address"]


class LinkPlace(WireInput):
    """Behind the organizer's link."""

    type: Literal["link"]


class PhonePlace(WireInput):
    """The booker calls the organizer's number."""

    type: Literal["phone"]


class DefaultAppPlace(WireInput):
    """In the host's usual conferencing application; team event types only."""

    type: Literal["organizersDefaultApp"]


class IntegrationPlace(WireInput):
    """In a conferencing application."""

    type: Literal["integration"]
    integration: str = Field(examples=["cal-video"], json_schema_extra={"enum": [*INTEGRATIONS]})


class AttendeeAddressPlace(WireInput):
    """At an address of the booker's."""

    type: Literal["attendeeAddress"]
    address: NonEmptyText


class AttendeePhonePlace(WireInput):
    """The organizer calls the booker."""

    type: Literal["attendeePhone"]
    phone: PhoneText


class AttendeeDefinedPlace(WireInput):
    """Wherever the booker says."""

    type: Literal["attendeeDefined"]
    location: NonEmptyText


PlaceInput = (
    AddressPlace
    | AttendeeAddressPlace
    | AttendeeDefinedPlace
    | AttendeePhonePlace
    | IntegrationPlace
    | LinkPlace
    | PhonePlace
    | DefaultAppPlace
)

_SHAPES: Mapping[str, tuple[type[WireInput], str | None]] = MappingProxyType(
    {
        "address": (AddressPlace, None),
        "attendeeAddress": (AttendeeAddressPlace, "address"),
        "attendeeDefined": (AttendeeDefinedPlace, "location"),
        "attendeePhone": (AttendeePhonePlace, "phone"),
        "integration": (IntegrationPlace, "integration"),
        "link": (LinkPlace, None),
        "phone": (PhonePlace, None),
        "organizersDefaultApp": (DefaultAppPlace, None),
    }
)
"""Type on the wire -> its shape, and the property in which the booker says something."""


def read_place(raw: Any) -> Place:
    """A location from a body: an object of a known type, or, for older clients, a text. Raises BadRequest."""
    if isinstance(raw, str):
        return Place(None, raw)
    if not isinstance(raw, dict) or not raw.get("type"):
        raise BadRequest("Booking location must have a 'type' property.")
    kind = raw["type"]
    if not isinstance(kind, str) or kind not in _SHAPES:
        raise BadRequest(f"Unsupported booking location type '{kind}'. Valid types are: {', '.join(_SHAPES)}")
    shape, detail = _SHAPES[kind]
    try:
        place = shape.model_validate(raw)
    except ValidationError as error:
        raise BadRequest(f"Validation failed for {kind} location: {reasons(error)}") from error
    return Place(kind, getattr(place, detail) if detail else None)
