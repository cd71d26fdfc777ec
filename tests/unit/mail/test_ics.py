"""Calendar objects are read back by another parser and never contain what a stranger typed as structure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import icalendar
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from locum.mail.ics import Invitation, Participant, to_ics
from locum.mail.notices import Recurrence

BASE = Invitation(
    method="REQUEST",
    uid="u1@Locum",
    sequence=2,
    stamp=datetime(2050, 8, 1, 12, 0, 0, 123456, tzinfo=UTC),
    start=datetime(2050, 9, 5, 7, 0, tzinfo=UTC),
    end=datetime(2050, 9, 5, 7, 30, tzinfo=UTC),
    summary="Intro; with, commas\\and",
    organizer=Participant("Ada Lovelace", "ada@house.example"),
    attendees=(Participant("Bob Stone", "bob@guest.example"),),
    description="First line\nSecond; line",
    location="Room 5, 2nd floor",
    url="https://locum.example/booking/u1",
)


def read(content: bytes) -> tuple[Any, Any]:
    """The calendar and its only event, parsed."""
    calendar = icalendar.Calendar.from_ical(content)
    events = calendar.walk("VEVENT")
    assert len(events) == 1
    return calendar, events[0]


def test_a_request_says_everything() -> None:
    calendar, event = read(to_ics(BASE))
    assert calendar["METHOD"] == "REQUEST"
    assert calendar["VERSION"] == "2.0"
    assert "Locum" in calendar["PRODID"]
    assert event["UID"] == "u1@Locum"
    assert event["SEQUENCE"] == 2
    assert event["STATUS"] == "CONFIRMED"
    assert event["TRANSP"] == "OPAQUE"
    assert event["CLASS"] == "PUBLIC"
    assert event["SUMMARY"] == "Intro; with, commas\\and"
    assert event["DESCRIPTION"] == "First line\nSecond; line"
    assert event["LOCATION"] == "Room 5, 2nd floor"
    assert event["URL"] == "https://locum.example/booking/u1"
    assert event["ORGANIZER"] == "mailto:ada@house.example"
    assert event["ORGANIZER"].params["CN"] == "Ada Lovelace"
    assert event["ATTENDEE"] == "mailto:bob@guest.example"
    assert dict(event["ATTENDEE"].params) == {
        "CN": "Bob Stone",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "TRUE",
    }


def test_times_are_utc_without_fractions() -> None:
    lines = to_ics(BASE).decode().split("\r\n")
    assert "DTSTART:20500905T070000Z" in lines
    assert "DTEND:20500905T073000Z" in lines
    assert "DTSTAMP:20500801T120000Z" in lines


def test_a_cancellation_is_one() -> None:
    calendar, event = read(to_ics(replace(BASE, method="CANCEL")))
    assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert event["ATTENDEE"] == "mailto:bob@guest.example"


def test_private_events_say_so() -> None:
    assert read(to_ics(replace(BASE, is_private=True)))[1]["CLASS"] == "PRIVATE"


def test_a_series_keeps_its_wall_time_over_the_clock_change() -> None:
    # 24 October 2050 is before, 31 October after the end of summer time in Berlin.
    start = datetime(2050, 10, 24, 7, 0, tzinfo=UTC)
    series = Recurrence("weekly", 1, 3, "Europe/Berlin")
    content = to_ics(replace(BASE, start=start, end=start + timedelta(minutes=30), recurrence=series))
    calendar, event = read(content)
    assert event["RRULE"] == {"FREQ": ["WEEKLY"], "INTERVAL": [1], "COUNT": [3]}
    assert b"DTSTART;TZID=Europe/Berlin:20501024T090000" in content
    offsets = {part["TZOFFSETTO"].td for zone in calendar.walk("VTIMEZONE") for part in zone.subcomponents}
    assert offsets == {timedelta(hours=1), timedelta(hours=2)}


@pytest.mark.parametrize(
    ("frequency", "first", "days"),
    [
        ("monthly", datetime(2051, 1, 31, 9, tzinfo=UTC), ["01-31", "02-28", "03-31", "04-30"]),
        ("monthly", datetime(2051, 1, 30, 9, tzinfo=UTC), ["01-30", "02-28", "03-30", "04-30"]),
        ("monthly", datetime(2051, 1, 28, 9, tzinfo=UTC), ["01-28", "02-28", "03-28", "04-28"]),
        ("yearly", datetime(2052, 2, 29, 9, tzinfo=UTC), ["02-29", "02-28", "02-28", "02-28"]),
    ],
)
def test_what_a_month_lacks_falls_on_its_last_day(
    frequency: Literal["monthly", "yearly"], first: datetime, days: list[str]
) -> None:
    """As the bookings of the series do."""
    series = Recurrence(frequency, 1, 4, "UTC")
    _, event = read(to_ics(replace(BASE, start=first, end=first + timedelta(minutes=30), recurrence=series)))
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=first)
    assert [f"{one:%m-%d}" for one in rule] == days


def test_what_a_series_has_no_more_is_left_out_of_its_rhythm() -> None:
    gap = BASE.start + timedelta(weeks=1)
    series = Recurrence("weekly", 1, 2, "Europe/Berlin", 1, (gap,))
    _, event = read(to_ics(replace(BASE, recurrence=series)))
    assert event["RRULE"]["COUNT"] == [3]
    assert [one.dt for one in event["EXDATE"].dts] == [gap]


@pytest.mark.parametrize("address", ["", "nobody", "a@b\r\nATTENDEE:mailto:x@y", "a@b, c@d", "<a@b>", '"a b"@c'])
def test_only_plain_addresses_become_participants(address: str) -> None:
    with pytest.raises(ValueError, match="plain e-mail"):
        to_ics(replace(BASE, organizer=Participant("Ada", address)))


def test_links_that_are_none_are_left_out() -> None:
    assert "URL" not in read(to_ics(replace(BASE, url="javascript:alert(1)")))[1]


def test_backslashes_stay_what_they_are() -> None:
    event = read(to_ics(replace(BASE, summary="C:\\New\\notes", location="C:\\New")))[1]
    assert (event["SUMMARY"], event["LOCATION"]) == ("C:\\New\\notes", "C:\\New")


HOSTILE = st.text(
    alphabet=st.sampled_from(list("aé ;:,\"'\\^\r\n\t\x00\x0b\x85\u2028BEGIN:VALARM=mailto")), max_size=120
)


@given(name=HOSTILE, summary=HOSTILE, description=HOSTILE, location=HOSTILE)
def test_typed_words_never_become_structure(name: str, summary: str, description: str, location: str) -> None:
    content = to_ics(
        replace(
            BASE,
            summary=summary,
            description=description,
            location=location,
            organizer=Participant(name, "ada@house.example"),
            attendees=(Participant(name, "bob@guest.example"),),
        )
    )
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar, event = read(content)
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT"]
    assert set(event) <= {
        *("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL"),
        *("ORGANIZER", "ATTENDEE", "STATUS", "CLASS", "TRANSP"),
    }
    assert event["ORGANIZER"] == "mailto:ada@house.example"
    assert event["ATTENDEE"] == "mailto:bob@guest.example"
    assert "\n" not in event["SUMMARY"]
