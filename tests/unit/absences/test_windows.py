"""Days and instants, one from the other (bridge sheet, section 3)."""

from datetime import UTC, date, datetime

import pytest

from locum.absences.rules import Away, Days
from locum.absences.windows import Span, Window, asked_span, exact_span, span_of, window_of, window_of_away
from locum.kit.errors import BadRequest

BERLIN = "Europe/Berlin"
DAYS = Days(date(2027, 3, 27), date(2027, 3, 28))  # 47 hours: clocks go forward on the 28th
WINDOW = Window(datetime(2027, 3, 26, 23, tzinfo=UTC), datetime(2027, 3, 28, 22, tzinfo=UTC))


def test_whole_days_are_nothing_but_days() -> None:
    assert window_of(DAYS, BERLIN) == WINDOW
    assert span_of(WINDOW, BERLIN) == Span(DAYS)
    assert exact_span(WINDOW.start, WINDOW.end, BERLIN) == Span(DAYS)
    assert span_of(WINDOW, "UTC").window == WINDOW


def test_who_is_away_for_some_hours_is_away_for_no_longer() -> None:
    hours = Window(datetime(2027, 3, 27, 12, tzinfo=UTC), datetime(2027, 3, 27, 15, tzinfo=UTC))
    away = Away(1, 2, Days(date(2027, 3, 27), date(2027, 3, 27)), None, hours.start, hours.end, False)
    assert window_of_away(away, BERLIN) == hours
    assert window_of_away(Away(1, 2, DAYS, None), BERLIN) == WINDOW


def test_days_beyond_all_calendars_have_instants() -> None:
    window = window_of(Days(date.min, date.max), "Pacific/Kiritimati")
    assert window.start < WINDOW.start < window.end


@pytest.mark.parametrize("year", [1, 1899, 3000, 9999])
def test_hours_of_other_ages_are_refused(year: int) -> None:
    day = datetime(year, 6, 1, tzinfo=UTC)
    with pytest.raises(BadRequest):
        asked_span(day, day, 60, 120, BERLIN)
    with pytest.raises(BadRequest):
        exact_span(day, day.replace(hour=1), BERLIN)
