"""Limits, the booking window, policies: what is accepted and how it is read (event types sheet, section 5)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from locum.event_types.rules.limits import Limits
from locum.event_types.rules.policies import (
    ActiveBookingsLimit,
    ConfirmationPolicy,
    Recurrence,
    Rescheduling,
    Seats,
    needs_confirmation,
)
from locum.event_types.rules.window import DaysWindow, RangeWindow, booking_window
from locum.event_types.schemas.limits import (
    parse_active_bookings_limit,
    parse_count_limits,
    parse_duration_limits,
)
from locum.event_types.schemas.policies import parse_confirmation_policy, parse_recurrence, parse_seats
from locum.event_types.schemas.window import parse_booking_window
from locum.kit.errors import BadRequest

SEATS = {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": False}
SERIES = {"interval": 2, "occurrences": 10, "frequency": "weekly"}
ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": True}
SHORT_NOTICE = {
    "type": "time",
    "noticeThreshold": {"unit": "hours", "count": 2},
    "blockUnconfirmedBookingsInBooker": False,
}
NOW = datetime(2030, 1, 1, 12, tzinfo=UTC)

Parse = Callable[[object], dict[str, Any] | None]


@pytest.mark.parametrize(
    ("parse", "sent"),
    [
        (parse_count_limits, {"day": 1, "week": 2, "month": 3, "year": 4}),
        (parse_count_limits, {"week": 5, "year": 5}),
        (parse_duration_limits, {"day": 15, "month": 100}),
        (parse_active_bookings_limit, {"maximumActiveBookings": 3, "offerReschedule": True}),
        (parse_active_bookings_limit, {"offerReschedule": False}),
        (parse_booking_window, {"type": "businessDays", "value": 30, "rolling": True}),
        (parse_booking_window, {"type": "range", "value": ["2030-09-05", "2030-09-09"]}),
        (parse_confirmation_policy, ALWAYS),
        (parse_confirmation_policy, SHORT_NOTICE),
        (parse_seats, SEATS),
        (parse_recurrence, SERIES),
    ],
)
def test_settings_are_kept_as_sent(parse: Parse, sent: dict[str, Any]) -> None:
    assert parse(sent) == sent
    assert parse({**sent, "disabled": False, "unheardOf": 1}) == sent


@pytest.mark.parametrize(
    ("parse", "off"),
    [
        (parse_count_limits, {}),
        (parse_duration_limits, {}),
        (parse_active_bookings_limit, None),
        (parse_booking_window, None),
        (parse_confirmation_policy, None),
        (parse_seats, None),
        (parse_recurrence, None),
    ],
)
def test_settings_are_turned_off(parse: Parse, off: dict[str, Any] | None) -> None:
    assert parse({"disabled": True}) == off
    assert parse(None) is None


@pytest.mark.parametrize(
    ("parse", "sent", "text"),
    [
        (
            parse_count_limits,
            {"day": 3, "week": 2},
            "Invalid bookingLimitsCount: The number of bookings for day cannot exceed the number of bookings for week.",
        ),
        (parse_count_limits, {"week": 3, "year": 2}, "Invalid bookingLimitsCount: The number of bookings for week"),
        (parse_count_limits, {"day": 3, "week": 2, "disabled": False}, "Invalid bookingLimitsCount: The number"),
        (parse_count_limits, {"day": 0}, "Invalid bookingLimitsCount: day"),
        (parse_count_limits, {"day": "1"}, "Invalid bookingLimitsCount: day"),
        (parse_count_limits, {"day": True}, "Invalid bookingLimitsCount: day"),
        (parse_count_limits, 5, "Invalid bookingLimitsCount: "),
        (parse_duration_limits, {"day": 14}, "Invalid bookingLimitsDuration: day"),
        (parse_duration_limits, {"month": 60, "year": 45}, "Invalid bookingLimitsDuration: The duration of bookings"),
        (parse_active_bookings_limit, {}, "at least one of"),
        (parse_active_bookings_limit, {"disabled": False}, "at least one of"),
        (parse_active_bookings_limit, {"maximumActiveBookings": 0}, "Invalid bookerActiveBookingsLimit"),
        (parse_booking_window, {"type": "moons", "value": 1}, "Invalid bookingWindow structure."),
        (parse_booking_window, {"type": "calendarDays", "value": "1"}, "Invalid bookingWindow structure."),
        (parse_booking_window, {"type": "calendarDays", "value": -1}, "Invalid bookingWindow structure."),
        (parse_booking_window, {"type": "calendarDays"}, "Invalid bookingWindow structure."),
        (parse_booking_window, {"value": 1}, "Invalid bookingWindow structure."),
        (parse_booking_window, "range", "Invalid bookingWindow structure."),
        (parse_booking_window, {"type": "range", "value": 3}, "Invalid bookingWindow structure."),
        (parse_booking_window, {"type": "range", "value": ["2030-09-05"]}, "Invalid bookingWindow structure."),
        (parse_booking_window, {"type": "range", "value": ["2030-13-05", "x"]}, "Invalid bookingWindow structure."),
        (
            parse_booking_window,
            {"type": "range", "value": ["2030-09-09", "2030-09-05"]},
            "Invalid bookingWindow structure.",
        ),
        (
            parse_confirmation_policy,
            {"type": "time", "blockUnconfirmedBookingsInBooker": True},
            "Invalid confirmationPolicy",
        ),
        (parse_confirmation_policy, {**ALWAYS, "type": "never"}, "Invalid confirmationPolicy: type"),
        (parse_confirmation_policy, {"type": "always"}, "Invalid confirmationPolicy"),
        (
            parse_confirmation_policy,
            {**SHORT_NOTICE, "noticeThreshold": {"unit": "days", "count": 1}},
            "Invalid confirmationPolicy: unit must be one of the following values: minutes, hours",
        ),
        (parse_seats, {**SEATS, "seatsPerTimeSlot": 0}, "Invalid seats: seatsPerTimeSlot"),
        (parse_seats, {**SEATS, "seatsPerTimeSlot": 1001}, "Invalid seats: seatsPerTimeSlot"),
        (parse_seats, {"seatsPerTimeSlot": 4}, "Invalid seats: showAttendeeInfo"),
        (parse_seats, {"disabled": "true"}, "Invalid seats"),
        (parse_recurrence, {**SERIES, "frequency": "daily"}, "Invalid recurrence: frequency"),
        (parse_recurrence, {"frequency": "weekly"}, "Invalid recurrence: interval"),
    ],
)
def test_faults_are_told(parse: Parse, sent: object, text: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        parse(sent)
    assert text in refusal.value.message


def test_a_window_of_days_is_fixed_unless_said() -> None:
    assert parse_booking_window({"type": "calendarDays", "value": 0}) == {
        "type": "calendarDays",
        "value": 0,
        "rolling": False,
    }


def test_instants_of_a_range_are_read_as_their_dates() -> None:
    window = parse_booking_window({"type": "range", "value": ["2030-09-05T00:00:00.000Z", "2030-09-09T23:59:59+02:00"]})
    assert window == {"type": "range", "value": ["2030-09-05", "2030-09-09"]}


def test_a_threshold_without_meaning_is_dropped() -> None:
    assert parse_confirmation_policy({**SHORT_NOTICE, "type": "always"}) == {
        "type": "always",
        "blockUnconfirmedBookingsInBooker": False,
    }


def test_reading_what_is_stored() -> None:
    assert Limits.of({"day": 1, "year": 9}) == Limits(day=1, year=9)
    assert not Limits.of({}).any
    assert not Limits.of(None).any
    assert Limits(week=2).any
    assert booking_window(None) is None
    assert booking_window({"type": "businessDays", "value": 3, "rolling": True}) == DaysWindow("businessDays", 3, True)
    assert booking_window({"type": "range", "value": ["2030-09-05", "2030-09-09"]}) == RangeWindow(
        date(2030, 9, 5), date(2030, 9, 9)
    )
    assert Seats.of(SEATS) == Seats(4, show_attendees=True, show_availability=False)
    assert Recurrence.of(SERIES) == Recurrence(2, 10, "weekly")
    assert ActiveBookingsLimit.of({"maximumActiveBookings": 3}) == ActiveBookingsLimit(3, offer_reschedule=False)
    for read in (Seats.of, Recurrence.of, ActiveBookingsLimit.of, ConfirmationPolicy.of):
        assert read(None) is None


def test_no_policy_asks_for_nothing_and_always_means_always() -> None:
    assert not needs_confirmation(None, NOW, NOW)
    assert needs_confirmation(ConfirmationPolicy.of(ALWAYS), NOW + timedelta(days=900), NOW)


@pytest.mark.parametrize(
    ("unit", "ahead", "waits"),
    [
        ("hours", timedelta(hours=1), True),
        ("hours", timedelta(hours=2), True),
        ("hours", timedelta(hours=2, minutes=59), True),
        ("hours", timedelta(hours=3), False),
        ("minutes", timedelta(minutes=2, seconds=59), True),
        ("minutes", timedelta(minutes=3), False),
    ],
)
def test_short_notice_is_measured_in_whole_units(unit: str, ahead: timedelta, waits: bool) -> None:
    policy = ConfirmationPolicy.of({**SHORT_NOTICE, "noticeThreshold": {"unit": unit, "count": 2}})
    assert needs_confirmation(policy, NOW + ahead, NOW) is waits


@pytest.mark.parametrize(
    ("stored", "minutes_ahead", "allowed"),
    [
        (None, 0, True),
        ({"disabled": False}, 0, True),
        ({"disabled": True}, 10_000, False),
        ({"disabled": True, "minutesBefore": 5}, 10_000, False),
        ({"minutesBefore": 60}, 60, True),
        ({"minutesBefore": 60}, 59, False),
    ],
)
def test_moving_a_booking(stored: dict[str, Any] | None, minutes_ahead: int, allowed: bool) -> None:
    assert Rescheduling.of(stored).allows(NOW + timedelta(minutes=minutes_ahead), NOW) is allowed
