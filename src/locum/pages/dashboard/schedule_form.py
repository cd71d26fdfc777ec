"""The form of a schedule: its name and zone, the hours of a week, and dates on which other hours hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from starlette.datastructures import FormData

from locum.kit.zones import canonical_name
from locum.mail.catalogue import Words
from locum.pages.dashboard import week
from locum.pages.dashboard.week import DAYS, NOTHING, Fault, Span, Typed
from locum.schedules.models import Schedule
from locum.schedules.rows import weekly_hours
from locum.schedules.rules import ZONE_SHOWN_WITHOUT_ONE, DateHours, WeeklyHours
from locum.schedules.service import Changes

LONGEST_NAME = 200
MOST_SPANS, MOST_DATES = 12, 400
"""In a form. Longer schedules come of programs, and are changed by them."""
SPARE_DATES = 2

Errors = dict[str, str]
"""What is wrong, by field."""


@dataclass(frozen=True, slots=True)
class DateTyped:
    """A date and its hours, as typed; a date without hours is closed."""

    day: str = ""
    hours: Typed = NOTHING


@dataclass(frozen=True, slots=True)
class ScheduleForm:
    """What was typed into the form of a schedule."""

    name: str = ""
    zone: str = ""
    is_default: bool = False
    days: Mapping[int, Sequence[Typed]] = field(default_factory=dict)
    dates: Sequence[DateTyped] = ()

    @classmethod
    def of(cls, form: FormData) -> "ScheduleForm":
        """As typed."""
        name, zone = (str(form.get(field, "")).strip() for field in ("name", "zone"))
        days = {day: _pairs(form, f"from-{day}", f"to-{day}")[:MOST_SPANS] for day in DAYS}
        typed = [str(text).strip() for text in form.getlist("date")][:MOST_DATES]
        hours = _pairs(form, "date-from", "date-to")
        dates = [DateTyped(day, span) for day, span in zip(typed, hours, strict=False)]
        return cls(name[:LONGEST_NAME], zone, form.get("is_default") == "true", days, dates)

    @classmethod
    def written(cls, schedule: Schedule, today: date, *, is_default: bool) -> "ScheduleForm":
        """A schedule that is to be changed. Dates that are over are not shown."""
        return cls(
            schedule.name,
            schedule.time_zone or ZONE_SHOWN_WITHOUT_ONE,
            is_default,
            {day: week.written(spans) for day, spans in week.by_day(weekly_of(schedule)).items()},
            [_date_written(one) for one in sorted(overrides_of(schedule)) if one.day >= today],
        )

    def copied(self, source: int, targets: Sequence[int]) -> "ScheduleForm":
        """With the hours of one weekday also on others."""
        return replace(self, days={**self.days, **{day: self.days.get(source, ()) for day in targets}})

    def read(self, words: Words) -> "Read | Errors":
        """What it says, or what is wrong with it."""
        errors: Errors = {}
        zone = canonical_name(self.zone)
        if not self.name:
            errors["name"] = words.text("form.required")
        if zone is None:
            errors["zone"] = words.text("form.option")
        days: dict[int, list[Span]] = {}
        for day in DAYS:
            try:
                days[day] = week.read(self.days.get(day, ()))
            except Fault as fault:
                errors[f"day-{day}"] = words.text(fault.key)
        dates = self._dates(words, errors)
        return errors if errors or zone is None else Read(self.name, zone, self.is_default, days, dates)

    def _dates(self, words: Words, errors: Errors) -> list[DateHours]:
        found: list[DateHours] = []
        for number, typed in enumerate(self.dates):
            if not typed.day and typed.hours.is_empty:
                continue
            try:
                day = date.fromisoformat(typed.day)
                # A date without hours is closed: from midnight to midnight of the same day.
                span = week.read([typed.hours])[0] if not typed.hours.is_empty else Span(0, 0)
            except ValueError:
                errors[f"date-{number}"] = words.text("form.date")
            except Fault as fault:
                errors[f"date-{number}"] = words.text(fault.key)
            else:
                found.append(DateHours(day, span.start, span.end))
        return found


@dataclass(frozen=True, slots=True)
class Read:
    """A schedule as it is to be."""

    name: str
    zone: str
    is_default: bool
    days: Mapping[int, list[Span]]
    dates: Sequence[DateHours]

    def changes(self, schedule: Schedule, today: date) -> Changes:
        """What differs from before. A week that says the same stays as it was written; dates that are over stay."""
        is_same_week = dict(self.days) == week.by_day(weekly_of(schedule))
        over = [one for one in overrides_of(schedule) if one.day < today]
        return Changes(
            self.name,
            self.zone if self.zone != (schedule.time_zone or ZONE_SHOWN_WITHOUT_ONE) else None,
            self.is_default,
            None if is_same_week else week.together(self.days),
            [*over, *self.dates],
        )


def weekly_of(schedule: Schedule) -> list[WeeklyHours]:
    """The weekly rules of a schedule."""
    return [weekly_hours(one.days, one.start_minute, one.end_minute) for one in schedule.rules if one.on_date is None]


def overrides_of(schedule: Schedule) -> list[DateHours]:
    """Its dates with other hours."""
    return [DateHours(one.on_date, one.start_minute, one.end_minute) for one in schedule.rules if one.on_date]


def _date_written(one: DateHours) -> DateTyped:
    hours = week.written([Span(one.start, one.end)])[0] if one.start < one.end else NOTHING
    return DateTyped(one.day.isoformat(), hours)


def _pairs(form: FormData, first: str, last: str) -> list[Typed]:
    starts, ends = ([str(text).strip()[:5] for text in form.getlist(name)] for name in (first, last))
    return [Typed(start, end) for start, end in zip(starts, ends, strict=False)]
