"""Which days are holidays where."""

from datetime import date

import pytest

from locum.holidays.calendar import LAST_YEAR, Place, closed_days, countries, holidays_between, is_known, key_of

BAVARIA = Place("DE", "BY")


def _year(place: Place, year: int, language: str = "en") -> dict[date, str]:
    return {day.day: day.name for day in holidays_between(place, date(year, 1, 1), date(year, 12, 31), language)}


def test_regions_have_their_own() -> None:
    epiphany = date(2027, 1, 6)
    assert epiphany in _year(BAVARIA, 2027)
    assert epiphany not in _year(Place("DE", "BE"), 2027)
    assert countries()["DE"].regions["BY"] == "Bayern"


def test_names_are_told_in_the_language_asked_and_keys_stay() -> None:
    assert _year(BAVARIA, 2027, "de")[date(2027, 12, 25)] == "Erster Weihnachtstag"
    assert _year(BAVARIA, 2027, "xx")[date(2027, 12, 25)] == "Christmas Day"
    keys = {language: [day.key for day in holidays_between(BAVARIA, *YEAR, language)] for language in ("de", "en")}
    assert keys["de"] == keys["en"]


YEAR = (date(2027, 1, 1), date(2027, 12, 31))


def test_what_is_kept_on_another_day_is_the_same_holiday() -> None:
    days = {day.day: day.key for day in holidays_between(Place("GB"), *YEAR)}
    assert days[date(2027, 12, 25)] == days[date(2027, 12, 27)] == "christmas_day"
    assert key_of("Eid al-Fitr (estimated)") == key_of("Eid al-Fitr")


def test_the_days_on_which_somebody_works_are_open() -> None:
    closed = {day.day for day in closed_days(Place("GB"), ["christmas_day"], *YEAR)}
    assert date(2027, 12, 27) not in closed
    assert date(2027, 12, 28) in closed


@pytest.mark.parametrize(
    ("place", "known"),
    [
        (BAVARIA, True),
        (Place("DE"), True),
        (Place("DE", "XX"), False),
        (Place("XX"), False),
        (Place("de"), False),
    ],
)
def test_places_that_are_known(place: Place, known: bool) -> None:
    assert is_known(place) == known


def test_thousands_of_years_are_not_looked_up() -> None:
    found = holidays_between(Place("US"), date(1, 1, 1), date(9999, 12, 31))
    assert found[-1].day.year == LAST_YEAR


def test_every_country_can_be_asked() -> None:
    assert len(countries()) > 200
    for code in countries():
        holidays_between(Place(code), *YEAR)
