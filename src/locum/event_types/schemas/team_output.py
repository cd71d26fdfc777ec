"""A team's event type as it is answered (event types sheet, sections 2 and 9)."""

from pydantic import Field

from locum.event_types.schemas.hosts import SchedulingTypeName
from locum.event_types.schemas.output import SettingsOutput
from locum.event_types.schemas.parts import absent
from locum.kit.wire import WireOutput


class HostOutput(WireOutput):
    """A member who takes bookings. How he takes part is told for round robin only."""

    user_id: int
    name: str
    username: str
    avatar_url: str | None
    mandatory: bool | None = absent("Attends every booking")
    priority: str | None = absent("Those of the highest priority who are free are taken first")
    weight: int | None = absent("Share of the bookings, compared with the other hosts'")
    group_id: str | None = absent("Every group of hosts sends one to each booking")


class EventTypeTeamOutput(WireOutput):
    """The team as booking pages show it."""

    id: int
    slug: str | None
    name: str | None
    banner_url: str | None
    logo_url: str | None
    week_start: str | None
    brand_color: str | None
    dark_brand_color: str | None
    theme: str | None


class EmailSettingsOutput(WireOutput):
    """Which standard mails are not sent."""

    disable_emails_to_attendees: bool | None = absent()
    disable_emails_to_hosts: bool | None = absent()


class TeamEventTypeOutput(SettingsOutput):
    """A team's event type, or a member's child of a managed one."""

    team_id: int | None
    owner_id: int | None
    parent_event_type_id: int | None
    hosts: list[HostOutput]
    assign_all_team_members: bool | None = absent()
    scheduling_type: SchedulingTypeName | None
    team: EventTypeTeamOutput
    email_settings: EmailSettingsOutput | None = absent()
    reschedule_with_same_round_robin_host: bool
    weights_enabled: bool | None = Field(default=None, alias="isRRWeightsEnabled")
    max_lead_threshold: int | None = None
    include_no_shows: bool = Field(default=False, alias="includeNoShowInRRCalculation")


class DeletedTeamEventTypeOutput(WireOutput):
    """What was deleted."""

    id: int
    title: str
