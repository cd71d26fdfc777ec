"""Whole days and exact instants, one from the other, also where clocks change."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locum.absences.rules import Days
from locum.absences.windows import Window, covered_days, touched_days, window_of

ZONES = ["UTC", "Europe/Berlin", "America/Vancouver", "Pacific/Auckland", "Asia/Kolkata", "America/Santiago"]


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_days_are_those_of_the_zone() -> None:
    window = window_of(Days(date(2026, 1, 14), date(2026, 1, 16)), "America/Vancouver")
    assert window == Window(_utc("2026-01-14T08:00"), _utc("2026-01-17T08:00"))


def test_a_midnight_that_does_not_exist_is_the_first_instant_of_its_day() -> None:
    # Santiago goes from 24:00 of the 5th straight to 01:00 of the 6th of September 2026.
    window = window_of(Days(date(2026, 9, 6), date(2026, 9, 6)), "America/Santiago")
    assert window == Window(_utc("2026-09-06T04:00"), _utc("2026-09-07T03:00"))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-05-01T00:00", "2026-05-03T00:00", (1, 2)),
        ("2026-05-01T00:00", "2026-05-02T23:59:00", (1, 2)),
        ("2026-05-01T00:00", "2026-05-02T23:59:59", (1, 2)),
        ("2026-05-01T00:00", "2026-05-02T23:58:00", (1, 1)),
        ("2026-05-01T00:01", "2026-05-03T00:00", (2, 2)),
        ("2026-05-01T12:00", "2026-05-04T12:00", (2, 3)),
        ("2026-05-01T12:00", "2026-05-02T12:00", None),
        ("2026-05-01T09:00", "2026-05-01T12:00", None),
    ],
)
def test_a_day_is_covered_when_all_of_it_is(start: str, end: str, days: tuple[int, int] | None) -> None:
    expected = None if days is None else Days(date(2026, 5, days[0]), date(2026, 5, days[1]))
    assert covered_days(Window(_utc(start), _utc(end)), "UTC") == expected


def test_days_are_touched_by_any_part_of_them() -> None:
    window = Window(_utc("2026-05-01T12:00"), _utc("2026-05-03T00:00"))
    assert touched_days(window, "UTC") == Days(date(2026, 5, 1), date(2026, 5, 2))


@given(
    st.sampled_from(ZONES),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 40),
)
def test_the_days_of_a_window_of_days_are_these_days(zone: str, first: date, more: int) -> None:
    days = Days(first, date.fromordinal(first.toordinal() + more))
    window = window_of(days, zone)
    assert window.start < window.end
    assert covered_days(window, zone) == days
    assert touched_days(window, zone) == days
