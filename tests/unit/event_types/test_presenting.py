"""The answered shape of an event type and its reading for slots and bookings (event types sheet, section 2)."""

from dataclasses import dataclass
from typing import Any

import pytest

from locum.event_types.presenting import present, present_deleted
from locum.event_types.rules.changes import changed_columns
from locum.event_types.rules.defaults import default_settings
from locum.event_types.rules.limits import Limits
from locum.event_types.rules.policies import Rescheduling
from locum.event_types.rules.settings import settings_of
from locum.event_types.rules.window import DaysWindow
from locum.event_types.schemas.create import CreateEventTypeInput

FULL: dict[str, Any] = {
    "title": "Coding class",
    "slug": "coding-class",
    "lengthInMinutes": 60,
    "lengthInMinutesOptions": [30, 60],
    "description": "Learn",
    "locations": [{"type": "attendeePhone"}],
    "disableGuests": True,
    "slotInterval": 15,
    "minimumBookingNotice": 5,
    "beforeEventBuffer": 10,
    "afterEventBuffer": 20,
    "offsetStart": 5,
    "bookingLimitsCount": {"day": 2},
    "bookingLimitsDuration": {"week": 600},
    "bookerActiveBookingsLimit": {"maximumActiveBookings": 2},
    "bookingWindow": {"type": "businessDays", "value": 30, "rolling": True},
    "confirmationPolicy": {
        "type": "time",
        "noticeThreshold": {"unit": "minutes", "count": 30},
        "blockUnconfirmedBookingsInBooker": True,
    },
    "bookerLayouts": {"defaultLayout": "week", "enabledLayouts": ["week", "month"]},
    "color": {"lightThemeHex": "#292929", "darkThemeHex": "#fafafa"},
    "customName": "{Event type title} with {Organiser}",
    "destinationCalendar": {"integration": "google_calendar", "externalId": "ada@example.org"},
    "successRedirectUrl": "https://example.org/thanks",
    "calVideoSettings": {"disableRecordingForGuests": True, "redirectUrlOnExit": "https://example.org"},
    "interfaceLanguage": "de",
    "disableCancelling": {"disabled": True},
    "disableRescheduling": {"disabled": False, "minutesBefore": 60},
    "hidden": True,
    "showOptimizedSlots": True,
}


@dataclass
class Ada:
    id: int = 7
    name: str | None = "Ada"
    username: str | None = "ada"
    avatar_url: str | None = None
    brand_color: str | None = None
    dark_brand_color: str | None = "#000"
    week_start: str = "Monday"
    properties: dict[str, Any] | None = None
    platform_client_id: str | None = None


def stored(**settings: Any) -> dict[str, Any]:
    sent = CreateEventTypeInput.model_validate(
        {"title": "Coding class", "slug": "coding-class", "lengthInMinutes": 60, **settings}
    )
    of_owner = {"id": 3, "user_id": 7, "team_id": None, "organization_id": None}
    of_owner |= {"parent_id": None, "scheduling_type": None}
    columns = changed_columns(default_settings(), sent.changes())
    return {**default_settings(), **of_owner, "assign_all_team_members": False, **columns}


def answered(row: dict[str, Any], owner: Ada | None = None, public: bool = False) -> dict[str, Any]:
    return present(row, owner or Ada(), "https://locum.example/", public=public).model_dump(by_alias=True, mode="json")


def test_a_bare_event_type() -> None:
    answer = answered(stored())
    assert {name: answer[name] for name in answer if name != "bookingFields"} == {
        "id": 3,
        "ownerId": 7,
        "users": [
            {
                "id": 7,
                "name": "Ada",
                "username": "ada",
                "avatarUrl": None,
                "brandColor": None,
                "darkBrandColor": "#000",
                "weekStart": "Monday",
                "metadata": {},
            }
        ],
        "bookingUrl": "https://locum.example/ada/coding-class",
        "lengthInMinutes": 60,
        "title": "Coding class",
        "slug": "coding-class",
        "description": "",
        "locations": [{"type": "integration", "integration": "cal-video"}],
        "disableGuests": False,
        "slotInterval": None,
        "minimumBookingNotice": 120,
        "beforeEventBuffer": 0,
        "afterEventBuffer": 0,
        "offsetStart": 0,
        "scheduleId": None,
        "onlyShowFirstAvailableSlot": False,
        "showOptimizedSlots": False,
        "bookingWindow": {"disabled": True},
        "confirmationPolicy": {"disabled": True},
        "seats": {"disabled": True},
        "bookerActiveBookingsLimit": {"disabled": True},
        "recurrence": None,
        "seatsPerTimeSlot": None,
        "seatsShowAvailabilityCount": None,
        "disableCancelling": {"disabled": False},
        "disableRescheduling": {"disabled": False},
        "calVideoSettings": {"sendTranscriptionEmails": True},
        "metadata": {},
        "hideCalendarNotes": False,
        "hideCalendarEventDetails": False,
        "hideOrganizerEmail": False,
        "lockTimeZoneToggleOnBookingPage": False,
        "requiresBookerEmailVerification": False,
        "bookingRequiresAuthentication": False,
        "allowReschedulingPastBookings": False,
        "allowReschedulingCancelledBookings": False,
        "useDestinationCalendarEmail": False,
        "successRedirectUrl": None,
        "forwardParamsSuccessRedirect": True,
        "interfaceLanguage": None,
        "hidden": False,
        "price": 0.0,
        "currency": "usd",
        "isInstantEvent": False,
    }


def test_settings_come_back_as_they_were_sent() -> None:
    answer = answered(stored(**FULL))
    sent = {name: value for name, value in FULL.items() if name != "calVideoSettings"}
    assert {name: answer[name] for name in sent} == sent
    assert answer["calVideoSettings"] == {**FULL["calVideoSettings"], "sendTranscriptionEmails": True}
    assert answer["metadata"] == {"multipleDuration": [30, 60]}


@pytest.mark.parametrize("settings", [{}, FULL, {"bookingLimitsCount": {"disabled": True}}])
def test_an_answer_can_be_sent_as_a_new_event_type(settings: dict[str, Any]) -> None:
    answer = answered(stored(**settings))
    assert answered(stored(**answer)) == answer


def test_limits_that_were_turned_off_are_empty() -> None:
    answer = answered(stored(bookingLimitsCount={"disabled": True}))
    assert answer["bookingLimitsCount"] == {}
    assert "bookingLimitsDuration" not in answer


def test_seats_have_flat_copies() -> None:
    seats = {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": False}
    answer = answered(stored(seats=seats))
    assert (answer["seats"], answer["seatsPerTimeSlot"], answer["seatsShowAvailabilityCount"]) == (seats, 4, False)


def test_disabled_rescheduling_wins_over_its_minutes() -> None:
    answer = answered(stored(disableRescheduling={"disabled": True, "minutesBefore": 5}))
    assert answer["disableRescheduling"] == {"disabled": True}


def test_managed_users_have_no_booking_page() -> None:
    assert answered(stored(), Ada(platform_client_id="client"))["bookingUrl"] == ""
    assert answered(stored(), Ada(username=None))["bookingUrl"] == ""


def test_the_public_does_not_see_hidden_fields() -> None:
    slugs = [field["slug"] for field in answered(stored(disableGuests=True), public=True)["bookingFields"]]
    assert slugs == ["name", "email", "location", "notes", "rescheduleReason"]
    assert len(answered(stored(disableGuests=True))["bookingFields"]) == 7


def test_what_is_told_of_a_deleted_one() -> None:
    assert present_deleted(stored()).model_dump(by_alias=True) == {
        "id": 3,
        "lengthInMinutes": 60,
        "slug": "coding-class",
        "title": "Coding class",
    }


def test_settings_as_slots_and_bookings_read_them() -> None:
    settings = settings_of(stored(**FULL))
    assert (settings.id, settings.owner_id, settings.is_managed_parent) == (3, 7, False)
    timing = settings.timing
    assert (timing.length, timing.length_options, timing.slot_interval) == (60, (30, 60), 15)
    assert (timing.minimum_notice, timing.before_buffer, timing.after_buffer, timing.offset_start) == (5, 10, 20, 5)
    assert (timing.window, timing.count_limits) == (DaysWindow("businessDays", 30, rolling=True), Limits(day=2))
    assert (timing.duration_limits, timing.optimized, timing.first_slot_only) == (Limits(week=600), True, False)
    rules = settings.rules
    assert rules.cancelling_disabled
    assert rules.rescheduling == Rescheduling(disabled=False, minutes_before=60)
    assert rules.confirmation is not None
    assert rules.confirmation.blocks_slot
    assert rules.seats is None
    assert [field.slug for field in rules.form if field.hidden] == ["title", "guests"]
