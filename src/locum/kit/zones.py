"""Time zones: names, wall time to instant and back, on the zone files of the `tzdata` wheel only.

The machine's own zone files may be older than the wheel's, so they are never read.

The one policy for wall times that a clock change makes odd (slots sheet, section 4.2): a time in the gap takes the
offset before the gap (02:30 is shown as 03:30), an ambiguous time is its first occurrence.

Bulk work counts in whole minutes since 1970-01-01T00:00Z ("minutes") and whole days since 1970-01-01 ("day numbers").
"""

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

zoneinfo.reset_tzpath(to=())
ZoneInfo.clear_cache()

DAY = 1440
"""Minutes of a day without a clock change."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_MINUTE = timedelta(minutes=1)
_CACHED_DAYS = 20_000


class UnknownZone(ValueError):
    """No such IANA zone."""


@cache
def _names() -> dict[str, str]:
    return {name.lower(): name for name in zoneinfo.available_timezones() if name != "Factory"}


def canonical_name(text: str) -> str | None:
    """The IANA spelling of a zone name given in any letter case; None when there is no such zone. Links are kept."""
    return _names().get(text.lower())


def zone(name: str) -> ZoneInfo:
    """The zone of that name, in any letter case. Raises UnknownZone."""
    return minutes_in(name).info


def minutes_in(name: str) -> "MinuteZone":
    """The same zone for bulk work in minutes. Raises UnknownZone."""
    canonical = canonical_name(name)
    if canonical is None:
        raise UnknownZone(f"{name!r} is not an IANA time zone")
    return _minute_zone(canonical)


@cache
def _minute_zone(canonical: str) -> "MinuteZone":
    return MinuteZone(canonical)


class MinuteZone:
    """A zone that answers in integer minutes. Days without a clock change are answered from tables."""

    __slots__ = ("_local_days", "_utc_days", "info", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.info = ZoneInfo(name)
        self._local_days: dict[int, int | None] = {}
        self._utc_days: dict[int, int | None] = {}

    def offset_at(self, minute: int) -> int:
        """Minutes that local clocks are ahead of UTC at this instant."""
        offset = self.offset_on_utc_day(minute // DAY)
        return self._exact_offset(minute) if offset is None else offset

    def offset_on_utc_day(self, utc_day: int) -> int | None:
        """The offset that holds for a whole UTC day; None on the day of a clock change."""
        if utc_day not in self._utc_days:
            first, last = self._exact_offset(utc_day * DAY), self._exact_offset(utc_day * DAY + DAY)
            _remember(self._utc_days, utc_day, first if first == last else None)
        return self._utc_days[utc_day]

    def wall(self, day: int, minute_of_day: int) -> int:
        """The instant at which local clocks show this minute (0 to 1440) of a local day."""
        offset = self._offset_on_local_day(day)
        if offset is None:
            offset = self._wall_offset(day, minute_of_day)
        return day * DAY + minute_of_day - offset

    def local_day(self, minute: int) -> int:
        """The number of the calendar day that local clocks show at this instant."""
        return (minute + self.offset_at(minute)) // DAY

    def _offset_on_local_day(self, day: int) -> int | None:
        if day not in self._local_days:
            first, last = self._wall_offset(day, 0), self._wall_offset(day, DAY)
            _remember(self._local_days, day, first if first == last else None)
        return self._local_days[day]

    def _wall_offset(self, day: int, minute_of_day: int) -> int:
        shown = (_EPOCH + timedelta(days=day, minutes=minute_of_day)).replace(tzinfo=self.info)
        return _whole_minutes(shown.utcoffset())

    def _exact_offset(self, minute: int) -> int:
        return _whole_minutes((_EPOCH + timedelta(minutes=minute)).astimezone(self.info).utcoffset())


def _remember(table: dict[int, int | None], day: int, offset: int | None) -> None:
    if len(table) >= _CACHED_DAYS:
        table.clear()
    table[day] = offset


def _whole_minutes(offset: timedelta | None) -> int:
    return 0 if offset is None else offset // _MINUTE


def minute_floor(instant: datetime) -> int:
    """The full minute at or before an aware instant."""
    return (instant - _EPOCH) // _MINUTE


def minute_ceil(instant: datetime) -> int:
    """The full minute at or after an aware instant."""
    return -((_EPOCH - instant) // _MINUTE)


def instant_at(minute: int) -> datetime:
    """The aware UTC instant of a minute."""
    return _EPOCH + timedelta(minutes=minute)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH_ORDINAL


def date_of_day(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(number + _EPOCH_ORDINAL)


def wall_instant(day: date, minute_of_day: int, name: str) -> datetime:
    """The aware UTC instant at which clocks of a zone show this minute (0 to 1440) of a date. Raises UnknownZone."""
    return instant_at(minutes_in(name).wall(day_number(day), minute_of_day))


def start_of_day(day: date, name: str) -> datetime:
    """The first instant of a date in a zone: 00:00, or what the gap makes of it. Raises UnknownZone."""
    return wall_instant(day, 0, name)


def end_of_day(day: date, name: str) -> datetime:
    """The first instant of the next date in a zone. Raises UnknownZone."""
    return wall_instant(day, DAY, name)


def local_date(instant: datetime, name: str) -> date:
    """The date that clocks of a zone show at an aware instant. Raises UnknownZone."""
    return instant.astimezone(zone(name)).date()
