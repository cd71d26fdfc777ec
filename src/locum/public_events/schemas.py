"""The answer to the component library (client surface sheet, section 1.3)."""

from typing import Any

from locum.kit.wire import WireOutput


class OrganizationOutput(WireOutput):
    """Where somebody's name is looked up."""

    id: int
    slug: str | None
    name: str


class UserProfileOutput(WireOutput):
    """Somebody's name in an address."""

    username: str | None
    organization: OrganizationOutput | None


class UserOutput(WireOutput):
    """Somebody who takes bookings."""

    id: int
    name: str | None
    username: str | None
    avatar_url: str | None
    week_start: str
    booker_url: str
    profile: UserProfileOutput


class HostOutput(WireOutput):
    """The same, as one of several."""

    user: UserOutput


class ProfileOutput(WireOutput):
    """Whoever invites, as he shows himself: a person, or a team."""

    username: str | None
    name: str | None
    image: str | None
    week_start: str
    brand_color: str | None
    dark_brand_color: str | None
    theme: str | None
    booker_layouts: dict[str, Any] | None


class EntityOutput(WireOutput):
    """Where the event type is at home."""

    consider_unpublished: bool = False
    org_slug: str | None = None
    team_slug: str | None = None
    name: str | None = None
    logo_url: str | None = None


class TeamOutput(WireOutput):
    """The team of an event type."""

    id: int
    name: str
    slug: str | None
    logo_url: str | None


class ScheduleOutput(WireOutput):
    """The hours that the event type keeps to."""

    id: int
    time_zone: str


class PublicEventOutput(WireOutput):
    """What has to be known of an event type before it is booked. `length` and what is near it are minutes."""

    id: int
    slug: str
    title: str
    description: str | None
    length: int
    metadata: dict[str, Any]
    locations: list[dict[str, Any]]
    booking_fields: list[dict[str, Any]]
    recurring_event: dict[str, Any] | None
    price: int = 0
    currency: str = "usd"
    seats_per_time_slot: int | None
    seats_show_attendees: bool | None
    seats_show_availability_count: bool | None
    requires_confirmation: bool
    requires_booker_email_verification: bool
    disable_guests: bool
    hidden: bool
    lock_time_zone_toggle_on_booking_page: bool
    success_redirect_url: str | None
    forward_params_success_redirect: bool = True
    interface_language: str | None
    is_dynamic: bool
    is_instant_event: bool = False
    scheduling_type: str | None
    period_type: str
    period_days: int | None
    period_start_date: str | None
    period_end_date: str | None
    period_count_calendar_days: bool | None
    schedule: ScheduleOutput | None
    owner: UserOutput | None
    profile: ProfileOutput
    entity: EntityOutput
    team: TeamOutput | None
    users: list[UserOutput]
    subset_of_users: list[UserOutput]
    subset_of_hosts: list[HostOutput]
