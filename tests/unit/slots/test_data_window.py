"""What has to be loaded for an answer."""

from datetime import UTC, date, datetime

import pytest

from locum.slots.data_window import data_window
from locum.slots.question import DaysAhead, Limits, Unit
from tests.unit.slots.making import ask, instant, w

DAYS = "02-03/02-05"


def test_the_window_itself_with_dates_of_all_zones() -> None:
    loaded = data_window(ask(w(), DAYS))
    assert (loaded.busy_from, loaded.busy_to) == (instant("02-03"), instant("02-06"))
    assert (loaded.first_absent, loaded.last_absent) == (date(2027, 2, 2), date(2027, 2, 7))
    assert loaded.counted_from <= loaded.busy_from
    assert loaded.counted_to >= loaded.busy_to


def test_hosts_may_be_missing() -> None:
    assert data_window(ask((), DAYS)) == data_window(ask(w("Asia/Tokyo"), DAYS))


def test_buffers_reach_further() -> None:
    loaded = data_window(ask(w(), DAYS, before_buffer=10, after_buffer=20))
    assert (loaded.busy_from, loaded.busy_to) == (instant("02-02T23:30"), instant("02-06T00:30"))


def test_nothing_before_the_notice() -> None:
    assert data_window(ask(w(), DAYS, now="02-04T10:00", minimum_notice=60)).busy_from == instant("02-04T11:00")


def test_a_window_that_is_over_needs_hardly_anything() -> None:
    loaded = data_window(ask(w(), DAYS, now="03-04T10:00"))
    assert loaded.busy_from == loaded.busy_to == instant("03-04T10:01")


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        (Unit.DAY, "02-01", "02-09"),
        (Unit.WEEK, "01-30", "02-15"),
        (Unit.MONTH, "01-31", "03-02"),
        (Unit.YEAR, "2026-12-31", "2028-01-02"),
    ],
)
@pytest.mark.parametrize("limited", ["limits", "team_limits"])
@pytest.mark.parametrize("by", ["count", "duration"])
def test_limits_need_whole_periods(unit: Unit, first: str, last: str, limited: str, by: str) -> None:
    loaded = data_window(ask(w(), DAYS, **{limited: Limits(**{by: {unit: 60}})}))  # type: ignore[arg-type]
    assert loaded.counted_from <= instant(first)
    assert loaded.counted_to >= instant(last)
    assert loaded.counted_from.tzinfo is UTC


def test_a_rolling_window_needs_the_days_before() -> None:
    asked = ask(w(), "02-10/02-12", now="02-01T10:00", booking_window=DaysAhead(5, rolling=True))
    loaded = data_window(asked)
    assert (loaded.busy_from, loaded.busy_to) == (instant("02-01T10:01"), instant("02-13T01:00"))


def test_a_rolling_window_needs_no_more_than_61_days() -> None:
    asked = ask(w(), "06-10/06-12", now="02-01T10:00", booking_window=DaysAhead(5, rolling=True))
    assert data_window(asked).busy_from == datetime(2027, 2, 1, 10, 1, tzinfo=UTC)
    assert data_window(asked).busy_to == instant("06-13")
