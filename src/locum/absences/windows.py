"""Whole days and exact instants, one from the other: pure (bridge sheet, section 3)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from locum.absences.rules import NOT_IN_ORDER, Away, Days
from locum.kit.errors import BadRequest
from locum.kit.zones import DAY, end_of_day, local_date, start_of_day, wall_instant

ALMOST = timedelta(seconds=60)
"""23:59:00 and 23:59:59 are meant as the end of the day (R3)."""

OUT_OF_BOUNDS = "Absences with times lie between the years 1900 and 2999."
_EARLIEST, _LATEST = date(2, 1, 1), date(9998, 12, 30)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """From one aware instant to another, half-open."""

    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        """Whether an instant lies in it."""
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True)
class Span:
    """When somebody is away: on whole days, or exactly in a window.

    The days of a window are those that it covers, or, where it covers none (`covers_days` is false), those it touches.
    """

    days: Days
    window: Window | None = None
    covers_days: bool = True


def as_span(when: Days | Span) -> Span:
    """Plain whole days as what they are."""
    return Span(when) if isinstance(when, Days) else when


def span_of(window: Window, zone: str) -> Span:
    """A window with its days in a zone; one that is exactly whole days is nothing but these."""
    whole = covered_days(window, zone)
    if whole is None:
        return Span(touched_days(window, zone), window, covers_days=False)
    return Span(whole) if window_of(whole, zone) == window else Span(whole, window)


_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)


def asked_span(start: datetime, end: datetime, start_minute: int | None, end_minute: int | None, zone: str) -> Span:
    """What the API means: the UTC days of two instants, from a wall time of the first to one of the last.

    Without wall times they are whole. Raises BadRequest when that is nothing, or beyond the centuries that clocks know.
    """
    days = Days(start.date(), end.date())
    if start_minute is None and end_minute is None:
        return Span(days)
    if days.first < _FIRST_DAY or days.last > _LAST_DAY:
        raise BadRequest(OUT_OF_BOUNDS)
    opens = wall_instant(days.first, start_minute or 0, zone)
    return exact_span(opens, wall_instant(days.last, DAY if end_minute is None else end_minute, zone), zone)


def exact_span(start: datetime, end: datetime, zone: str) -> Span:
    """From one aware instant to another. Raises BadRequest like `asked_span`."""
    if start >= end:
        raise BadRequest(NOT_IN_ORDER)
    if start.date() < _FIRST_DAY or end.date() > _LAST_DAY:
        raise BadRequest(OUT_OF_BOUNDS)
    return span_of(Window(start, end), zone)


def window_of(days: Days, zone: str) -> Window:
    """The instants of whole days: local midnight to the midnight after the last, each by the zone's rules (R1).

    Days beyond all calendars begin and end where these do.
    """
    return Window(start_of_day(_known(days.first), zone), end_of_day(_known(days.last), zone))


def _known(day: date) -> date:
    return min(max(day, _EARLIEST), _LATEST)


class HasTimes(Protocol):
    """What an absence's row says of its time."""

    first_day: Any
    last_day: Any
    starts_at: Any
    ends_at: Any


def window_of_absence(absence: HasTimes, zone: str) -> Window:
    """When somebody is away exactly; whole days are days of his zone (bridge sheet, R0, R1 and R5)."""
    if absence.starts_at is not None and absence.ends_at is not None:
        return Window(absence.starts_at, absence.ends_at)
    return window_of(Days(absence.first_day, absence.last_day), zone)


def window_of_away(away: Away, zone: str) -> Window:
    """The same of an absence as the search for slots sees it."""
    if away.starts_at is not None and away.ends_at is not None:
        return Window(away.starts_at, away.ends_at)
    return window_of(away.days, zone)


def covered_days(window: Window, zone: str) -> Days | None:
    """The whole local days that a window covers, None if it covers none (R3)."""
    first = local_date(window.start, zone)
    if start_of_day(first, zone) < window.start:
        first += timedelta(days=1)
    last = local_date(window.end, zone)
    if end_of_day(last, zone) - window.end > ALMOST:
        last -= timedelta(days=1)
    return Days(first, last) if first <= last else None


def touched_days(window: Window, zone: str) -> Days:
    """The local days of which a window has at least a part."""
    last: date = local_date(window.end - timedelta(microseconds=1), zone)
    return Days(local_date(window.start, zone), last)
