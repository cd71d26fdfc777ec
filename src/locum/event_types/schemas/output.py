"""A person's event type as it is answered, and what every event type's answer holds (event types sheet, section 2)."""

from typing import Any

from pydantic import Field

from locum.event_types.schemas.appearance import (
    BookerLayoutsOutput,
    CalVideoSettingsOutput,
    ColorOutput,
    DestinationCalendarOutput,
)
from locum.event_types.schemas.booking_fields_out import BookingFieldOutput
from locum.event_types.schemas.limits import ActiveBookingsLimitOutput, LimitsOutput
from locum.event_types.schemas.locations_out import LocationOutput
from locum.event_types.schemas.parts import absent
from locum.event_types.schemas.policies import (
    ConfirmationPolicyOutput,
    DisableCancellingOutput,
    DisableReschedulingOutput,
    RecurrenceOutput,
    SeatsOutput,
)
from locum.event_types.schemas.window import BookingWindowOutput
from locum.kit.wire import WireOutput


class TimingOutput(WireOutput):
    """When slots are offered and how they are cut. Lengths are minutes."""

    length_in_minutes: int
    length_in_minutes_options: list[int] | None = absent("Lengths that the booker can choose between")
    slot_interval: int | None
    minimum_booking_notice: int
    before_event_buffer: int
    after_event_buffer: int
    offset_start: int
    schedule_id: int | None
    only_show_first_available_slot: bool
    show_optimized_slots: bool


class RulesOutput(WireOutput):
    """Who may book how much, and what happens to a booking."""

    booking_limits_count: LimitsOutput | None = absent()
    booker_active_bookings_limit: ActiveBookingsLimitOutput
    booking_limits_duration: LimitsOutput | None = absent()
    # The contract describes a list of windows; a list is never answered, but generated clients look for the words.
    booking_window: BookingWindowOutput | list[BookingWindowOutput]
    confirmation_policy: ConfirmationPolicyOutput
    recurrence: RecurrenceOutput | None
    seats: SeatsOutput
    seats_per_time_slot: int | None
    seats_show_availability_count: bool | None
    disable_cancelling: DisableCancellingOutput
    disable_rescheduling: DisableReschedulingOutput
    requires_booker_email_verification: bool
    booking_requires_authentication: bool
    allow_rescheduling_past_bookings: bool
    allow_rescheduling_cancelled_bookings: bool


class PresentationOutput(WireOutput):
    """How the event type and its bookings look."""

    title: str
    slug: str
    description: str
    locations: list[LocationOutput]
    booking_fields: list[BookingFieldOutput]
    disable_guests: bool
    metadata: dict[str, Any]
    booker_layouts: BookerLayoutsOutput | None = absent()
    hide_calendar_notes: bool
    hide_calendar_event_details: bool
    hide_organizer_email: bool
    lock_time_zone_toggle_on_booking_page: bool
    color: ColorOutput | None = absent()
    custom_name: str | None = absent()
    destination_calendar: DestinationCalendarOutput | None = absent()
    use_destination_calendar_email: bool
    success_redirect_url: str | None
    forward_params_success_redirect: bool | None
    cal_video_settings: CalVideoSettingsOutput
    hidden: bool
    interface_language: str | None
    price: float
    currency: str
    is_instant_event: bool


class SettingsOutput(TimingOutput, RulesOutput, PresentationOutput):
    """What the answers for persons and teams have in common."""

    id: int


class EventTypeUserOutput(WireOutput):
    """Whose event type it is."""

    id: int
    name: str | None
    username: str | None
    avatar_url: str | None
    brand_color: str | None
    dark_brand_color: str | None
    week_start: str
    metadata: dict[str, Any]


class EventTypeOutput(SettingsOutput):
    """A person's event type."""

    owner_id: int
    users: list[EventTypeUserOutput]
    booking_url: str = Field(description="Address of the booking page", json_schema_extra={"format": "uri"})
    parent_event_type_id: int | None = absent("The managed event type that this one follows")


class DeletedEventTypeOutput(WireOutput):
    """What was deleted."""

    id: int
    length_in_minutes: int
    slug: str
    title: str
