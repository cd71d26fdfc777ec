"""An event type as slots, bookings and pages read it: the stored settings with their meaning."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from locum.event_types.rules.booking_fields import BookingField, booking_form
from locum.event_types.rules.limits import Limits
from locum.event_types.rules.locations import Location, readable
from locum.event_types.rules.policies import (
    ActiveBookingsLimit,
    ConfirmationPolicy,
    Recurrence,
    Rescheduling,
    Seats,
    forbids_cancelling,
)
from locum.event_types.rules.window import BookingWindow, booking_window

SchedulingType = Literal["collective", "roundRobin", "managed"]


@dataclass(frozen=True, slots=True)
class Timing:
    """When slots are offered and how they are cut. All lengths are minutes."""

    length: int
    length_options: tuple[int, ...]
    """Lengths on offer; empty: only `length`."""
    slot_interval: int | None
    minimum_notice: int
    before_buffer: int
    after_buffer: int
    offset_start: int
    first_slot_only: bool
    optimized: bool
    window: BookingWindow | None
    count_limits: Limits
    duration_limits: Limits


@dataclass(frozen=True, slots=True)
class BookingRules:
    """What a booking of the event type has to hold to and what becomes of it."""

    locations: tuple[Location, ...]
    form: tuple[BookingField, ...]
    custom_name: str | None
    confirmation: ConfirmationPolicy | None
    seats: Seats | None
    recurrence: Recurrence | None
    active_bookings_limit: ActiveBookingsLimit | None
    cancelling_disabled: bool
    rescheduling: Rescheduling
    reschedules_past: bool
    reschedules_cancelled: bool
    verifies_booker_email: bool
    requires_authentication: bool


@dataclass(frozen=True, slots=True)
class Turns:
    """How the hosts of a round robin take turns (bookings sheet, section 13)."""

    by_weight: bool | None = None
    """Whether weights decide; None: as soon as they differ."""
    most_ahead: int | None = None
    """So many bookings may a host be ahead of the one who is the farthest behind."""
    counts_no_shows: bool = False
    """Whether bookings to which nobody came count, too."""


@dataclass(frozen=True, slots=True)
class EventTypeSettings:
    """One event type. Exactly one of `owner_id` and `team_id` is set."""

    id: int
    title: str
    slug: str
    owner_id: int | None
    team_id: int | None
    organization_id: int | None
    """The organization of the team; None for teams on their own and for persons."""
    parent_id: int | None
    """The managed event type that this one follows."""
    scheduling_type: SchedulingType | None
    assigns_all_members: bool
    schedule_id: int | None
    """None: each host's default schedule."""
    hidden: bool
    timing: Timing
    rules: BookingRules
    turns: Turns = Turns()

    @property
    def is_managed_parent(self) -> bool:
        """Such an event type has no slots and cannot be booked (event types sheet, section 10)."""
        return self.scheduling_type == "managed"


def timing_of(stored: Mapping[str, Any]) -> Timing:
    """Timing from the stored columns."""
    return Timing(
        length=stored["length_in_minutes"],
        length_options=tuple(stored["length_in_minutes_options"] or ()),
        slot_interval=stored["slot_interval"],
        minimum_notice=stored["minimum_booking_notice"],
        before_buffer=stored["before_event_buffer"],
        after_buffer=stored["after_event_buffer"],
        offset_start=stored["offset_start"],
        first_slot_only=stored["only_show_first_available_slot"],
        optimized=stored["show_optimized_slots"],
        window=booking_window(stored["booking_window"]),
        count_limits=Limits.of(stored["booking_limits_count"]),
        duration_limits=Limits.of(stored["booking_limits_duration"]),
    )


def booking_rules_of(stored: Mapping[str, Any]) -> BookingRules:
    """Booking rules from the stored columns."""
    return BookingRules(
        locations=readable(stored["locations"]),
        form=booking_form(stored["booking_fields"], stored["disable_guests"]),
        custom_name=stored["custom_name"],
        confirmation=ConfirmationPolicy.of(stored["confirmation_policy"]),
        seats=Seats.of(stored["seats"]),
        recurrence=Recurrence.of(stored["recurrence"]),
        active_bookings_limit=ActiveBookingsLimit.of(stored["booker_active_bookings_limit"]),
        cancelling_disabled=forbids_cancelling(stored["disable_cancelling"]),
        rescheduling=Rescheduling.of(stored["disable_rescheduling"]),
        reschedules_past=stored["allow_rescheduling_past_bookings"],
        reschedules_cancelled=stored["allow_rescheduling_cancelled_bookings"],
        verifies_booker_email=stored["requires_booker_email_verification"],
        requires_authentication=stored["booking_requires_authentication"],
    )


def settings_of(stored: Mapping[str, Any]) -> EventTypeSettings:
    """An event type from its stored columns, by column name."""
    return EventTypeSettings(
        id=stored["id"],
        title=stored["title"],
        slug=stored["slug"],
        owner_id=stored["user_id"],
        team_id=stored["team_id"],
        organization_id=stored["organization_id"],
        parent_id=stored["parent_id"],
        scheduling_type=stored["scheduling_type"],
        assigns_all_members=stored["assign_all_team_members"],
        schedule_id=stored["schedule_id"],
        hidden=stored["hidden"],
        timing=timing_of(stored),
        rules=booking_rules_of(stored),
        turns=Turns(stored["weights_enabled"], stored["max_lead_threshold"], stored["include_no_shows"]),
    )
