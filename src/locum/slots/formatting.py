"""Slots as text, by tables: dates and times in the booker's zone (slots sheet, section 2.2)."""

from locum.kit.zones import DAY, date_of_day, minutes_in

_TIMES = tuple(f"T{minute // 60:02}:{minute % 60:02}:00.000" for minute in range(DAY))
_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"})


class InstantWriter:
    """Writes minutes for one zone; None and UTC itself are written with `Z`. Raises UnknownZone."""

    def __init__(self, zone: str | None = None) -> None:
        self._zone = minutes_in(zone or "UTC")
        self._is_utc = self._zone.name in _UTC_NAMES
        self._dates: dict[int, str] = {}
        self._offsets: dict[int, int] = {}
        self._suffixes: dict[int, str] = {}

    def write(self, minute: int) -> tuple[str, str]:
        """Its date, and it as `2050-09-05T09:00:00.000+02:00`."""
        offset = self._offsets.get(minute // DAY)
        if offset is None:
            offset = self._offset(minute)
        day, of_day = divmod(minute + offset, DAY)
        date = self._dates.get(day) or self._date(day)
        return date, date + _TIMES[of_day] + self._suffixes[offset]

    def text(self, minute: int) -> str:
        """Only the instant."""
        return self.write(minute)[1]

    def _date(self, day: int) -> str:
        return self._dates.setdefault(day, date_of_day(day).isoformat())

    def _offset(self, minute: int) -> int:
        """Kept for the whole UTC day, unless a clock change falls into it."""
        whole_day = self._zone.offset_on_utc_day(minute // DAY)
        offset = self._zone.offset_at(minute) if whole_day is None else whole_day
        if whole_day is not None:
            self._offsets[minute // DAY] = whole_day
        if offset not in self._suffixes:
            hours, minutes = divmod(abs(offset), 60)
            self._suffixes[offset] = "Z" if self._is_utc else f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"
        return offset
