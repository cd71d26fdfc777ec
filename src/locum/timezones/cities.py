"""Cities, from the names of the zones themselves."""

import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from locum.kit import zones

_AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
_OF_LATE: Mapping[str, str] = MappingProxyType(
    {
        "America/Ciudad_Juarez": "America/Denver",
        "America/Coyhaique": "America/Punta_Arenas",
        "Europe/Kyiv": "Europe/Kiev",
        "Pacific/Kanton": "Pacific/Enderbury",
    }
)
"""Zones that are younger than the data of programs in use, and older ones that keep the same time since then.

One name that the picker of the component library does not know, and nothing of the library is shown at all.
"""


@dataclass(frozen=True, slots=True)
class City:
    """A place with its zone."""

    name: str
    zone: str


@cache
def cities() -> tuple[City, ...]:
    """Every place that names a zone, older spellings included, and UTC; by zone name. Zones are of long standing."""
    known = filter(zones.canonical_name, zoneinfo.available_timezones())
    named = (zone for zone in sorted(known) if zone.partition("/")[0] in _AREAS)
    return (
        *(City(zone.rpartition("/")[2].replace("_", " "), _OF_LATE.get(zone, zone)) for zone in named),
        City("UTC", "UTC"),
    )
