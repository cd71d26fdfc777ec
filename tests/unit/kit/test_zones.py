"""Names of zones, and wall times around clock changes of many kinds."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from locum.kit import zones
from locum.kit.zones import DAY, minutes_in


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("america/new_york", "America/New_York"),
        ("europe/isle_of_man", "Europe/Isle_of_Man"),
        ("AMERICA/PORT-AU-PRINCE", "America/Port-au-Prince"),
        ("utc", "UTC"),
        ("gmt", "GMT"),
        ("est", "EST"),
        ("Etc/gmt+5", "Etc/GMT+5"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("Mars/Olympus", None),
        ("", None),
        ("../etc/passwd", None),
        ("Europe", None),
        ("Factory", None),
        ("+02:00", None),
    ],
)
def test_canonical_name(given: str, canonical: str | None) -> None:
    assert zones.canonical_name(given) == canonical


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(zones.UnknownZone, match="Mars"):
        zones.zone("Mars/Olympus")


def test_zones_come_from_the_wheel_only() -> None:
    program = (
        "import zoneinfo; from locum.kit import zones; "
        "print(zoneinfo.TZPATH, zones.zone('europe/berlin').key, len(zoneinfo.available_timezones()) > 400)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "() Europe/Berlin True"


def test_one_zone_is_made_once() -> None:
    assert zones.zone("europe/berlin") is zones.zone("Europe/Berlin")
    assert minutes_in("europe/berlin") is minutes_in("Europe/Berlin")


WALLS = [
    pytest.param("Europe/Berlin", date(2027, 3, 28), "01:59", "2027-03-28T00:59", id="berlin-before-the-gap"),
    pytest.param("Europe/Berlin", date(2027, 3, 28), "02:30", "2027-03-28T01:30", id="berlin-in-the-gap"),
    pytest.param("Europe/Berlin", date(2027, 3, 28), "03:00", "2027-03-28T01:00", id="berlin-after-the-gap"),
    pytest.param("Europe/Berlin", date(2027, 10, 31), "02:30", "2027-10-31T00:30", id="berlin-first-of-two"),
    pytest.param("Europe/Berlin", date(2027, 10, 31), "03:00", "2027-10-31T02:00", id="berlin-after-both"),
    pytest.param("America/New_York", date(2027, 3, 14), "02:30", "2027-03-14T07:30", id="new-york-in-the-gap"),
    pytest.param("America/New_York", date(2027, 11, 7), "01:30", "2027-11-07T05:30", id="new-york-first-of-two"),
    pytest.param("America/Havana", date(2025, 3, 9), "00:00", "2025-03-09T05:00", id="havana-no-midnight"),
    pytest.param("America/Havana", date(2025, 3, 9), "00:30", "2025-03-09T05:30", id="havana-in-the-gap"),
    pytest.param("America/Havana", date(2025, 11, 2), "00:30", "2025-11-02T04:30", id="havana-first-of-two"),
    pytest.param("Africa/Cairo", date(2027, 4, 30), "00:00", "2027-04-29T22:00", id="cairo-no-midnight"),
    pytest.param("America/Santiago", date(2027, 4, 3), "23:30", "2027-04-04T02:30", id="santiago-first-of-two"),
    pytest.param("America/Santiago", date(2027, 4, 4), "00:00", "2027-04-04T04:00", id="santiago-after-both"),
    pytest.param("Australia/Lord_Howe", date(2027, 10, 3), "02:15", "2027-10-02T15:45", id="lord-howe-in-the-gap"),
    pytest.param("Australia/Lord_Howe", date(2027, 10, 3), "02:30", "2027-10-02T15:30", id="lord-howe-after-the-gap"),
    pytest.param("Australia/Lord_Howe", date(2027, 4, 4), "01:45", "2027-04-03T14:45", id="lord-howe-first-of-two"),
    pytest.param("Asia/Kathmandu", date(2027, 2, 1), "09:00", "2027-02-01T03:15", id="kathmandu"),
    pytest.param("Pacific/Chatham", date(2027, 9, 26), "02:44", "2027-09-25T13:59", id="chatham-before-the-gap"),
    pytest.param("Pacific/Chatham", date(2027, 9, 26), "03:00", "2027-09-25T14:15", id="chatham-in-the-gap"),
    pytest.param("Africa/Casablanca", date(2026, 2, 14), "09:00", "2026-02-14T08:00", id="casablanca"),
    pytest.param("Africa/Casablanca", date(2026, 2, 15), "09:00", "2026-02-15T09:00", id="casablanca-ramadan"),
    pytest.param("UTC", date(2027, 2, 6), "24:00", "2027-02-07T00:00", id="utc-end-of-day"),
]


@pytest.mark.parametrize(("name", "day", "shown", "instant"), WALLS)
def test_wall_time_to_instant(name: str, day: date, shown: str, instant: str) -> None:
    hours, minutes = map(int, shown.split(":"))
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert zones.wall_instant(day, hours * 60 + minutes, name) == expected
    assert zones.instant_at(minutes_in(name).wall(zones.day_number(day), hours * 60 + minutes)) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Europe/London",
        "America/New_York",
        "America/St_Johns",
        "America/Havana",
        "America/Santiago",
        "Africa/Casablanca",
        "Africa/Cairo",
        "Asia/Beirut",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Pacific/Kiritimati",
        "America/Scoresbysund",
        "Antarctica/Troll",
    ],
)
def test_tables_say_the_same_as_the_zone_itself(name: str) -> None:
    """Every quarter of an hour near the clock changes of two years, every seventh hour of the other days."""
    clock, info = zones.MinuteZone(name), ZoneInfo(name)
    first = zones.day_number(date(2025, 1, 1))
    noons = [zones.instant_at(day * DAY + DAY // 2).astimezone(info).utcoffset() for day in range(first, first + 731)]
    for day in range(first + 1, first + 730):
        around = noons[day - first - 1 : day - first + 2]
        for of_day in range(0, DAY, 15 if len(set(around)) > 1 else 420):
            instant = zones.instant_at(day * DAY + of_day)
            assert timedelta(minutes=clock.offset_at(day * DAY + of_day)) == instant.astimezone(info).utcoffset()
            wall = instant.replace(tzinfo=info)
            assert clock.wall(day, of_day) == zones.minute_floor(wall.astimezone(UTC))


def test_days_begin_and_end_where_clocks_say() -> None:
    day = date(2027, 3, 28)
    assert zones.start_of_day(day, "Europe/Berlin") == datetime(2027, 3, 27, 23, tzinfo=UTC)
    assert zones.end_of_day(day, "Europe/Berlin") == datetime(2027, 3, 28, 22, tzinfo=UTC)
    assert zones.local_date(datetime(2027, 3, 28, 22, tzinfo=UTC), "Europe/Berlin") == date(2027, 3, 29)
    assert minutes_in("Europe/Berlin").local_day(zones.minute_floor(datetime(2027, 3, 28, 21, 59, tzinfo=UTC))) == (
        zones.day_number(day)
    )


def test_seconds_are_rounded_down_or_up() -> None:
    exact, late = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert zones.minute_ceil(exact) == zones.minute_floor(exact) == zones.minute_floor(late)
    assert zones.minute_ceil(late) == zones.minute_floor(exact) + 1
    assert zones.instant_at(zones.minute_floor(exact)) == exact
    assert zones.minute_ceil(datetime(1969, 12, 31, 23, 59, 30, tzinfo=UTC)) == 0


def test_day_numbers() -> None:
    assert zones.day_number(date(1970, 1, 1)) == 0
    assert zones.date_of_day(zones.day_number(date(2050, 9, 5))) == date(2050, 9, 5)


def test_tables_stay_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "_CACHED_DAYS", 10)
    clock = zones.MinuteZone("Europe/Berlin")
    for day in range(20_000, 20_100):
        assert clock.local_day(clock.wall(day, 0)) == day
    assert max(len(clock._utc_days), len(clock._local_days)) <= 10
