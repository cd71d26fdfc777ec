"""Event types as programs of 2024-04-15 send and read them (event types sheet, 12; client surface sheet, 2.4)."""

from typing import Annotated, Any

from pydantic import AfterValidator

from locum.event_types.models import EventType
from locum.event_types.rules.older_locations import newer
from locum.event_types.schemas.locations_in import parse_locations
from locum.event_types.schemas.parts import Count, FilledText, Minutes, Text
from locum.kit.wire import WireInput, WireOutput


def _locations(raw: list[Any]) -> list[dict[str, Any]]:
    return parse_locations(newer(raw)) or []


Locations = Annotated[list[Any], AfterValidator(_locations)]
_RENAMED = {"length": "length_in_minutes"}


class _OlderSettingsInput(WireInput):
    description: Text | None = None
    hidden: bool | None = None
    locations: Locations | None = None
    disable_guests: bool | None = None
    slot_interval: Count | None = None
    minimum_booking_notice: Minutes | None = None
    before_event_buffer: Minutes | None = None
    after_event_buffer: Minutes | None = None

    def changes(self) -> dict[str, Any]:
        """What the caller sent, by column."""
        return {_RENAMED.get(name, name): value for name, value in self.given().items()}


class OlderCreateInput(_OlderSettingsInput):
    """A new event type."""

    length: Count
    title: FilledText
    slug: FilledText


class OlderUpdateInput(_OlderSettingsInput):
    """Some settings of an event type. What is absent stays as it is."""

    length: Count | None = None
    title: FilledText | None = None
    slug: FilledText | None = None


class OlderPublicOutput(WireOutput):
    """What everybody may know of an event type. `length` is in minutes."""

    id: int
    title: str
    slug: str
    description: str | None
    length: int
    hidden: bool

    @classmethod
    def of(cls, row: EventType) -> "OlderPublicOutput":
        """From its row."""
        return cls(
            id=row.id,
            title=row.title,
            slug=row.slug,
            description=row.description,
            length=row.length_in_minutes,
            hidden=row.hidden,
        )


class OlderUserOutput(WireOutput):
    """Somebody who takes bookings."""

    id: int
    name: str | None
    username: str | None
    avatar_url: str | None


class OlderEventTypeOutput(WireOutput):
    """An event type. `length` and what is near it are minutes."""

    id: int
    title: str
    slug: str
    description: str | None
    length: int
    hidden: bool
    position: int
    user_id: int | None
    team_id: int | None
    parent_id: int | None
    schedule_id: int | None
    scheduling_type: str | None
    locations: list[dict[str, Any]]
    booking_fields: list[dict[str, Any]]
    disable_guests: bool
    slot_interval: int | None
    minimum_booking_notice: int
    before_event_buffer: int
    after_event_buffer: int
    requires_confirmation: bool
    seats_per_time_slot: int | None
    recurring_event: dict[str, Any] | None
    metadata: dict[str, Any]
    price: int = 0
    currency: str = "usd"
    users: list[OlderUserOutput]


class OlderProfileOutput(WireOutput):
    """Whose a group of event types is, as it shows itself."""

    slug: str | None
    name: str | None
    image: str | None


class OlderGroupMetadata(WireOutput):
    """How many people a group concerns, and whether the reader only looks on."""

    membership_count: int
    read_only: bool


class OlderGroupOutput(WireOutput):
    """One's own event types, or those of one team."""

    team_id: int | None
    membership_role: str | None
    booker_url: str
    profile: OlderProfileOutput
    metadata: OlderGroupMetadata
    event_types: list[OlderEventTypeOutput]


class OlderGroupsOutput(WireOutput):
    """Everything that one may book others with, by group."""

    event_type_groups: list[OlderGroupOutput]
    profiles: list[OlderProfileOutput]


class OlderOneOutput(WireOutput):
    """One event type, in an envelope of its own."""

    event_type: OlderEventTypeOutput


class OlderDeletedOutput(WireOutput):
    """What was deleted."""

    id: int
    length: int
    slug: str
    title: str
