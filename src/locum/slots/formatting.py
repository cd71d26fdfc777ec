"""Slots as text, by tables: dates and times in the booker's zone (slots sheet, section 2.2)."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol, TypeVar

from locum.kit.zones import DAY, MinuteZone, date_of_day, minutes_in

_TIMES = tuple(f"T{minute // 60:02}:{minute % 60:02}:00.000" for minute in range(DAY))
_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"})


class Starting(Protocol):
    """Whatever begins at a minute."""

    @property
    def start(self) -> int:
        """Minutes since 1970-01-01T00:00Z."""


S = TypeVar("S", bound=Starting)


class Written(NamedTuple):
    """Texts of one start: date and instant on the clock of a zone."""

    date: str
    text: str


class InstantWriter:
    """Writes minutes for one zone; None and UTC itself are written with `Z`. Raises UnknownZone."""

    def __init__(self, zone: str | None = None) -> None:
        self._zone: MinuteZone = minutes_in(zone or "UTC")
        self._is_utc = self._zone.name in _UTC_NAMES
        self._dates: dict[int, str] = {}
        self._suffixes: dict[int, str] = {}

    def write(self, minute: int) -> Written:
        """Its date, and it as `2050-09-05T09:00:00.000+02:00`."""
        offset = self._zone.offset_at(minute)
        day, of_day = divmod(minute + offset, DAY)
        date = self._dates.get(day) or self._date(day)
        suffix = self._suffixes.get(offset) or self._suffix(offset)
        return Written(date, date + _TIMES[of_day] + suffix)

    def text(self, minute: int) -> str:
        """Only the instant."""
        return self.write(minute).text

    def _date(self, day: int) -> str:
        return self._dates.setdefault(day, date_of_day(day).isoformat())

    def _suffix(self, offset: int) -> str:
        hours, minutes = divmod(abs(offset), 60)
        text = "Z" if self._is_utc else f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"
        return self._suffixes.setdefault(offset, text)


def by_date(slots: Iterable[S], zone: str | None = None) -> dict[str, list[tuple[str, S]]]:
    """Slots under their dates in a zone, in the order given, each with its start as text. Raises UnknownZone."""
    writer = InstantWriter(zone)
    dates: dict[str, list[tuple[str, S]]] = {}
    for slot in slots:
        date, text = writer.write(slot.start)
        dates.setdefault(date, []).append((text, slot))
    return dates
