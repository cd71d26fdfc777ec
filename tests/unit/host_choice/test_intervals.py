"""Over which time turns are counted."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from locum.host_choice.intervals import span_around
from locum.organizations.rounds import Interval


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("interval", "start", "end"),
    [
        ("DAY", day(2027, 12, 31), day(2028, 1, 1)),
        ("WEEK", day(2027, 12, 26), day(2028, 1, 2)),
        ("MONTH", day(2027, 12, 1), day(2028, 1, 1)),
    ],
)
def test_days_weeks_from_sunday_and_months(interval: Interval, start: datetime, end: datetime) -> None:
    for instant in (datetime(2027, 12, 31, 23, 59, tzinfo=UTC), start.replace(year=2027, month=12, day=31)):
        span = span_around(instant, interval)
        assert (span.start, span.end) == (start, end)


def test_edges_and_other_zones() -> None:
    sunday = day(2027, 12, 26)
    assert span_around(sunday, "WEEK").start == sunday
    assert span_around(sunday - timedelta(microseconds=1), "WEEK").end == sunday
    eastern = timezone(timedelta(hours=-5))
    assert span_around(datetime(2028, 1, 31, 20, tzinfo=eastern), "MONTH").start == day(2028, 2, 1)
