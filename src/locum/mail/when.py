"""Dates and times as a reader says them: in his zone, his language, his clock of twelve or twenty-four hours."""

from datetime import UTC, date, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    get_timezone_gmt,
    get_timezone_location,
    get_timezone_name,
)

from locum.kit.zones import canonical_name, zone
from locum.mail.catalogue import Words
from locum.mail.notices import Person

_THIN_SPACES = str.maketrans({"\u2009": " ", "\u202f": " ", "\xa0": " "})


def moment(words: Words, reader: Person, at: datetime) -> str:
    """An instant in the long form with the zone's name: `Monday, September 5, 2050, 9:00 AM (Central ...)`."""
    local = at.astimezone(_zone(reader))
    date_text = _tidy(format_date(local.date(), "full", locale=words.locale))
    return words.text("when", date=date_text, time=_time(words, reader, local), zone=zone_name(words, reader, at))


def span(words: Words, reader: Person, start: datetime, end: datetime) -> tuple[str, ...]:
    """From when until when, one line per thing to say; over midnight both ends are written out."""
    first, last = start.astimezone(_zone(reader)), end.astimezone(_zone(reader))
    if first.date() != last.date() or first.utcoffset() != last.utcoffset():
        return moment(words, reader, start) + " –", moment(words, reader, end)
    day = _tidy(format_date(first.date(), "full", locale=words.locale))
    hours = f"{_time(words, reader, first)} – {_time(words, reader, last)}"
    return day, f"{hours} ({zone_name(words, reader, start)})"


def days(words: Words, first: date, last: date) -> str:
    """One whole day, or whole days from the first to the last."""
    if first == last:
        return _tidy(format_date(first, "full", locale=words.locale))
    return _tidy(format_interval(first, last, "yMMMEd", locale=words.locale))


def zone_name(words: Words, reader: Person, at: datetime) -> str:
    """The zone's long name at an instant, with summer time told apart; its offset where it has no name."""
    return _tidy(_zone_name(at.astimezone(_zone(reader)), words.locale))


def _zone(reader: Person) -> tzinfo:
    """A reader whose zone has vanished from the zone files still gets his mail, in UTC and saying so."""
    return zone(reader.zone) if canonical_name(reader.zone) else UTC


def _time(words: Words, reader: Person, local: datetime) -> str:
    cycle = reader.hour_cycle or _usual_cycle(words.locale)
    # Skeletons are formatted in UTC unless told the zone, even for an aware value.
    text = format_skeleton("hm" if cycle == 12 else "Hm", local, tzinfo=local.tzinfo, locale=words.locale)
    return _tidy(text)


@cache
def _usual_cycle(locale: Locale) -> int:
    return 12 if "a" in locale.time_formats["short"].pattern else 24


def _zone_name(local: datetime, locale: Locale) -> str:
    name = get_timezone_name(local, "long", locale=locale)
    offset = get_timezone_gmt(local, locale=locale)
    if name != offset:
        return name
    key = local.tzinfo.key if isinstance(local.tzinfo, ZoneInfo) else ""
    if (meta := _meta_zones().get(key)) and (names := locale.meta_zones.get(meta, {}).get("long")):
        form = "daylight" if local.dst() else "standard"
        return str(names.get(form, offset))
    if get_global("zone_territories").get(key, "ZZ") != "ZZ":
        return f"{get_timezone_location(local.tzinfo, locale=locale)}, {offset}"
    return offset


@cache
def _meta_zones() -> dict[str, str]:
    """Zone -> group of zones with a common name, also under the zone's present name (`Asia/Kolkata`).

    The data knows groups by the older names only, and babel looks up the newer.
    """
    groups: dict[str, str] = dict(get_global("meta_zones"))
    for old, new in get_global("zone_aliases").items():
        if old in groups:
            groups.setdefault(new, groups[old])
    return groups


def _tidy(text: str) -> str:
    """Thin and fixed spaces as plain ones: they buy nothing in a mail and make a subject unreadable in the source."""
    return text.translate(_THIN_SPACES)
