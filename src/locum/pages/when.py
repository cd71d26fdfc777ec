"""Days, times and zones as a visitor reads them. Much is looked up in tables: a page shows hundreds of times."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, get_day_names

from locum.kit.zones import DAY, canonical_name, zone
from locum.mail.catalogue import Words

Cycle = Literal[12, 24]
_PLAIN_SPACES = str.maketrans({"\u2009": " ", "\u202f": "\xa0"})


@dataclass(frozen=True, slots=True)
class Clock:
    """How one visitor reads instants: words, IANA zone, twelve or twenty-four hours."""

    words: Words
    zone: str
    cycle: Cycle

    def local(self, instant: datetime) -> datetime:
        """What his clocks show."""
        return instant.astimezone(zone(self.zone))

    def day(self, instant: datetime) -> str:
        """`Tuesday, December 8, 2026`."""
        return full_day(self.words.locale, self.local(instant).date())

    def time(self, instant: datetime) -> str:
        """`9:00 AM` or `09:00`."""
        local = self.local(instant)
        return time_of_day(self.words.locale, local.hour * 60 + local.minute, self.cycle)

    def short(self, instant: datetime) -> str:
        """`Dec 8, 2026, 9:00 AM`: for lists."""
        day = _tidy(format_date(self.local(instant).date(), "medium", locale=self.words.locale))
        return f"{day}, {self.time(instant)}"

    def span(self, start: datetime, end: datetime) -> str:
        """`9:00 AM – 9:30 AM`; the other day is named when the end lies on one, midnight aside."""
        if self.local(start).date() == self.local(end - timedelta(microseconds=1)).date():
            return f"{self.time(start)} – {self.time(end)}"
        return f"{self.time(start)} – {self.day(end)}, {self.time(end)}"

    def zone_label(self, at: datetime) -> str:
        """`Berlin (UTC+1)`."""
        return zone_label(self.words.locale, self.zone, at)


def usual_cycle(locale: Locale) -> Cycle:
    """Twelve or twenty-four hours, as usual in a language and its region."""
    return 12 if "a" in locale.time_formats["short"].pattern else 24


@lru_cache(maxsize=4 * DAY)
def time_of_day(locale: Locale, minute: int, cycle: Cycle) -> str:
    """A minute of the day as clocks of twelve or twenty-four hours show it."""
    shown = time(minute // 60, minute % 60)
    text = format_skeleton("hm" if cycle == 12 else "Hm", shown, locale=locale)
    return text.replace(" ", "\xa0").replace("\u202f", "\xa0")


@lru_cache(maxsize=4096)
def full_day(locale: Locale, day: date) -> str:
    """`Tuesday, December 8, 2026`."""
    return _tidy(format_date(day, "full", locale=locale))


@lru_cache(maxsize=4096)
def short_day(locale: Locale, day: date) -> str:
    """`Tuesday, December 8`: where the year is plain from the page."""
    return _tidy(format_date(day, _short_day_pattern(locale), locale=locale))


@lru_cache(maxsize=64)
def _short_day_pattern(locale: Locale) -> str:
    """The language's own order of weekday, day and month, with the names in full (UTS 35, part 4, section 2.6.2)."""
    pattern = str(locale.datetime_skeletons["MMMEd"].pattern)
    for letter, full in (("[Ec]", "EEEE"), ("M", "MMMM"), ("L", "LLLL")):
        pattern = re.sub(f"{letter}+", full, pattern)
    return pattern


@lru_cache(maxsize=512)
def month_name(locale: Locale, day: date) -> str:
    """`December 2026`."""
    return _tidy(format_skeleton("yMMMM", day, locale=locale))


@lru_cache(maxsize=64)
def weekdays(locale: Locale, first: int) -> tuple[tuple[str, str], ...]:
    """Short and full names of the seven weekdays; Monday is 0."""
    short = get_day_names("abbreviated", "stand-alone", locale)
    full = get_day_names("wide", "stand-alone", locale)
    return tuple((short[(first + index) % 7], full[(first + index) % 7]) for index in range(7))


def days(locale: Locale, first: date, last: date) -> str:
    """One whole day, or whole days from the first to the last."""
    if first == last:
        return full_day(locale, first)
    return _tidy(format_interval(first, last, "yMMMEd", locale=locale))


def city(locale: Locale, name: str) -> str:
    """The place a zone is named for, in the visitor's language."""
    known = locale.time_zones.get(name, {}).get("city")
    return str(known) if known else name.rpartition("/")[2].replace("_", " ")


def offset(name: str, at: datetime) -> str:
    """`UTC+1`, `UTC-3:30`, `UTC`: what clocks of a zone are ahead at an instant."""
    ahead = at.astimezone(zone(name)).utcoffset()
    minutes = 0 if ahead is None else round(ahead.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return "UTC" if minutes == 0 else f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def zone_label(locale: Locale, name: str, at: datetime) -> str:
    """`Berlin (UTC+1)`."""
    shown = offset(name, at)
    return shown if canonical_name(name) in {"UTC", "Etc/UTC"} else f"{city(locale, name)} ({shown})"


def _tidy(text: str) -> str:
    return text.translate(_PLAIN_SPACES)
