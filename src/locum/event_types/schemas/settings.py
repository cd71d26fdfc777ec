"""The settings that creating and changing an event type share (event types sheet, sections 4 to 7)."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from locum.event_types.rules.naming import check_custom_name
from locum.event_types.schemas.appearance import (
    BookerLayoutsInput,
    CalVideoSettingsInput,
    ColorInput,
    DestinationCalendarInput,
    InterfaceLanguage,
)
from locum.event_types.schemas.booking_fields_parse import BookingFields
from locum.event_types.schemas.limits import ActiveBookingsLimit, CountLimits, DurationLimits
from locum.event_types.schemas.locations_in import Locations
from locum.event_types.schemas.parts import Count, Minutes, Text, WebAddress, stored_form
from locum.event_types.schemas.policies import (
    ConfirmationPolicy,
    DisableCancellingInput,
    DisableReschedulingInput,
    Recurrence,
    Seats,
)
from locum.event_types.schemas.window import BookingWindow
from locum.kit.wire import WireInput


def _custom_name(text: str) -> str:
    check_custom_name(text)
    return text


def _distinct(lengths: list[int]) -> list[int]:
    if len(set(lengths)) != len(lengths):
        raise ValueError("All lengthInMinutesOptions's elements must be unique")
    return lengths


LengthOptions = Annotated[list[Count], Field(min_length=1), AfterValidator(_distinct)]
CustomName = Annotated[Text, AfterValidator(_custom_name)]


class TimingInput(WireInput):
    """When slots are offered and how they are cut."""

    length_in_minutes_options: LengthOptions | None = Field(
        default=None, examples=[[15, 30, 60]], description="Lengths that the booker can choose between"
    )
    slot_interval: Count | None = Field(
        default=None, description="Minutes from one slot to the next; by default the length of the event"
    )
    minimum_booking_notice: Minutes | None = Field(default=None, description="Minutes from booking to start, at least")
    before_event_buffer: Minutes | None = Field(default=None, description="Minutes kept free before the event")
    after_event_buffer: Minutes | None = Field(default=None, description="Minutes kept free after the event")
    offset_start: Minutes | None = Field(default=None, description="Minutes by which slots are moved")
    schedule_id: Count | None = Field(default=None, description="A schedule other than the owner's default one")
    only_show_first_available_slot: bool | None = Field(default=None, description="One slot a day, the earliest")
    show_optimized_slots: bool | None = Field(default=None, description="Arrange slots so that none is lost")


class RulesInput(WireInput):
    """Who may book how much, and what happens to a booking."""

    booking_limits_count: CountLimits = Field(default=None, description="How often it can be booked")
    booker_active_bookings_limit: ActiveBookingsLimit = Field(
        default=None, description="How many active bookings one booker can have"
    )
    booking_limits_duration: DurationLimits = Field(default=None, description="For how long in all it can be booked")
    booking_window: BookingWindow = Field(default=None, description="How far ahead it can be booked")
    confirmation_policy: ConfirmationPolicy = Field(default=None, description="Which bookings have to be confirmed")
    recurrence: Recurrence = Field(default=None, description="A booking is a series")
    seats: Seats = Field(default=None, description="One slot for several bookers")
    disable_cancelling: DisableCancellingInput | None = Field(default=None, description="Bookers may not cancel")
    disable_rescheduling: DisableReschedulingInput | None = Field(default=None, description="Bookers may not move")
    requires_booker_email_verification: bool | None = None
    booking_requires_authentication: bool | None = Field(
        default=None, description="Only the owner, and administrators of the team or organization, may book"
    )
    allow_rescheduling_past_bookings: bool | None = None
    allow_rescheduling_cancelled_bookings: bool | None = None


class PresentationInput(WireInput):
    """How the event type and its bookings look."""

    description: Text | None = None
    booking_fields: BookingFields = Field(default=None, description="Fields of the booking form")
    disable_guests: bool | None = Field(default=None, description="The booker cannot add guests")
    booker_layouts: BookerLayoutsInput | None = None
    hide_calendar_notes: bool | None = None
    hide_calendar_event_details: bool | None = None
    hide_organizer_email: bool | None = None
    lock_time_zone_toggle_on_booking_page: bool | None = None
    color: ColorInput | None = None
    custom_name: CustomName | None = Field(
        default=None,
        description="Title of bookings, with variables",
        examples=["{Event type title} between {Organiser} and {Scheduler}"],
    )
    destination_calendar: DestinationCalendarInput | None = None
    use_destination_calendar_email: bool | None = None
    success_redirect_url: WebAddress | None = Field(default=None, description="Where the booker goes after booking")
    cal_video_settings: CalVideoSettingsInput | None = None
    hidden: bool | None = None
    interface_language: InterfaceLanguage | None = None


class SettingsInput(TimingInput, RulesInput, PresentationInput):
    """Every optional setting of an event type of any owner."""

    def changes(self) -> dict[str, Any]:
        """What the caller sent, by Python name, structured settings in their stored form."""
        return {
            name: stored_form(value) if isinstance(value, BaseModel) else value for name, value in self.given().items()
        }


class OwnLocationsInput(WireInput):
    """Locations of a person's event type."""

    locations: Locations = Field(default=None, description="Where it takes place; by default in a video meeting")
