"""From stored event types to their wire shape (event types sheet, section 2)."""

from collections.abc import Mapping
from typing import Any, Protocol

from locum.event_types.rules.booking_fields import booking_form, shown_to_the_public
from locum.event_types.rules.locations import presentable
from locum.event_types.rules.policies import forbids_cancelling
from locum.event_types.schemas.booking_fields_out import present_field
from locum.event_types.schemas.output import DeletedEventTypeOutput, EventTypeOutput, SettingsOutput

Stored = Mapping[str, Any]

OFF = {"disabled": True}

_AS_STORED = (
    "id",
    "title",
    "slug",
    "hidden",
    "disable_guests",
    "length_in_minutes",
    "length_in_minutes_options",
    "slot_interval",
    "minimum_booking_notice",
    "before_event_buffer",
    "after_event_buffer",
    "offset_start",
    "schedule_id",
    "only_show_first_available_slot",
    "show_optimized_slots",
    "booking_limits_count",
    "booking_limits_duration",
    "recurrence",
    "requires_booker_email_verification",
    "booking_requires_authentication",
    "allow_rescheduling_past_bookings",
    "allow_rescheduling_cancelled_bookings",
    "booker_layouts",
    "hide_calendar_notes",
    "hide_calendar_event_details",
    "hide_organizer_email",
    "lock_time_zone_toggle_on_booking_page",
    "color",
    "custom_name",
    "destination_calendar",
    "use_destination_calendar_email",
    "success_redirect_url",
    "interface_language",
)
_OFF_WHEN_UNSET = ("booking_window", "confirmation_policy", "seats", "booker_active_bookings_limit")


class Owner(Protocol):
    """What is read of a person: any object with these attributes."""

    id: Any
    name: Any
    username: Any
    avatar_url: Any
    brand_color: Any
    dark_brand_color: Any
    week_start: Any
    properties: Any
    platform_client_id: Any


def settings_members(stored: Stored, *, public: bool) -> dict[str, Any]:
    """The members that every event type's answer has. `public` leaves hidden booking fields out."""
    form = booking_form(stored["booking_fields"], stored["disable_guests"])
    seats = stored["seats"] or {}
    options = stored["length_in_minutes_options"]
    return {
        **{name: stored[name] for name in _AS_STORED},
        **{name: OFF if stored[name] is None else stored[name] for name in _OFF_WHEN_UNSET},
        "description": stored["description"] or "",
        "locations": presentable(stored["locations"]),
        "booking_fields": [present_field(field) for field in (shown_to_the_public(form) if public else form)],
        "metadata": {} if options is None else {"multipleDuration": options},
        "seats_per_time_slot": seats.get("seatsPerTimeSlot"),
        "seats_show_availability_count": seats.get("showAvailabilityCount"),
        "disable_cancelling": {"disabled": forbids_cancelling(stored["disable_cancelling"])},
        "disable_rescheduling": _rescheduling(stored["disable_rescheduling"] or {}),
        "cal_video_settings": stored["cal_video_settings"] or {},
        "forward_params_success_redirect": True,
        "price": 0,
        "currency": "usd",
        "is_instant_event": False,
    }


def answered_settings(stored: Stored) -> dict[str, Any]:
    """The same by their names on the wire, as plain values that can be compared."""
    return SettingsOutput.model_validate(settings_members(stored, public=False)).model_dump(by_alias=True)


def _rescheduling(stored: Stored) -> dict[str, Any]:
    disabled = bool(stored.get("disabled", False))
    if disabled or stored.get("minutesBefore") is None:
        return {"disabled": disabled}
    return {"disabled": False, "minutesBefore": stored["minutesBefore"]}


def owner_members(owner: Owner) -> dict[str, Any]:
    """What the answer tells of a person."""
    names = ("id", "name", "username", "avatar_url", "brand_color", "dark_brand_color", "week_start")
    return {name: getattr(owner, name) for name in names} | {"metadata": owner.properties or {}}


def booking_url(web_url: str, owner: Owner, slug: str) -> str:
    """Address of a person's booking page; empty for managed users of a platform, who have none."""
    if owner.platform_client_id is not None or not owner.username:
        return ""
    return f"{web_url.rstrip('/')}/{owner.username}/{slug}"


def present(stored: Stored, owner: Owner, web_url: str, *, public: bool = False) -> EventTypeOutput:
    """A person's event type. `web_url` is the address that people share."""
    return EventTypeOutput.model_validate(
        {
            **settings_members(stored, public=public),
            "owner_id": owner.id,
            "users": [owner_members(owner)],
            "booking_url": booking_url(web_url, owner, stored["slug"]),
            "parent_event_type_id": stored["parent_id"],
        }
    )


def present_deleted(stored: Stored) -> DeletedEventTypeOutput:
    """What is told of an event type that is gone."""
    return DeletedEventTypeOutput.model_validate(
        {name: stored[name] for name in ("id", "length_in_minutes", "slug", "title")}
    )
