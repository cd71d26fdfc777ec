"""Time zones to choose from: a few dozen on the page itself, all of them when asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale

from locum.kit.zones import canonical_name, zone
from locum.pages.when import city, offset

# One or two of each offset, so that most visitors find their clock without searching.
_NAMES = """
    Pacific/Honolulu America/Anchorage America/Los_Angeles America/Denver America/Mexico_City America/Chicago
    America/Bogota America/New_York America/Toronto America/Halifax America/Sao_Paulo America/Argentina/Buenos_Aires
    UTC Europe/London Europe/Lisbon Africa/Lagos Europe/Berlin Europe/Madrid Europe/Paris Africa/Cairo Europe/Athens
    Africa/Johannesburg Europe/Istanbul Asia/Riyadh Asia/Dubai Asia/Karachi Asia/Kolkata Asia/Dhaka Asia/Bangkok
    Asia/Singapore Asia/Shanghai Asia/Tokyo Asia/Seoul Australia/Sydney Pacific/Auckland
"""
_COMMON = frozenset(_NAMES.split())
_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """One zone of the list."""

    name: str
    city: str
    offset: str

    @property
    def label(self) -> str:
        """City and offset."""
        return self.offset if self.name == "UTC" else f"{self.city} ({self.offset})"


def common(locale: Locale, at: datetime, *always: str) -> list[ZoneChoice]:
    """The few dozen, and those that have to be there."""
    return list(_choices(locale, at.replace(minute=0, second=0, microsecond=0), tuple(sorted({*_COMMON, *always}))))


def all_of_them(locale: Locale, at: datetime) -> list[ZoneChoice]:
    """Every zone that is named for a place, and UTC."""
    names = (name for name in available_timezones() if name.partition("/")[0] in _REGIONS)
    return list(_choices(locale, at.replace(minute=0, second=0, microsecond=0), tuple(sorted({*names, "UTC"}))))


@lru_cache(maxsize=64)
def _choices(locale: Locale, hour: datetime, names: Iterable[str]) -> tuple[ZoneChoice, ...]:
    choices = [ZoneChoice(name, city(locale, name), offset(name, hour)) for name in names]
    return tuple(sorted(choices, key=lambda choice: (hour.astimezone(zone(choice.name)).utcoffset(), choice.city)))


def wanted_zone(*wishes: str | None) -> str:
    """The first wish that is a zone; UTC when none is."""
    for wish in wishes:
        if wish and (name := canonical_name(wish)):
            return name
    return "UTC"
