"""Rules of recurring absences (RFC 5545, section 3.3.10, within bounds)."""

from datetime import date, timedelta

import pytest

from locum.absences.patterns import Pattern
from locum.absences.recurrence import checked_rule, occurrences
from locum.kit.errors import BadRequest

MONDAY = date(2027, 2, 1)


def _days(rule: str, until: date = date(2027, 12, 31), exceptions: tuple[date, ...] = ()) -> list[str]:
    kept = checked_rule(rule, MONDAY)
    return [day.strftime("%m-%d") for day in occurrences(kept, MONDAY, exceptions, MONDAY, until)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=FR;COUNT=3", ["02-05", "02-12", "02-19"]),
        ("RRULE:freq=weekly;interval=2;byday=mo,fr;count=4", ["02-01", "02-05", "02-15", "02-19"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["02-26", "03-26"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["02-26", "03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", ["03-31", "05-31"]),
        ("FREQ=DAILY;UNTIL=20270203T120000Z", ["02-01", "02-02", "02-03"]),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", ["12-24"]),
    ],
)
def test_dates_of_a_rule(rule: str, expected: list[str]) -> None:
    assert _days(rule) == expected


def test_exceptions_are_left_out_and_still_counted() -> None:
    assert _days("FREQ=WEEKLY;COUNT=3", exceptions=(date(2027, 2, 8),)) == ["02-01", "02-15"]


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FRIDAYS",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=1FR",
        "FREQ=WEEKLY;BYHOUR=12",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20280101",
        "FREQ=WEEKLY;COUNT=99999",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;UNTIL=20271332",
        "FREQ=WEEKLY;UNTIL=20200101",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=FR",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=5MO",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=WEEKLY;BYDAY=FR\nDTSTART:20270101",
        "FREQ=WEEKLY;" + "BYDAY=FR," * 100,
    ],
)
def test_faulty_rules(rule: str) -> None:
    with pytest.raises(BadRequest, match="recurrence rule"):
        checked_rule(rule, MONDAY)


def test_expansion_is_bounded() -> None:
    assert len(_days("FREQ=DAILY", MONDAY + timedelta(days=365))) == 366


def _pattern(start: int | None, end: int | None, length: int = 1) -> Pattern:
    return Pattern(MONDAY, length, start, end, "FREQ=WEEKLY").checked()


def test_hours_of_an_occurrence() -> None:
    night = _pattern(22 * 60, 2 * 60)
    assert night.length_days == 2
    assert not night.span_on(MONDAY, "UTC").covers_days
    afternoon = _pattern(13 * 60, None)
    window = afternoon.span_on(date(2027, 3, 29), "Europe/Berlin").window
    assert window is not None
    assert (window.start.hour, window.end.hour) == (11, 22)
    before = afternoon.span_on(date(2027, 3, 22), "Europe/Berlin").window
    assert before is not None
    assert (before.start.hour, before.end.hour) == (12, 23)
    assert _pattern(None, None).span_on(MONDAY, "UTC").window is None


def test_an_occurrence_that_a_clock_change_swallows_is_still_in_order() -> None:
    window = _pattern(2 * 60 + 15, 2 * 60 + 45).span_on(date(2027, 3, 28), "Europe/Berlin").window
    assert window is not None
    assert window.start < window.end


@pytest.mark.parametrize(("start", "end", "length"), [(None, None, 0), (None, None, 367), (None, None, -3)])
def test_lengths_out_of_bounds(start: int | None, end: int | None, length: int) -> None:
    with pytest.raises(BadRequest):
        _pattern(start, end, length)
