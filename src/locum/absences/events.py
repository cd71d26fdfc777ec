"""What absences announce."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from locum.db.events import Event

SeriesAct = Literal["entered", "changed", "continued", "removed"]
"""What was done to a recurring absence; it is continued by time alone."""


@dataclass(frozen=True, slots=True)
class AbsenceCreated(Event):
    """Somebody will be away. `origin` says who told of it; `by_mail`, that the mail side did what is announced."""

    absence_id: int
    user_id: int
    substitute_id: int | None
    first_day: date
    last_day: date
    origin: str = "scheduling"
    by_mail: bool = False


@dataclass(frozen=True, slots=True)
class AbsenceUpdated(Event):
    """An absence changed; what it was is in `previous_*`."""

    absence_id: int
    user_id: int
    substitute_id: int | None
    first_day: date
    last_day: date
    previous_substitute_id: int | None
    previous_first_day: date
    previous_last_day: date
    origin: str = "scheduling"
    by_mail: bool = False
    previous_covers_days: bool = True


@dataclass(frozen=True, slots=True)
class AbsenceDeleted(Event):
    """Somebody will not be away after all."""

    absence_id: int
    user_id: int
    substitute_id: int | None
    first_day: date
    last_day: date
    origin: str = "scheduling"
    by_mail: bool = False


@dataclass(frozen=True, slots=True)
class AbsenceTextsChanged(Event):
    """What an absence has mail answered with is another text now."""

    absence_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class SeriesChanged(Event):
    """A recurring absence was entered, changed, continued or taken back; its occurrences stand as they are now.

    They are announced together by this, not one by one.
    """

    series_id: int
    user_id: int
    substitute_id: int | None = None
    previous_substitute_id: int | None = None
    next_id: int | None = None
    next_days: tuple[date, date] | None = None
    """The first and last day of the next occurrence; of one that was taken back, of what would have been the next."""
    act: SeriesAct = "continued"


@dataclass(frozen=True, slots=True)
class SeriesRemoved(Event):
    """A recurring absence is about to go, whose rows are still there. `SeriesChanged` follows when they are gone."""

    series_id: int
    user_id: int
    next_id: int | None
