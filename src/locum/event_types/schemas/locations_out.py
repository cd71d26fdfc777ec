"""Locations as they are answered (event types sheet, section 6)."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from locum.event_types.rules.locations import INTEGRATIONS
from locum.event_types.schemas.parts import absent
from locum.kit.wire import WireOutput


class AddressLocationOutput(WireOutput):
    """At the organizer's address."""

    type: Literal["address"]
    address: str
    public: bool


class LinkLocationOutput(WireOutput):
    """Behind a link of the organizer's."""

    type: Literal["link"]
    link: str
    public: bool


class IntegrationLocationOutput(WireOutput):
    """In a conferencing application."""

    type: Literal["integration"]
    integration: str = Field(json_schema_extra={"enum": [*INTEGRATIONS]})
    link: str | None = absent("Fixed address of the meeting room, where one is stored")
    credential_id: int | None = absent("The connected account, where one is stored")


class PhoneLocationOutput(WireOutput):
    """The booker calls the organizer."""

    type: Literal["phone"]
    phone: str
    public: bool


class BareLocationOutput(WireOutput):
    """The booker, or the host's default application, says where."""

    type: Literal["attendeeAddress", "attendeePhone", "attendeeDefined", "organizersDefaultApp"]


class UnknownLocationOutput(WireOutput):
    """Something stored that is no longer understood."""

    type: Literal["unknown"]
    location: str = Field(description="What is stored, as JSON")


_BARE = frozenset({"attendeeAddress", "attendeePhone", "attendeeDefined", "organizersDefaultApp"})


def _tag(location: Any) -> str:
    kind: str = location["type"] if isinstance(location, dict) else location.type
    return "bare" if kind in _BARE else kind


LocationOutput = Annotated[
    Annotated[AddressLocationOutput, Tag("address")]
    | Annotated[LinkLocationOutput, Tag("link")]
    | Annotated[IntegrationLocationOutput, Tag("integration")]
    | Annotated[PhoneLocationOutput, Tag("phone")]
    | Annotated[BareLocationOutput, Tag("bare")]
    | Annotated[UnknownLocationOutput, Tag("unknown")],
    Discriminator(_tag),
]
