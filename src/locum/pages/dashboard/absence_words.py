"""Absences in words: what their pages are called, and when somebody is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from locum.absences.models import Absence
from locum.absences.rules import Substitute
from locum.pages.booking.substitutes import name_of
from locum.pages.dashboard.whose import Whose
from locum.pages.when import Clock, days


@dataclass(frozen=True, slots=True)
class Period:
    """An absence as the page tells it."""

    id: int
    days: str
    substitute: str | None
    reason: str | None
    note: str | None
    note_is_public: bool
    is_now: bool
    is_of_hours: bool


def title_of(whose: Whose) -> str:
    """What the page of these absences is called."""
    text = whose.desk.text
    return text("away.title") if whose.is_self else text("away.title_of", name=whose.name)


def when(whose: Whose, absence: Absence) -> str:
    """The days; or, where somebody is away for hours, from when till when on his own clock."""
    if absence.starts_at is None or absence.ends_at is None:
        return days(whose.desk.words.locale, absence.first_day, absence.last_day)
    there = Clock(whose.desk.words, whose.zone, whose.desk.clock.cycle)
    return f"{there.day(absence.starts_at)}, {there.span(absence.starts_at, absence.ends_at)}"


def periods(whose: Whose, rows: Sequence[tuple[Absence, Substitute | None]], today: date) -> list[Period]:
    """Absences with who stands in."""
    return [_period(whose, absence, substitute, today) for absence, substitute in rows]


def _period(whose: Whose, absence: Absence, substitute: Substitute | None, today: date) -> Period:
    reason = absence.reason or "unspecified"
    return Period(
        absence.id,
        when(whose, absence),
        name_of(substitute) if substitute else None,
        None if reason == "unspecified" else whose.desk.text(f"away.reason.{reason}"),
        absence.notes,
        absence.show_note_publicly,
        absence.first_day <= today <= absence.last_day,
        not absence.covers_days,
    )
