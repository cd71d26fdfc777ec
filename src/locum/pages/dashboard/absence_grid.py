"""A month of absences as rows of a table: which cells a row has, and how many days each of them spans. Pure."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from locum.absences.rules import Days, ShownAbsence

EARLIEST, LATEST = 1970, 2199


@dataclass(frozen=True, slots=True)
class Cell:
    """Some days of a row: a single day at work, or days in which the same absences run.

    `began` and `goes_on` say whether they reach beyond these days. `parts` are absences of some hours of a single day;
    `is_off` says whether that is a public holiday.
    """

    days: Days
    absences: tuple[ShownAbsence, ...] = ()
    began: bool = False
    goes_on: bool = False
    parts: tuple[ShownAbsence, ...] = ()
    is_off: bool = False

    @property
    def span(self) -> int:
        """How many days."""
        return (self.days.last - self.days.first).days + 1

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.days.first <= day <= self.days.last


def month_of(text: str | None, today: date) -> date:
    """The first day of a month given as `YYYY-MM`; nonsense and far times mean the present month."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        asked = today
    return (asked if EARLIEST <= asked.year <= LATEST else today).replace(day=1)


def whole(month: date) -> Days:
    """All days of a month."""
    return Days(month, month.replace(day=monthrange(month.year, month.month)[1]))


def each(days: Days) -> list[date]:
    """Day by day."""
    return [days.first + timedelta(days=number) for number in range((days.last - days.first).days + 1)]


def row(days: Days, absences: Sequence[ShownAbsence], off: Collection[date] = ()) -> list[Cell]:
    """The cells of a person, and the days that are `off` for another reason. Absences may overlap: then some days hold
    several.
    """
    whole_days, parts = [one for one in absences if not one.hours], [one for one in absences if one.hours]
    cells: list[Cell] = []
    for held, run in groupby(each(days), lambda day: tuple(one for one in whole_days if _holds(one, day))):
        found = list(run)
        cells += [_away(found, held)] if held else [_at_work(day, parts, off) for day in found]
    return cells


def _at_work(day: date, parts: Sequence[ShownAbsence], off: Collection[date]) -> Cell:
    return Cell(Days(day, day), parts=tuple(one for one in parts if _holds(one, day)), is_off=day in off)


def _away(days: Sequence[date], held: tuple[ShownAbsence, ...]) -> Cell:
    first, last = days[0], days[-1]
    return Cell(
        Days(first, last),
        held,
        any(one.days.first < first for one in held),
        any(one.days.last > last for one in held),
    )


def _holds(absence: ShownAbsence, day: date) -> bool:
    return absence.days.first <= day <= absence.days.last
