"""Locations as a caller sends them (event types sheet, section 6)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

import phonenumbers
from pydantic import AfterValidator, Field, PlainValidator, ValidationError

from locum.event_types.rules.locations import INTEGRATIONS
from locum.event_types.schemas.parts import FilledText, WebAddress, reasons, stored_form
from locum.kit.errors import BadRequest
from locum.kit.wire import WireInput


def _phone_number(text: str) -> str:
    """With all its punctuation, as it was sent: an address book shows it that way."""
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValueError("must be a valid international number")
    return text


def _known_integration(name: str) -> str:
    if name not in INTEGRATIONS:
        raise ValueError(f"must be one of the following values: {', '.join(INTEGRATIONS)}")
    return name


PhoneNumber = Annotated[FilledText, AfterValidator(_phone_number)]
IntegrationName = Annotated[str, AfterValidator(_known_integration), Field(json_schema_extra={"enum": [*INTEGRATIONS]})]


class AddressLocationInput(WireInput):
    """At the organizer's address."""

    type: Literal["address"]
    address: FilledText = Field(examples=["123 Example St, City, Country"])
    public: bool = Field(description="Whether the address is shown before booking")


class LinkLocationInput(WireInput):
    """Behind a link of the organizer's."""

    type: Literal["link"]
    link: WebAddress = Field(examples=["https://customvideo.com/join/123456"])
    public: bool = Field(description="Whether the link is shown before booking")


class IntegrationLocationInput(WireInput):
    """In a conferencing application. It has to be connected, `cal-video` apart."""

    type: Literal["integration"]
    integration: IntegrationName = Field(examples=["cal-video"])


class PhoneLocationInput(WireInput):
    """The booker calls the organizer."""

    type: Literal["phone"]
    phone: PhoneNumber = Field(examples=["+37120993151"])
    public: bool = Field(description="Whether the number is shown before booking")


class AttendeeAddressLocationInput(WireInput):
    """At an address that the booker gives."""

    type: Literal["attendeeAddress"]


class AttendeePhoneLocationInput(WireInput):
    """The organizer calls the number that the booker gives."""

    type: Literal["attendeePhone"]


class AttendeeDefinedLocationInput(WireInput):
    """Wherever the booker says."""

    type: Literal["attendeeDefined"]


class OrganizersDefaultAppLocationInput(WireInput):
    """In the default conferencing application of whoever hosts. Team event types only."""

    type: Literal["organizersDefaultApp"]


LocationInput = (
    AddressLocationInput
    | LinkLocationInput
    | IntegrationLocationInput
    | PhoneLocationInput
    | AttendeeAddressLocationInput
    | AttendeePhoneLocationInput
    | AttendeeDefinedLocationInput
)
TeamLocationInput = LocationInput | OrganizersDefaultAppLocationInput

Kinds = Mapping[str, type[WireInput]]
_KINDS: Kinds = MappingProxyType(
    {
        "address": AddressLocationInput,
        "link": LinkLocationInput,
        "integration": IntegrationLocationInput,
        "phone": PhoneLocationInput,
        "attendeeAddress": AttendeeAddressLocationInput,
        "attendeePhone": AttendeePhoneLocationInput,
        "attendeeDefined": AttendeeDefinedLocationInput,
    }
)
_TEAM_KINDS: Kinds = MappingProxyType({**_KINDS, "organizersDefaultApp": OrganizersDefaultAppLocationInput})


def _parse_one(raw: object, kinds: Kinds) -> dict[str, Any]:
    if not isinstance(raw, dict) or not raw.get("type"):
        raise BadRequest("Each object in 'locations' must have a 'type' property.")
    kind = kinds.get(raw["type"]) if isinstance(raw["type"], str) else None
    if kind is None:
        raise BadRequest(f"Unsupported location type '{raw['type']}'. Valid types are: {', '.join(kinds)}.")
    try:
        return stored_form(kind.model_validate(raw))
    except ValidationError as error:
        raise BadRequest(f"Validation failed for {raw['type']} location: {reasons(error)}") from None


def _parse(raw: object, kinds: Kinds) -> list[dict[str, Any]] | None:
    if raw is None:
        return None
    if not isinstance(raw, list):
        raise BadRequest("'locations' must be an array.")
    if not raw:
        raise BadRequest("'locations' must contain at least 1 location.")
    return [_parse_one(item, kinds) for item in raw]


def parse_locations(raw: object) -> list[dict[str, Any]] | None:
    """Locations of a person's event type in their stored form. Raises BadRequest with the sheet's texts."""
    return _parse(raw, _KINDS)


def parse_team_locations(raw: object) -> list[dict[str, Any]] | None:
    """The same for a team's event type, where the organizer's default application is allowed too."""
    return _parse(raw, _TEAM_KINDS)


Locations = Annotated[
    list[dict[str, Any]] | None,
    PlainValidator(parse_locations, json_schema_input_type=list[LocationInput] | None),
]
TeamLocations = Annotated[
    list[dict[str, Any]] | None,
    PlainValidator(parse_team_locations, json_schema_input_type=list[TeamLocationInput] | None),
]
