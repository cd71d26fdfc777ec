"""How slots are written (slots sheet, section 2.2)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from locum.kit.zones import UnknownZone, instant_at
from locum.slots.answer import Slot
from locum.slots.formatting import InstantWriter
from tests.unit.slots.making import at, by_date


@pytest.mark.parametrize(
    ("zone", "date", "text"),
    [
        (None, "2050-09-05", "2050-09-05T22:30:00.000Z"),
        ("UTC", "2050-09-05", "2050-09-05T22:30:00.000Z"),
        ("etc/utc", "2050-09-05", "2050-09-05T22:30:00.000Z"),
        ("Europe/Rome", "2050-09-06", "2050-09-06T00:30:00.000+02:00"),
        ("Europe/London", "2050-09-05", "2050-09-05T23:30:00.000+01:00"),
        ("Africa/Abidjan", "2050-09-05", "2050-09-05T22:30:00.000+00:00"),
        ("America/St_Johns", "2050-09-05", "2050-09-05T20:00:00.000-02:30"),
        ("Asia/Kathmandu", "2050-09-06", "2050-09-06T04:15:00.000+05:45"),
        ("Pacific/Kiritimati", "2050-09-06", "2050-09-06T12:30:00.000+14:00"),
    ],
)
def test_an_instant_in_a_zone(zone: str | None, date: str, text: str) -> None:
    assert InstantWriter(zone).write(at("2050-09-05T22:30")) == (date, text)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(UnknownZone):
        InstantWriter("Mars/Olympus")


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago"])
def test_texts_are_those_of_the_zone_itself(zone: str) -> None:
    writer, info = InstantWriter(zone), ZoneInfo(zone)
    first = at("2027-01-01")
    for minute in range(first, first + 365 * 1440, 45):
        assert writer.text(minute) == instant_at(minute).astimezone(info).isoformat(timespec="milliseconds")


def test_the_hour_that_comes_twice_keeps_its_order() -> None:
    writer = InstantWriter("Europe/Berlin")
    twice = [writer.text(at(start)) for start in ("10-31T00:30", "10-31T01:30")]
    assert twice == ["2027-10-31T02:30:00.000+02:00", "2027-10-31T02:30:00.000+01:00"]
    assert [datetime.fromisoformat(text).astimezone(UTC).hour for text in twice] == [0, 1]


def test_slots_are_grouped_by_the_dates_of_the_zone() -> None:
    slots = [Slot(at(start)) for start in ("02-01T14:00", "02-01T15:00", "02-02T14:59")]
    assert by_date(slots, "Asia/Tokyo") == {
        "2027-02-01": [("2027-02-01T23:00:00.000+09:00", slots[0])],
        "2027-02-02": [("2027-02-02T00:00:00.000+09:00", slots[1]), ("2027-02-02T23:59:00.000+09:00", slots[2])],
    }
    assert list(by_date(slots)) == ["2027-02-01", "2027-02-02"]
    assert by_date([], "Asia/Tokyo") == {}
    assert timedelta(minutes=slots[1].start - slots[0].start) == timedelta(hours=1)
