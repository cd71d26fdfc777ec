"""The booking payload: every key, on a plain booking and on one that has all there can be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from locum.event_types.rules.booking_fields import booking_form
from locum.event_types.rules.policies import Recurrence, Seats
from locum.webhooks.payloads.booking import booking_payload
from locum.webhooks.payloads.facts import (
    AttendeeFacts,
    BookingFacts,
    EventTypeFacts,
    HostFacts,
    Move,
    PlatformFacts,
    TeamFacts,
    VideoCall,
)
from locum.webhooks.payloads.meeting import meeting_body
from locum.webhooks.payloads.people import utc_offset
from tests.support.snapshots import matches

HERE = Path(__file__).parent / "snapshots"
START = datetime(2050, 1, 5, 10, tzinfo=UTC)
ADA = HostFacts(5, "Ada Adams", "ada@house.example", "ada", "ada", "Asia/Kolkata", 24, "de")
BEA = AttendeeFacts(7, "Bea van der Berg", "bea@example.com", "Europe/Rome", "it", "+390612345678")
FORM: list[dict[str, Any]] = [
    {"slug": "attendeePhoneNumber", "type": "phone", "label": "Your phone", "required": False},
    {"slug": "smsReminderNumber", "type": "phone", "label": "Remind me at", "required": False},
    {"slug": "pet", "type": "select", "label": "Which pet?", "required": True, "options": ["cat", "dog"]},
    {"slug": "source", "type": "text", "label": "Source", "required": False, "hidden": True},
    {"slug": "notes", "type": "textarea", "label": "Anything else?"},
]

PLAIN = BookingFacts(
    id=91,
    uid="bFJeNb2uX8ANpT3JL5EfXw",
    title="Check-up between Ada Adams and Bea van der Berg",
    start=START,
    end=START + timedelta(minutes=45),
    status="accepted",
    created_at=datetime(2050, 1, 3, 8, 0, 1, 500_000, tzinfo=UTC),
    updated_at=datetime(2050, 1, 3, 8, 0, 2, tzinfo=UTC),
    ics_uid="bFJeNb2uX8ANpT3JL5EfXw@locum",
    responses={
        "name": "Bea van der Berg",
        "email": "bea@example.com",
        "location": {"value": "inPerson", "optionValue": ""},
    },
    location="Main Street 1",
    organizer=ADA,
    attendees=(BEA,),
    event_type=EventTypeFacts(id=12, slug="check-up", title="Check-up", form=booking_form([], disable_guests=False)),
    booker_url="https://locum.example",
)

FULL = replace(
    PLAIN,
    status="pending",
    notes="Bring the papers",
    location="https://meet.example/static",
    ics_sequence=2,
    organization_id=3,
    recurring_uid="series",
    rescheduled_from_uid="old",
    rescheduling_reason="Ill",
    rescheduled_by="bea@example.com",
    cancellation_reason="No time",
    cancelled_by="ada@house.example",
    rejection_reason="Full",
    responses={
        **PLAIN.responses,
        "notes": "Bring the papers",
        "guests": ["cem@example.com"],
        "attendeePhoneNumber": "+390612345678",
        "smsReminderNumber": "+390687654321",
        "pet": "cat",
        "undeclared": ["a", "b"],
    },
    metadata={"order": "17"},
    attendees=(replace(BEA, seat_uid="seat-2"), AttendeeFacts(8, "", "cem@example.com", "Europe/Rome", absent=True)),
    team=TeamFacts(4, "Surgery", (HostFacts(6, "Ben", "ben@house.example", "ben", None, "America/New_York"),)),
    event_type=EventTypeFacts(
        id=12,
        slug="check-up",
        title="Check-up",
        description="A short look",
        scheduling_type="roundRobin",
        form=booking_form(FORM, disable_guests=True),
        requires_confirmation=True,
        price=1500,
        currency="eur",
        seats=Seats(6, show_attendees=True, show_availability=False),
        recurrence=Recurrence(2, 8, "weekly"),
        hides_notes=True,
        hides_details=True,
        hides_organizer_email=True,
        rescheduling_disabled=True,
        cancelling_disabled=True,
        reply_to="desk@house.example",
        destination_calendar={"integration": "google_calendar", "externalId": "ada@house.example"},
    ),
    move=Move(90, "old", START - timedelta(days=1), START - timedelta(days=1, minutes=-45)),
    seat_uid="seat-2",
    video=VideoCall("daily_video", "room-1", "secret", "https://video.example/room-1"),
    payment_id=77,
    assignment_reasons=({"reasonEnum": "ROUND_ROBIN", "reasonString": "had the fewest bookings"},),
    platform=PlatformFacts("cli1", "https://p.example/move", "https://p.example/cancel", "https://p.example/booking"),
)


@pytest.mark.parametrize(("name", "facts"), [("plain", PLAIN), ("full", FULL)])
def test_bodies(name: str, facts: BookingFacts) -> None:
    assert matches(HERE, f"booking-{name}", booking_payload(facts))
    assert matches(HERE, f"meeting-{name}", meeting_body("MEETING_STARTED", facts))


def test_every_key_is_there_whatever_is_known() -> None:
    nothing = replace(PLAIN, event_type=None, organizer=HostFacts(), attendees=(), responses={}, location=None)
    moves = {"rescheduleId", "rescheduleUid", "rescheduleStartTime", "rescheduleEndTime"}
    assert booking_payload(nothing).keys() == booking_payload(PLAIN).keys() == booking_payload(FULL).keys() - moves
    assert meeting_body("MEETING_ENDED", nothing).keys() == meeting_body("MEETING_ENDED", FULL).keys()


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("https://meet.example/a", "https://meet.example/a"),
        ("HTTP://meet.example/a", "HTTP://meet.example/a"),
        ("integrations:daily", None),
        ("www.meet.example", None),
        (None, None),
    ],
)
def test_a_link_is_the_address_of_the_call(location: str | None, url: str | None) -> None:
    metadata: dict[str, Any] = booking_payload(replace(PLAIN, location=location, metadata={"a": 1}))["metadata"]
    assert metadata == {"a": 1, **({"videoCallUrl": url} if url else {})}


def test_names_in_two_fields_are_one_answer() -> None:
    assert PLAIN.event_type
    form = booking_form([{"slug": "splitName", "type": "splitName", "label": "Who?"}], disable_guests=False)
    told = booking_payload(replace(PLAIN, event_type=replace(PLAIN.event_type, form=form)))
    assert told["responses"]["name"] == {"label": "Who?", "value": "Bea van der Berg", "isHidden": False}
    assert "splitName" not in told["responses"]


def test_series_are_told_only_of_their_occurrences() -> None:
    assert FULL.event_type
    assert booking_payload(replace(FULL, recurring_uid=None))["recurringEvent"] is None
    for frequency, number in (("yearly", 0), ("monthly", 1), ("weekly", 2)):
        event_type = replace(FULL.event_type, recurrence=Recurrence(1, 3, frequency))  # type: ignore[arg-type]
        told = booking_payload(replace(FULL, event_type=event_type))
        assert told["recurringEvent"] == {"freq": number, "count": 3, "interval": 1}


@pytest.mark.parametrize(
    ("zone", "at", "offset"),
    [
        ("Europe/Berlin", "2050-03-27T00:59:59", 60),
        ("Europe/Berlin", "2050-03-27T01:00:00", 120),
        ("Europe/Berlin", "2050-10-30T00:59:59", 120),
        ("Europe/Berlin", "2050-10-30T01:00:00", 60),
        ("America/New_York", "2026-03-08T06:59:59", -300),
        ("America/New_York", "2026-03-08T07:00:00", -240),
        ("Asia/Kolkata", "2050-01-01T00:00:00", 330),
        ("America/St_Johns", "2026-01-01T00:00:00", -210),
        ("Nowhere/Anymore", "2050-01-01T00:00:00", 0),
    ],
)
def test_offsets_are_those_of_the_start(zone: str, at: str, offset: int) -> None:
    assert utc_offset(zone, datetime.fromisoformat(at).replace(tzinfo=UTC)) == offset
