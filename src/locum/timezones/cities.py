"""Cities, from the names of the zones themselves."""

import zoneinfo
from dataclasses import dataclass
from functools import cache

from locum.kit import zones

_AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


@dataclass(frozen=True, slots=True)
class City:
    """A place with its zone."""

    name: str
    zone: str


@cache
def cities() -> tuple[City, ...]:
    """Every place that names a zone, older spellings included, and UTC; by zone name."""
    known = filter(zones.canonical_name, zoneinfo.available_timezones())
    named = (zone for zone in sorted(known) if zone.partition("/")[0] in _AREAS)
    return (*(City(zone.rpartition("/")[2].replace("_", " "), zone) for zone in named), City("UTC", "UTC"))
