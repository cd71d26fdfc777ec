"""Which days are public holidays where: from the library `holidays`, which needs no network. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from babel import Locale

import holidays as library

FIRST_YEAR, LAST_YEAR = 1970, 2100
"""Holidays of other years are not known here, so that nobody can ask for thousands of years."""

_STABLE = "en_US"
_OBSERVED = re.compile(r"\s*\((?:[^()]*\b)?(?:observed|estimated)\)", re.IGNORECASE)
_NO_WORD = re.compile(r"[^\w]+")
_TOGETHER = "; "


@dataclass(frozen=True, slots=True)
class Place:
    """Whose holidays are kept: a country (ISO 3166-1 alpha-2), perhaps a region of it (ISO 3166-2 without it)."""

    country: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday on its date. `key` names it in every year and language; `name` is for people."""

    day: date
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Country:
    """A country of which holidays are known. Regions by code, with their names where these are known."""

    code: str
    name: str
    regions: Mapping[str, str]


@cache
def countries() -> Mapping[str, Country]:
    """All that are known, by code; names in English."""
    names = Locale("en").territories
    known = library.list_supported_countries(include_aliases=False)
    return {code: Country(code, names.get(code, code), _regions(code, known[code])) for code in sorted(known)}


def _regions(country: str, codes: Sequence[str]) -> dict[str, str]:
    if not codes:
        return {}
    aliases: Mapping[str, str] = library.country_holidays(country).subdivisions_aliases
    names: dict[str, str] = {}
    for name, code in aliases.items():
        names.setdefault(code, name)
    return {code: names.get(code, code) for code in codes}


def is_known(place: Place) -> bool:
    """Whether there are holidays of such a country and region."""
    country = countries().get(place.country)
    return country is not None and (place.region is None or place.region in country.regions)


def holidays_between(place: Place, first: date, last: date, language: str = "en") -> list[Holiday]:
    """Every holiday of a place from one date to another, both included, by date. One that falls together with
    another stands beside it. Names are in the language where the country's are known in it, else in English or its own.
    """
    years = range(max(first.year, FIRST_YEAR), min(last.year, LAST_YEAR) + 1)
    return [found for year in years for found in _of_year(place, year, language) if first <= found.day <= last]


@lru_cache(maxsize=4096)
def _of_year(place: Place, year: int, language: str) -> tuple[Holiday, ...]:
    spoken = _language(place.country, language)
    stable = _names(place, year, _language(place.country, "en"))
    shown = stable if spoken == _language(place.country, "en") else _names(place, year, spoken)
    return tuple(
        Holiday(day, key_of(name), told)
        for day in sorted(stable)
        for name, told in zip(stable[day], _as_many(shown.get(day, []), stable[day]), strict=True)
    )


def _as_many(names: list[str], stable: list[str]) -> list[str]:
    return names if len(names) == len(stable) else stable


def _names(place: Place, year: int, language: str | None) -> dict[date, list[str]]:
    found = library.country_holidays(place.country, subdiv=place.region, years=year, language=language)
    # Those of the year before may be kept in this one, and the other way round: each date is asked of its own year.
    return {day: text.split(_TOGETHER) for day, text in found.items() if day.year == year}


@lru_cache(maxsize=2048)
def _language(country: str, wanted: str) -> str | None:
    """The library's word for a language; English where it does not know the wanted one, else the country's own."""
    known: tuple[str, ...] = library.country_holidays(country).supported_languages or ()
    language = wanted.replace("-", "_").partition("_")[0].lower()
    own = (code for code in known if code.partition("_")[0].lower() == language)
    return next(own, _STABLE if _STABLE in known else None)


def key_of(name: str) -> str:
    """What names a holiday for good; the day on which it is kept instead is the same holiday."""
    return _NO_WORD.sub("_", _OBSERVED.sub("", name).lower()).strip("_")


def closed_days(place: Place, working: Iterable[str], first: date, last: date, language: str = "en") -> list[Holiday]:
    """The holidays that close a day for somebody who works on the others."""
    works = frozenset(working)
    return [holiday for holiday in holidays_between(place, first, last, language) if holiday.key not in works]
