"""The days of an absence (out-of-office sheet, sections 2 and 4.2)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locum.absences.rules import Days, check_order, parse_bound
from locum.kit.errors import BadRequest

starts = st.dates(date(2000, 1, 1), date(2000, 3, 1))
spans = st.builds(lambda first, length: Days(first, first + timedelta(length)), starts, st.integers(0, 40))


def dates(days: Days) -> set[date]:
    """One by one."""
    return {days.first + timedelta(offset) for offset in range((days.last - days.first).days + 1)}


@given(spans, spans)
def test_the_overlap_is_the_days_that_both_hold(one: Days, other: Days) -> None:
    shared = one.overlap(other)
    assert (dates(shared) if shared else set()) == dates(one) & dates(other)
    assert shared == other.overlap(one)


@given(st.datetimes())
def test_any_instant_of_a_day_is_that_day(instant: object) -> None:
    text = f"{instant:%Y-%m-%dT%H:%M:%S}Z".rjust(20, "0")
    assert parse_bound(text).date() == date.fromisoformat(text[:10])


def test_days_out_of_order_are_refused() -> None:
    check_order(Days(date(2050, 5, 1), date(2050, 5, 1)))
    with pytest.raises(BadRequest, match="Start date must be before end date"):
        check_order(Days(date(2050, 5, 2), date(2050, 5, 1)))
