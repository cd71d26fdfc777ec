"""What an event type has when nothing is said (event types sheet, section 3)."""

from typing import Any

from locum.event_types.rules.locations import default_locations

MINIMUM_NOTICE = 120
"""Minutes."""

CLEARED_BY_NULL = frozenset(
    {
        "description",
        "length_in_minutes_options",
        "slot_interval",
        "schedule_id",
        "booking_limits_count",
        "booker_active_bookings_limit",
        "booking_limits_duration",
        "booking_window",
        "confirmation_policy",
        "recurrence",
        "seats",
        "disable_cancelling",
        "disable_rescheduling",
        "booker_layouts",
        "color",
        "custom_name",
        "destination_calendar",
        "success_redirect_url",
        "cal_video_settings",
        "interface_language",
        "weights_enabled",
        "max_lead_threshold",
    }
)
"""Settings that have an unset state. For all others null is the same as absent."""


def default_settings() -> dict[str, Any]:
    """Every optional setting by column name, in its stored form."""
    unset: dict[str, Any] = dict.fromkeys(CLEARED_BY_NULL)
    return unset | {
        "locations": default_locations(),
        "booking_fields": [],
        "minimum_booking_notice": MINIMUM_NOTICE,
        "before_event_buffer": 0,
        "after_event_buffer": 0,
        "offset_start": 0,
        "hidden": False,
        "disable_guests": False,
        "only_show_first_available_slot": False,
        "show_optimized_slots": False,
        "booking_requires_authentication": False,
        "requires_booker_email_verification": False,
        "allow_rescheduling_past_bookings": False,
        "allow_rescheduling_cancelled_bookings": False,
        "lock_time_zone_toggle_on_booking_page": False,
        "hide_calendar_notes": False,
        "hide_calendar_event_details": False,
        "hide_organizer_email": False,
        "use_destination_calendar_email": False,
        "include_no_shows": False,
    }
