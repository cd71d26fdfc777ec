"""What a create or a change writes (event types sheet, sections 3, 5 and 8)."""

from typing import Any

import pytest
from pydantic import ValidationError

from locum.event_types.models import SETTINGS
from locum.event_types.rules.changes import changed_columns
from locum.event_types.rules.defaults import CLEARED_BY_NULL, default_settings
from locum.event_types.schemas.create import CreateEventTypeInput
from locum.event_types.schemas.update import UpdateEventTypeInput
from locum.kit.errors import BadRequest

BARE = {"title": "Coding class", "slug": "coding-class", "lengthInMinutes": 60}
SEATS = {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": False}
SERIES = {"interval": 2, "occurrences": 10, "frequency": "weekly"}
ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": True}
TWO_PLACES = [{"type": "attendeePhone"}, {"type": "attendeeAddress"}]


def created(**settings: Any) -> dict[str, Any]:
    sent = CreateEventTypeInput.model_validate({**BARE, **settings}).changes()
    return {**default_settings(), **changed_columns(default_settings(), sent)}


def patched(stored: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return changed_columns(stored, UpdateEventTypeInput.model_validate(settings).changes())


def test_a_bare_event_type_has_the_sheets_defaults() -> None:
    settings = created()
    assert settings["minimum_booking_notice"] == 120
    assert settings["locations"] == [{"type": "integration", "integration": "cal-video"}]
    assert {name for name, value in settings.items() if value is None} == set(CLEARED_BY_NULL)
    assert not any(value for name, value in settings.items() if isinstance(value, bool))


def test_defaults_name_columns_only() -> None:
    assert default_settings().keys() <= set(SETTINGS)


def test_null_on_create_is_the_default() -> None:
    nulls = dict.fromkeys(
        ("slotInterval", "scheduleId", "hidden", "locations", "minimumBookingNotice", "bookingFields", "seats")
    )
    assert created(**nulls) == created()


def test_a_change_writes_only_what_it_names() -> None:
    stored = created(seats=SEATS, bookerLayouts={"defaultLayout": "week", "enabledLayouts": ["week"]})
    assert patched(stored, hidden=True) == {"hidden": True}
    assert patched(stored) == {}


def test_null_clears_what_can_be_unset_and_leaves_the_rest() -> None:
    stored = created(slotInterval=15, customName="x", minimumBookingNotice=5)
    assert patched(stored, slotInterval=None, customName=None, minimumBookingNotice=None, title=None) == {
        "slot_interval": None,
        "custom_name": None,
    }


def test_slugs_are_made_readable() -> None:
    assert created(slug=" Ärger & Kaffee_2.0 ")["slug"] == "arger-kaffee-2.0"
    with pytest.raises(BadRequest):
        created(slug="***")


@pytest.mark.parametrize(
    ("stored", "change", "text"),
    [
        ({"locations": TWO_PLACES}, {"seats": SEATS}, "Seats are enabled but more than one location"),
        ({"confirmationPolicy": ALWAYS}, {"seats": SEATS}, "Seats are enabled but requiresConfirmation is true"),
        ({"recurrence": SERIES}, {"seats": SEATS}, "Recurring Events and Offer Seats cannot be active"),
        (
            {"recurrence": SERIES},
            {"bookerActiveBookingsLimit": {"maximumActiveBookings": 1}},
            "Recurring Events and booker active bookings limit",
        ),
    ],
)
def test_combinations_are_refused_at_once_and_later(stored: dict[str, Any], change: dict[str, Any], text: str) -> None:
    with pytest.raises(BadRequest, match=text):
        created(**stored, **change)
    for first, second in ((stored, change), (change, stored)):
        with pytest.raises(BadRequest, match=text):
            patched(created(**first), **second)


def test_turning_one_off_lets_the_other_on() -> None:
    stored = created(recurrence=SERIES)
    assert patched(stored, recurrence={"disabled": True}, seats=SEATS) == {"recurrence": None, "seats": SEATS}


def test_guests_are_settled_over_two_requests() -> None:
    notes = [{"slug": "notes", "label": "Why?"}]
    assert patched(created(disableGuests=True), bookingFields=notes) == {
        "booking_fields": notes,
        "disable_guests": True,
    }
    assert patched(created(bookingFields=notes), disableGuests=True) == {"disable_guests": True}


@pytest.mark.parametrize(
    "fault",
    [
        {"lengthInMinutes": 0},
        {"lengthInMinutes": "60"},
        {"lengthInMinutes": True},
        {"lengthInMinutesOptions": []},
        {"lengthInMinutesOptions": [15, 15]},
        {"lengthInMinutesOptions": [15, 0]},
        {"title": ""},
        {"title": 5},
        {"title": "a\x00b"},
        {"title": "\ud800"},
        {"successRedirectUrl": "https://example.org/\udfff"},
        {"slotInterval": 0},
        {"beforeEventBuffer": -1},
        {"afterEventBuffer": -1},
        {"minimumBookingNotice": -1},
        {"minimumBookingNotice": 10**12},
        {"offsetStart": -1},
        {"hidden": "true"},
        {"disableGuests": 1},
        {"color": {"lightThemeHex": "#fff"}},
        {"color": {"lightThemeHex": "#fff", "darkThemeHex": "red"}},
        {"successRedirectUrl": "nowhere"},
        {"successRedirectUrl": "javascript:alert(1)"},
        {"interfaceLanguage": "tlh"},
        {"bookerLayouts": {"defaultLayout": "week", "enabledLayouts": ["month"]}},
        {"bookerLayouts": {"defaultLayout": "week"}},
        {"bookerLayouts": {"defaultLayout": "day", "enabledLayouts": ["day"]}},
        {"calVideoSettings": {"redirectUrlOnExit": "x"}},
        {"calVideoSettings": {"disableRecordingForGuests": "no"}},
        {"disableRescheduling": {"minutesBefore": 0}},
        {"disableCancelling": {"disabled": "yes"}},
        {"destinationCalendar": {"integration": "google_calendar"}},
    ],
)
def test_faulty_settings_are_refused(fault: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CreateEventTypeInput.model_validate({**BARE, **fault})
    with pytest.raises(ValidationError):
        UpdateEventTypeInput.model_validate(fault)


@pytest.mark.parametrize("name", BARE)
def test_what_a_new_event_type_needs(name: str) -> None:
    with pytest.raises(ValidationError):
        CreateEventTypeInput.model_validate({**BARE, name: None})
    with pytest.raises(ValidationError):
        CreateEventTypeInput.model_validate({key: value for key, value in BARE.items() if key != name})


def test_refusals_with_texts_of_their_own_pass_through_validation() -> None:
    with pytest.raises(BadRequest, match="Invalid event name variables"):
        CreateEventTypeInput.model_validate({**BARE, "customName": "{bad}"})
    with pytest.raises(BadRequest, match="must contain at least 1 location"):
        UpdateEventTypeInput.model_validate({"locations": []})
