"""Time zones over HTTP (platform sheet, section 11)."""

from functools import cache

from locum.http.envelope import Envelope, success
from locum.http.realms import Resource
from locum.kit.wire import WireOutput
from locum.timezones.cities import cities

timezones = Resource("time zones")


class CityOut(WireOutput):
    """A row for a picker; `pop` orders cities where somebody knows how many people live there, else 0."""

    city: str
    timezone: str
    pop: int


@cache
def _rows() -> list[CityOut]:
    return [CityOut(city=city.name, timezone=city.zone, pop=0) for city in cities()]


@timezones.get(public=True)
async def list_timezones() -> Envelope[list[CityOut]]:
    """All places and their zones."""
    return success(_rows())
