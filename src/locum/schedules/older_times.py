"""Times of schedules as programs of 2024-04-15 write them: instants of which only a part counts (sheet, section 7)."""

import re
from datetime import date
from typing import NamedTuple

_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?Z?", re.ASCII)
_FIRST_DAY = date(1970, 1, 1)
_LAST_MINUTE = 1439


class Written(NamedTuple):
    """A date, and the minute of the day."""

    day: date
    minute: int


def read(text: str) -> Written:
    """An instant in UTC, seconds cut off. Raises ValueError."""
    found = _INSTANT.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a date and a time of hours, minutes and seconds")
    hour, minute, second = int(found[2]), int(found[3]), int(found[4])
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"{text!r} is no time of a day")
    return Written(date.fromisoformat(found[1]), hour * 60 + minute)


def hours_between(start: Written, end: Written) -> tuple[int, int]:
    """The minutes of the day of the first date. Midnight of a later one is its end."""
    until_midnight = end.day > start.day and end.minute == 0
    return start.minute, _LAST_MINUTE if until_midnight else end.minute


def written(minute: int, day: date = _FIRST_DAY) -> str:
    """A minute of the day, on a date that says nothing unless one is given."""
    return f"{day.isoformat()}T{minute // 60:02}:{minute % 60:02}:00.000Z"
