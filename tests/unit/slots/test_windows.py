"""The asked window (slots sheet, sections 2.1 and 3)."""

from datetime import UTC, datetime, timedelta

import pytest

from locum.slots.windows import asked_window, parse_instant, slot_span
from tests.unit.slots.making import ask, at, w

MIDNIGHT = datetime(2050, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2050-09-05", MIDNIGHT),
        ("2050-09-05T00:00", MIDNIGHT),
        ("2050-09-05T00:00:00Z", MIDNIGHT),
        ("2050-09-05T09:30:15.250Z", MIDNIGHT + timedelta(hours=9, minutes=30, seconds=15.25)),
        ("2050-09-05T09:30:15,5", MIDNIGHT + timedelta(hours=9, minutes=30, seconds=15.5)),
        ("2050-09-05T02:00:00+02:00", MIDNIGHT),
        ("2050-09-05T02:00:00+0200", MIDNIGHT),
        ("2050-09-05T02:00:00+02", MIDNIGHT),
        ("2050-09-04T18:15:00-05:45", MIDNIGHT),
        ("2050-09-05 00:00:00", MIDNIGHT),
        ("2050-09-05t00:00:00z", MIDNIGHT),
        ("2050-09-05T00:00:00.123456789Z", MIDNIGHT + timedelta(microseconds=123456)),
    ],
)
def test_iso_texts(text: str, expected: datetime) -> None:
    assert parse_instant(text) == expected
    assert parse_instant(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2050-9-5",
        "2050-09",
        "2050-02-30",
        "2050-13-01",
        "20500905",
        "05.09.2050",
        "2050-09-05T",
        "2050-09-05T24:00",
        "2050-09-05T10",
        "2050-09-05T10:60",
        "2050-09-05T10:00+24:00",
        "2050-09-05T10:00+02:60",
        "2050-09-05Z",
        "2050-09-05T10:00 Europe/Rome",
        " 2050-09-05",
        "2050-09-05\n",
        "٢٠٥٠-٠٩-٠٥",
        "0000-01-01",
        "0001-01-01T00:00+02:00",
        "9999-12-31T23:00-02:00",
        "now",
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_instant(text)


@pytest.mark.parametrize(
    "end", ["2050-09-07", "2050-09-07T00:00:00Z", "2050-09-07T02:00:00+02:00", "2050-09-07T00:00:00.5Z"]
)
def test_an_end_at_midnight_is_the_end_of_that_day(end: str) -> None:
    assert asked_window("2050-09-05", end) == (MIDNIGHT, datetime(2050, 9, 7, 23, 59, 59, tzinfo=UTC))


def test_other_ends_stay() -> None:
    start, end = asked_window("2050-09-05T00:00:00.900Z", "2050-09-07T00:00:01Z")
    assert (start, end) == (MIDNIGHT, datetime(2050, 9, 7, 0, 0, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("window", "now", "notice", "start", "end", "by_notice"),
    [
        pytest.param("02-01", "01-04T00:00", 0, "02-01T00:00", "02-02T00:00", None, id="whole-day"),
        pytest.param("02-01T09:10/02-01T13:00", "01-04T00:00", 0, "02-01T09:10", "02-01T13:00", None, id="times"),
        pytest.param("02-01", "02-01T10:00", 0, "02-01T10:01", "02-02T00:00", None, id="a-minute-after-now"),
        pytest.param("02-01", "02-01T10:00", 1, "02-01T10:01", "02-02T00:00", "02-01T10:01", id="notice-of-a-minute"),
        pytest.param("02-01", "02-01T10:00:20", 60, "02-01T11:01", "02-02T00:00", "02-01T11:00", id="seconds"),
        pytest.param("02-01T12:00/02-02", "02-01T10:00", 60, "02-01T12:00", "02-03T00:00", None, id="later-start"),
        pytest.param("02-01T09:00/02-01T10:30:59", "01-04", 0, "02-01T09:00", "02-01T10:31", None, id="last-second"),
        pytest.param("02-01T09:00/02-01T10:30:58", "01-04", 0, "02-01T09:00", "02-01T10:30", None, id="not-the-last"),
    ],
)
def test_where_slots_may_lie(window: str, now: str, notice: int, start: str, end: str, by_notice: str | None) -> None:
    span = slot_span(ask(w(), window, now=now, minimum_notice=notice))
    assert (span.start, span.end) == (at(start), at(end))
    assert span.notice == (at(by_notice) if by_notice else None)


def test_a_window_that_is_over_is_empty() -> None:
    assert slot_span(ask(w(), "02-01/02-02", now="02-03T00:00")).is_empty
    assert slot_span(ask(w(), "02-03/02-02")).is_empty
