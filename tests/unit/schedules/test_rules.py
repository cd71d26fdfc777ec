"""Wall times and dates of schedules (availability sheet, section 3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locum.schedules.rows import override_rows, weekly_hours, weekly_rows
from locum.schedules.rules import DateHours, WeeklyHours, format_wall_time, parse_date, parse_wall_time


@given(st.integers(0, 1439))
def test_every_minute_of_the_day_is_written_and_read_back(minute: int) -> None:
    text = format_wall_time(minute)
    assert len(text) == 5
    assert parse_wall_time(text) == minute


@pytest.mark.parametrize(
    "text", ["9:00", "24:00", "23:60", "09:00:00", " 09:00", "09:00\n", "0900", "", "٠٩:٠٠", "-1:00"]
)
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a time"):
        parse_wall_time(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2050-05-20", date(2050, 5, 20)),
        ("2048-02-29", date(2048, 2, 29)),
        ("2050-05-20T10:00:00Z", date(2050, 5, 20)),
        ("2050-05-20T10:00:00.000Z", date(2050, 5, 20)),
        ("2050-05-20T23:30:00-02:00", date(2050, 5, 21)),
        ("2050-05-20T00:30+02:00", date(2050, 5, 19)),
        ("2050-05-20T23:30:00", date(2050, 5, 20)),
    ],
)
def test_a_date_with_a_time_keeps_its_utc_date(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "2050-02-30",
        "2050-13-01",
        "2050-5-1",
        "20.05.2050",
        "tomorrow",
        "",
        "0000-01-01",
        "2050-05-20T25:00",
        " 2050-05-20",
    ],
)
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_date(text)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+02:00", "9999-12-31T23:00:00-02:00"])
def test_a_utc_date_beyond_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="calendar"):
        parse_date(text)


weekdays = st.lists(st.integers(0, 6)).map(tuple)
minutes = st.integers(0, 1439)


@given(st.lists(st.builds(WeeklyHours, weekdays, minutes, minutes)))
def test_weekly_rules_come_back_from_their_rows_in_order(weekly: list[WeeklyHours]) -> None:
    rows = weekly_rows(weekly)
    assert [row.position for row in rows] == list(range(len(weekly)))
    assert [weekly_hours(row.days, row.start_minute, row.end_minute) for row in rows] == weekly


def test_rows_count_weekdays_from_sunday() -> None:
    [row] = weekly_rows([WeeklyHours((6, 0, 5), 0, 1439)])
    assert row.days == [0, 1, 6]


def test_override_rows_have_a_date_and_no_weekdays() -> None:
    rows = override_rows([DateHours(date(2050, 5, 2), 60, 120), DateHours(date(2050, 5, 1), 0, 0)])
    assert [(row.position, row.days, row.on_date) for row in rows] == [
        (0, [], date(2050, 5, 2)),
        (1, [], date(2050, 5, 1)),
    ]
