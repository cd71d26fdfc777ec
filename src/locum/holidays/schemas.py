"""Public holidays on the wire: an extension, nothing of it is published by others."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from locum.holidays.calendar import Country, Holiday, Place
from locum.holidays.queries import Kept
from locum.kit.wire import WireInput, WireOutput

MOST_KEYS = 200
Key = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class HolidaysIn(WireInput):
    """Whose holidays are kept; a country of null is none at all."""

    country: Annotated[str, StringConstraints(min_length=2, max_length=2)] | None = Field(
        description="ISO 3166-1 alpha-2; null: none, whatever the organization keeps"
    )
    region: Annotated[str, StringConstraints(min_length=1, max_length=40)] | None = None
    working: list[Key] = Field(
        default_factory=list, max_length=MOST_KEYS, description="Keys of the holidays that do not close the day"
    )

    def place(self) -> Place | None:
        """As the calendar knows it."""
        return Place(self.country.upper(), self.region) if self.country else None


class HolidayOut(WireOutput):
    """One holiday; `closes` says that nobody can be booked on it."""

    date: str
    key: str
    name: str
    closes: bool


class HolidaysOut(WireOutput):
    """Whose holidays are kept, by whose choice, and which they are in a year."""

    country: str | None
    region: str | None
    working: list[str]
    chosen_by: Literal["person", "organization", "nobody"]
    year: int
    days: list[HolidayOut]


class RegionOut(WireOutput):
    """A part of a country with holidays of its own."""

    code: str
    name: str


class CountryOut(WireOutput):
    """A country whose holidays are known."""

    code: str
    name: str
    regions: list[RegionOut]


def holidays_out(
    kept: Kept, chosen_by: Literal["person", "organization", "nobody"], year: int, days: list[Holiday]
) -> HolidaysOut:
    """What holds, with the days of a year."""
    return HolidaysOut(
        country=kept.place.country if kept.place else None,
        region=kept.place.region if kept.place else None,
        working=sorted(kept.working),
        chosen_by=chosen_by,
        year=year,
        days=[
            HolidayOut(date=day.day.isoformat(), key=day.key, name=day.name, closes=day.key not in kept.working)
            for day in days
        ],
    )


def country_out(country: Country) -> CountryOut:
    """A country with its regions."""
    regions = [RegionOut(code=code, name=name) for code, name in country.regions.items()]
    return CountryOut(code=country.code, name=country.name, regions=regions)
