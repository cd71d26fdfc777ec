"""A month and the times of its days as the page shows them: pure, from instants to what is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from locum.kit.zones import DAY, date_of_day, instant_at, minutes_in
from locum.pages.when import Clock, full_day, month_name, short_day, time_of_day, weekdays
from locum.slots.answer import Slot

MOST_TIMES = 150
"""So many times at once are enough to read, and keep the page small."""

DAYS_AT_ONCE = 7
_ONE_DAY = timedelta(days=1)


class State(StrEnum):
    """What a day of the month offers."""

    FREE = "free"
    NONE = "none"
    AWAY = "away"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Time:
    """One time that can be chosen. `value` is its instant."""

    value: str
    label: str
    seats: int | None = None
    """Seats that are left, where the host shows it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the grid."""

    value: str
    number: int
    state: State
    label: str
    is_chosen: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """The grid. `previous` and `next` are months such as `2026-11`; None where there is nothing to see."""

    name: str
    weekdays: Sequence[tuple[str, str]]
    weeks: Sequence[Sequence[Cell | None]]
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class DayTimes:
    """One day with its times. `absence_id` says that the host is away on it."""

    value: str
    name: str
    times: Sequence[Time]
    is_chosen: bool
    absence_id: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What is free, by calendar date of the visitor's zone."""

    free: Mapping[date, Sequence[Slot]]
    away: Mapping[date, int]
    """Days that would be free if the host were not away -> id of the absence."""

    def state(self, day: date, today: date) -> State:
        """What a day offers."""
        if day < today:
            return State.GONE
        if day in self.free:
            return State.FREE
        return State.AWAY if day in self.away else State.NONE

    def first_free(self, after: date) -> date | None:
        """The first day with free times on or after a date."""
        return min((day for day in self.free if day >= after), default=None)


def offer_of(slots: Iterable[Slot], away: Mapping[date, int], zone: str) -> Offer:
    """Free times under their dates in a zone."""
    local = minutes_in(zone)
    free: dict[date, list[Slot]] = {}
    for slot in slots:
        free.setdefault(date_of_day(local.local_day(slot.start)), []).append(slot)
    return Offer(free, away)


def first_of_month(day: date, months: int = 0) -> date:
    """The first day of a date's month, or of one some months later or earlier."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def month_grid(clock: Clock, offer: Offer, month: date, *, today: date, chosen: date | None, first: int) -> Month:
    """The grid of a month. Weeks begin with weekday `first` (Monday is 0)."""
    last = first_of_month(month, 1) - _ONE_DAY
    days = [month + timedelta(days=index) for index in range(last.day)]
    cells: list[Cell | None] = [None] * ((month.weekday() - first) % 7)
    cells += [_cell(clock, offer, day, today, chosen) for day in days]
    cells += [None] * (-len(cells) % 7)
    return Month(
        name=month_name(clock.words.locale, month),
        weekdays=weekdays(clock.words.locale, first),
        weeks=[cells[index : index + 7] for index in range(0, len(cells), 7)],
        previous=f"{first_of_month(month, -1):%Y-%m}" if month > today else None,
        next=f"{first_of_month(month, 1):%Y-%m}",
    )


def _cell(clock: Clock, offer: Offer, day: date, today: date, chosen: date | None) -> Cell:
    state = offer.state(day, today)
    words, name = clock.words, full_day(clock.words.locale, day)
    if state is State.FREE:
        label = words.text("book.day_free", day=name, times=words.count("times", len(offer.free[day])))
    else:
        label = name if state is State.GONE else words.text(f"book.day_{state}", day=name)
    if day == today:
        label = words.text("book.today", day=label)
    return Cell(day.isoformat(), day.day, state, label, day == chosen, day == today)


def days_from(clock: Clock, offer: Offer, chosen: date, *, shows_seats: bool) -> list[DayTimes]:
    """The chosen day, and days after it that have something to say, as many as can be read at once."""
    shown: list[DayTimes] = []
    room = MOST_TIMES
    for day in (chosen + timedelta(days=index) for index in range(DAYS_AT_ONCE)):
        free = offer.free.get(day, ())
        if day != chosen and len(free) > room:
            break
        if day == chosen or free or day in offer.away:
            shown.append(_day_times(clock, offer, day, free, day == chosen, shows_seats))
            room -= len(free)
    return shown


def _day_times(
    clock: Clock, offer: Offer, day: date, free: Sequence[Slot], is_chosen: bool, shows_seats: bool
) -> DayTimes:
    zone, locale = minutes_in(clock.zone), clock.words.locale
    times = [
        Time(
            written(slot.start),
            time_of_day(locale, (slot.start + zone.offset_at(slot.start)) % DAY, clock.cycle),
            slot.seats.remaining if slot.seats and shows_seats else None,
        )
        for slot in free
    ]
    return DayTimes(day.isoformat(), short_day(locale, day), times, is_chosen, offer.away.get(day))


def written(minute: int) -> str:
    """An instant as it stands in addresses of the page: `2026-12-08T08:00Z`."""
    return f"{instant_at(minute):%Y-%m-%dT%H:%MZ}"
