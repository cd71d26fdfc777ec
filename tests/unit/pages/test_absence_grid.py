"""A month of absences as cells of a table."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locum.absences.rules import Days, ShownAbsence
from locum.pages.dashboard.absence_grid import Cell, each, month_of, row, whole

FEBRUARY = Days(date(2027, 2, 1), date(2027, 2, 28))
TODAY = date(2027, 2, 3)


def away(number: int, first: date, last: date) -> ShownAbsence:
    return ShownAbsence(number, 1, Days(first, last), "vacation", None, None)


def test_nobody_away_has_a_cell_for_each_day() -> None:
    assert row(FEBRUARY, []) == [Cell(Days(day, day)) for day in each(FEBRUARY)]


def test_an_absence_is_one_cell_as_long_as_its_days() -> None:
    cells = row(FEBRUARY, [away(1, date(2027, 2, 3), date(2027, 2, 7))])
    assert [cell.span for cell in cells[:4]] == [1, 1, 5, 1]
    assert not cells[2].began
    assert not cells[2].goes_on
    assert cells[2].holds(date(2027, 2, 7))
    assert not cells[2].holds(date(2027, 2, 8))


def test_what_reaches_beyond_the_month_says_so() -> None:
    (only,) = row(FEBRUARY, [away(1, date(2027, 1, 1), date(2027, 3, 1))])
    assert (only.span, only.began, only.goes_on) == (28, True, True)


def test_absences_side_by_side_and_on_top_of_each_other_are_told_apart() -> None:
    one, two = away(1, date(2027, 2, 1), date(2027, 2, 4)), away(2, date(2027, 2, 3), date(2027, 2, 6))
    three = away(3, date(2027, 2, 7), date(2027, 2, 8))
    cells = [cell for cell in row(FEBRUARY, [one, two, three]) if cell.absences]
    assert [(cell.span, [held.id for held in cell.absences]) for cell in cells] == [
        (2, [1]),
        (2, [1, 2]),
        (2, [2]),
        (2, [3]),
    ]
    assert [(cell.began, cell.goes_on) for cell in cells] == [
        (False, True),
        (True, True),
        (True, False),
        (False, False),
    ]


_days = st.dates(date(2027, 1, 1), date(2027, 3, 31))


@given(st.lists(st.tuples(_days, _days), max_size=6))
def test_a_row_covers_every_day_of_its_month_once(spans: list[tuple[date, date]]) -> None:
    absences = [away(number, min(span), max(span)) for number, span in enumerate(spans)]
    cells = row(FEBRUARY, absences)
    assert [day for cell in cells for day in each(cell.days)] == each(FEBRUARY)
    for cell in cells:
        for day in each(cell.days):
            assert [one for one in absences if one.days.first <= day <= one.days.last] == list(cell.absences)


@pytest.mark.parametrize("text", [None, "", "soon", "2027-13", "2027-2-1", "0001-01", "9999-12", "2027-02-03"])
def test_nonsense_means_the_present_month(text: str | None) -> None:
    assert month_of(text, TODAY) == date(2027, 2, 1)


def test_months_know_their_length() -> None:
    assert month_of("2028-02", TODAY) == date(2028, 2, 1)
    assert whole(date(2028, 2, 1)) == Days(date(2028, 2, 1), date(2028, 2, 29))
