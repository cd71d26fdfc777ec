"""The published MCP server at scheduling: what needs no key, and what its tools send one for (client surface 2.2)."""

from typing import Any

import pytest

from tests.clients.conftest import Place
from tests.clients.mcp import Assistant, exercises

pytestmark = pytest.mark.clients

BOOKINGS, TYPES, SCHEDULES, SLOTS = (
    {"cal_api_version": version} for version in ("2024-08-13", "2024-06-14", "2024-06-11", "2024-09-04")
)


def _booking(place: Place, start: str, name: str) -> dict[str, Any]:
    attendee = {"name": name, "email": f"{name.lower()}@example.com", "timeZone": "Europe/Rome"}
    return {"start": start, "eventTypeId": place.event_type_id, "attendee": attendee}


@exercises("getEventTypes", "createBooking", "getBooking", "rescheduleBooking", "cancelBooking")
def test_visitors_book_move_and_cancel_without_any_key(bare: Assistant, place: Place) -> None:
    [found] = bare.call("getEventTypes", **TYPES, username="ada", eventSlug="talk")
    assert found["id"] == place.event_type_id
    booked = bare.call("createBooking", _booking(place, "2050-03-03T10:00:00Z", "Cleo"), **BOOKINGS)
    assert booked["attendees"][0]["email"] == "cleo@example.com"
    body = {"start": "2050-03-03T11:00:00Z", "reschedulingReason": "a train"}
    moved = bare.call("rescheduleBooking", body, bookingUid=booked["uid"], **BOOKINGS)
    assert moved["rescheduledFromUid"] == booked["uid"]
    assert bare.call("getBooking", bookingUid=moved["uid"], **BOOKINGS)["start"] == "2050-03-03T11:00:00.000Z"
    body = {"cancellationReason": "no time"}
    assert bare.call("cancelBooking", body, bookingUid=moved["uid"], **BOOKINGS)["status"] == "cancelled"


@exercises("getAvailableSlots", "reserveSlot", "getReservedSlot", "updateReservedSlot", "deleteReservedSlot")
def test_slots_are_found_and_held(bare: Assistant, place: Place) -> None:
    day = {"start": "2050-03-04", "end": "2050-03-04", "timeZone": "UTC"}
    free = bare.call("getAvailableSlots", eventTypeId=place.event_type_id, **day, **SLOTS)
    first, second = (slot["start"] for slot in free["2050-03-04"][:2])
    body = {"eventTypeId": place.event_type_id, "slotStart": first}
    held = bare.call("reserveSlot", body, **SLOTS)["reservationUid"]
    assert bare.call("getReservedSlot", uid=held, **SLOTS)["reservationUid"] == held
    assert bare.call("updateReservedSlot", {**body, "slotStart": second}, uid=held, **SLOTS)["reservationUid"]
    bare.call("deleteReservedSlot", uid=held, **SLOTS)


@exercises("getBookings", "createBooking", "confirmBooking", "declineBooking", "getEventTypeById", "deleteEventType")
def test_hosts_answer_requests_with_the_key_of_the_environment(bare: Assistant, place: Place) -> None:
    made = _needs_confirmation(place)
    assert bare.call("getEventTypeById", eventTypeId=str(made), **TYPES)["slug"] == "on-request"
    asked = [
        bare.call("createBooking", {**_booking(place, start, "Dora"), "eventTypeId": made}, **BOOKINGS)
        for start in ("2050-03-09T10:00:00Z", "2050-03-09T12:00:00Z")
    ]
    waiting = bare.call("getBookings", status=["unconfirmed"], **BOOKINGS)
    assert {item["uid"] for item in waiting} == {item["uid"] for item in asked}
    yes, no = (item["uid"] for item in asked)
    assert bare.call("confirmBooking", bookingUid=yes, **BOOKINGS)["status"] == "accepted"
    assert bare.call("declineBooking", {"reason": "full"}, bookingUid=no, **BOOKINGS)["status"] == "rejected"
    assert bare.call("deleteEventType", eventTypeId=made, **TYPES)["id"] == made


def _needs_confirmation(place: Place) -> int:
    """An event type of our own making: the tool that makes them is broken in this edition of the package."""
    body = {
        "title": "On request",
        "slug": "on-request",
        "lengthInMinutes": 30,
        "confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": True},
    }
    made: int = place.call("POST", "/v2/event-types", json=body).json()["data"]["id"]
    return made


@exercises("getSchedules", "createSchedule", "getDefaultSchedule", "getSchedule", "updateSchedule", "deleteSchedule")
def test_schedules_are_kept(bare: Assistant) -> None:
    body = {"name": "Evenings", "timeZone": "Europe/Rome", "isDefault": False}
    made = bare.call("createSchedule", body, **SCHEDULES)["id"]
    assert made in [item["id"] for item in bare.call("getSchedules", **SCHEDULES)]
    assert bare.call("getDefaultSchedule", **SCHEDULES)["isDefault"]
    assert bare.call("updateSchedule", {"name": "Late"}, scheduleId=str(made), **SCHEDULES)["name"] == "Late"
    assert bare.call("getSchedule", scheduleId=made, **SCHEDULES)["name"] == "Late"
    bare.call("deleteSchedule", scheduleId=made, **SCHEDULES)
    assert bare.refusal("getSchedule", scheduleId=made, **SCHEDULES)["error"]["code"] == "NotFoundException"


@exercises("getTimeZones", "getMe")
def test_tools_without_credentials_get_what_is_public_and_the_usual_refusal(bare: Assistant) -> None:
    assert {"city", "timezone", "pop"} <= bare.call("getTimeZones")[0].keys()
    refused = bare.refusal("getMe")
    assert refused["status"] == "error"
    assert refused["error"]["message"].startswith("ApiAuthStrategy - No authentication method provided.")


@exercises("createBooking", "markNoShow", "reassignBookingToUser", "reassignBooking")
def test_bookings_are_looked_after(bare: Assistant, place: Place) -> None:
    booked = bare.call("createBooking", _booking(place, "2050-03-10T10:00:00Z", "Emil"), **BOOKINGS)
    which = {"bookingUid": booked["uid"], **BOOKINGS}
    body = {
        "host": True,
        "attendees": [{"name": "Emil", "timeZone": "UTC", "email": "emil@example.com", "absent": True}],
    }
    early = bare.refusal("markNoShow", body, **which)["error"]["message"]
    assert early == "Bookings can only be marked as absent after their scheduled start time."
    # Nobody else hosts this one: both are refused in the envelope that tells why.
    assert bare.refusal("reassignBooking", **which)["status"] == "error"
    assert bare.refusal("reassignBookingToUser", {"reason": "ill"}, userId=place.user_id, **which)["status"] == "error"


@exercises("createBooking", "getCalendarLinks")
def test_links_for_calendars(keyed: Assistant, place: Place) -> None:
    booked = keyed.call("createBooking", _booking(place, "2050-03-11T10:00:00Z", "Fay"), **BOOKINGS)
    links = keyed.call("getCalendarLinks", bookingUid=booked["uid"], **BOOKINGS)
    assert {"Google Calendar", "ICS"} <= {item["label"] for item in links}
