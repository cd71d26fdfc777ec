"""The month and the days as pure values."""

from datetime import date, datetime, timedelta

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from locum.kit.zones import minute_floor
from locum.pages.booking.month import MOST_TIMES, Offer, days_from, first_of_month, month_grid, offer_of
from locum.pages.when import Clock
from locum.pages.words import choose_words
from locum.slots.answer import Slot

BERLIN = Clock(choose_words("en-GB"), "Europe/Berlin", 24)


def at(text: str) -> Slot:
    """A slot at an instant."""
    return Slot(minute_floor(datetime.fromisoformat(f"{text}+00:00")))


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(0, 6))
def test_every_day_stands_once_under_its_weekday(day: date, first: int) -> None:
    month = month_grid(BERLIN, Offer({}, {}), first_of_month(day), today=date(2000, 1, 1), chosen=day, first=first)
    cells = [(index, cell) for week in month.weeks for index, cell in enumerate(week) if cell]
    assert all(len(week) == 7 for week in month.weeks)
    assert [cell.number for _, cell in cells] == list(range(1, len(cells) + 1))
    assert all((date.fromisoformat(cell.value).weekday() - first) % 7 == index for index, cell in cells)
    assert [cell.value for _, cell in cells if cell.is_chosen] == [day.isoformat()]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-40, 40))
def test_months_are_counted_over_years(day: date, months: int) -> None:
    there = first_of_month(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day == 1


def test_slots_fall_on_the_visitors_dates() -> None:
    slots = [at("2027-02-01T22:30"), at("2027-02-01T23:30")]
    assert list(offer_of(slots, {}, "Europe/Berlin").free) == [date(2027, 2, 1), date(2027, 2, 2)]
    assert list(offer_of(slots, {}, "America/New_York").free) == [date(2027, 2, 1)]


def test_times_skip_the_hour_that_does_not_exist() -> None:
    slots = [at(f"2027-03-28T{hour:02}:30") for hour in range(3)]
    offer = offer_of(slots, {}, "Europe/Berlin")
    (day,) = days_from(BERLIN, offer, date(2027, 3, 28), shows_seats=False)
    assert [time.label for time in day.times] == ["01:30", "03:30", "04:30"]


def test_the_hour_that_comes_twice_is_offered_twice() -> None:
    slots = [at(f"2027-10-31T{hour:02}:30") for hour in range(2)]
    (day,) = days_from(BERLIN, offer_of(slots, {}, "Europe/Berlin"), date(2027, 10, 31), shows_seats=False)
    assert [time.label for time in day.times] == ["02:30", "02:30"]
    assert len({time.value for time in day.times}) == 2


def test_so_many_times_at_once_are_enough() -> None:
    start = minute_floor(datetime.fromisoformat("2027-02-01T00:00+00:00"))
    slots = [Slot(start + 5 * index) for index in range(7 * 288)]
    shown = days_from(BERLIN, offer_of(slots, {}, "UTC"), date(2027, 2, 1), shows_seats=False)
    assert len(shown) == 1
    few = [slot for slot in slots if slot.start % 60 == 0]
    assert (
        sum(len(day.times) for day in days_from(BERLIN, offer_of(few, {}, "UTC"), date(2027, 2, 1), shows_seats=False))
        <= MOST_TIMES
    )


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "Tuesday, December 8"),
        ("en-GB", "Tuesday 8 December"),
        ("de", "Dienstag, 8. Dezember"),
        ("ar", "الثلاثاء، 8 ديسمبر"),
    ],
)
def test_days_are_named_as_the_language_does(language: str, day: str) -> None:
    clock = Clock(choose_words(language), "UTC", 24)
    (shown,) = days_from(clock, Offer({}, {}), date(2026, 12, 8), shows_seats=False)
    assert shown.name == day
    assert Locale.parse(language, sep="-").language == clock.words.locale.language


def test_a_meeting_over_midnight_names_both_days() -> None:
    start = datetime.fromisoformat("2027-02-01T22:45+00:00")
    assert BERLIN.span(start, start + timedelta(minutes=30)) == "23:45 – Tuesday, 2 February 2027, 00:15"
