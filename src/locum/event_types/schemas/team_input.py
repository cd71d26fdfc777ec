"""The bodies that create and change a team's event type (event types sheet, section 9)."""

from typing import Any

from pydantic import Field

from locum.event_types.schemas.hosts import HostsInput, SchedulingType
from locum.event_types.schemas.locations_in import TeamLocations
from locum.event_types.schemas.parts import Count, FilledText
from locum.event_types.schemas.settings import SettingsInput
from locum.kit.wire import WireInput

_ABOUT_HOSTS = frozenset({"hosts", "assign_all_team_members"})


class EmailSettingsInput(WireInput):
    """Which standard mails are not sent. Event types of organizations' teams only."""

    disable_emails_to_attendees: bool | None = None
    disable_emails_to_hosts: bool | None = None


class _TeamSettingsInput(SettingsInput, HostsInput):
    locations: TeamLocations = Field(default=None, description="Where it takes place; by default in a video meeting")
    email_settings: EmailSettingsInput | None = None
    reschedule_with_same_round_robin_host: bool | None = Field(
        default=None, description="A booking that moves stays with its host"
    )
    weights_enabled: bool | None = Field(
        default=None,
        alias="isRRWeightsEnabled",
        description="Whether weights decide whose turn it is; null: as soon as they differ",
    )
    max_lead_threshold: Count | None = Field(
        default=None, description="So many bookings may a host be ahead of the one who is the farthest behind"
    )
    include_no_shows: bool | None = Field(
        default=None,
        alias="includeNoShowInRRCalculation",
        description="Whether bookings to which nobody came count as turns, too",
    )

    def changes(self) -> dict[str, Any]:
        """What the caller sent but for hosts, by Python name, structured settings in their stored form."""
        return {name: value for name, value in super().changes().items() if name not in _ABOUT_HOSTS}


class CreateTeamEventTypeInput(_TeamSettingsInput):
    """A new event type of a team."""

    length_in_minutes: Count = Field(examples=[60])
    title: FilledText = Field(examples=["Coding class"])
    slug: FilledText = Field(examples=["coding-class"])
    scheduling_type: SchedulingType


class UpdateTeamEventTypeInput(_TeamSettingsInput):
    """Some settings of a team's event type. What is absent stays as it is."""

    length_in_minutes: Count | None = Field(default=None, examples=[60])
    title: FilledText | None = Field(default=None, examples=["Coding class"])
    slug: FilledText | None = Field(default=None, examples=["coding-class"])
    scheduling_type: SchedulingType | None = Field(
        default=None, description="Collective and round robin change into each other, with hosts named anew"
    )
