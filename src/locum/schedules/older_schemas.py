"""Schedules as programs of 2024-04-15 send and read them (availability sheet, section 7)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from locum.kit.wire import WireInput, WireOutput
from locum.kit.wire_types import ZoneName, refusal
from locum.schedules.models import Schedule, ScheduleRule
from locum.schedules.older_times import Written, hours_between, read, written
from locum.schedules.rules import USUAL_WEEK, ZONE_SHOWN_WITHOUT_ONE, DateHours, WeeklyHours
from locum.schedules.schemas import MOST_OVERRIDES, MOST_RULES


def _time(value: Any) -> Written:
    try:
        return read(value)
    except (TypeError, ValueError):
        raise refusal("isDateString", "$property must be a date and a time, such as 1970-01-01T09:00:00.000Z") from None


Time = Annotated[Written, BeforeValidator(_time), WithJsonSchema({"type": "string", "format": "date-time"})]
Day = Annotated[int, Field(ge=0, le=6)]
"""Sunday is 0, as in the table and unlike in the rules."""


def _weekday(day: int) -> int:
    return (day - 1) % 7


class OlderAvailabilityIn(WireInput):
    """Opening hours on some weekdays; only the clock of the times counts."""

    days: list[Day] = Field(max_length=50)
    start_time: Time
    end_time: Time

    def hours(self) -> WeeklyHours:
        """As the rules know them."""
        return WeeklyHours(tuple(map(_weekday, self.days)), *hours_between(self.start_time, self.end_time))


class OlderRange(WireInput):
    """From one time to another."""

    start: Time
    end: Time

    @property
    def minutes(self) -> tuple[int, int]:
        """As minutes of the day."""
        return hours_between(self.start, self.end)


def _ranges(value: Any) -> Any:
    """Overrides come as lists, as objects with a list, or one by one."""
    if isinstance(value, dict):
        return value.get("ranges", [value])
    return value


Ranges = Annotated[list[OlderRange], Field(max_length=100)]
Week = Annotated[list[Ranges], Field(min_length=7, max_length=7)]
Overrides = Annotated[list[Annotated[Ranges, BeforeValidator(_ranges)]], Field(max_length=MOST_OVERRIDES)]


class OlderScheduleCreate(WireInput):
    """A new schedule; without hours it is open Monday to Friday, 09:00 to 17:00."""

    name: str
    time_zone: ZoneName
    is_default: bool
    availabilities: Annotated[list[OlderAvailabilityIn], Field(max_length=MOST_RULES)] | None = None

    def weekly(self) -> Sequence[WeeklyHours]:
        """As the rules know them."""
        return [given.hours() for given in self.availabilities] if self.availabilities else USUAL_WEEK


class OlderScheduleUpdate(WireInput):
    """Changes of a schedule: seven lists, Sunday first, replace the week; what is not sent stays."""

    name: str | None = None
    time_zone: ZoneName | None = None
    is_default: bool | None = None
    schedule: Week | None = None
    date_overrides: Overrides | None = None

    def weekly(self) -> list[WeeklyHours] | None:
        """The same hours of several days are one rule."""
        if self.schedule is None:
            return None
        days: dict[tuple[int, int], list[int]] = {}
        for day, ranges in enumerate(self.schedule):
            for given in ranges:
                days.setdefault(given.minutes, []).append(_weekday(day))
        return [WeeklyHours(tuple(on), start, end) for (start, end), on in days.items()]

    def overrides(self) -> list[DateHours] | None:
        """Of the dates on which they start."""
        if self.date_overrides is None:
            return None
        return [DateHours(given.start.day, *given.minutes) for ranges in self.date_overrides for given in ranges]


class OlderRangeOut(WireOutput):
    """From one instant to another, in UTC whatever the zone."""

    start: str
    end: str


class OlderOverrideOut(WireOutput):
    """What replaces the weekly hours of one date."""

    ranges: list[OlderRangeOut]


class WorkingHoursOut(WireOutput):
    """Opening hours in minutes after midnight; Sunday is 0."""

    days: list[int]
    start_time: int
    end_time: int
    user_id: int


class OlderRuleOut(WireOutput):
    """A rule as it is stored."""

    id: int
    user_id: int
    event_type_id: int | None
    schedule_id: int
    days: list[int]
    start_time: str
    end_time: str
    date: str | None


class OlderScheduleOut(WireOutput):
    """A schedule; `availability` holds seven lists, Sunday first."""

    id: int
    name: str
    is_managed: bool
    working_hours: list[WorkingHoursOut]
    schedule: list[OlderRuleOut]
    availability: list[list[OlderRangeOut]]
    time_zone: str
    date_overrides: list[OlderOverrideOut]
    is_default: bool
    is_last_schedule: bool
    read_only: bool


class OlderChangedOut(WireOutput):
    """A schedule that was changed, and the default before and after."""

    schedule: OlderScheduleOut
    is_default: bool
    time_zone: str
    prev_default_id: int | None
    current_default_id: int | None


def older_schedule_out(schedule: Schedule, default_id: int | None, *, is_last: bool) -> OlderScheduleOut:
    """A row as these programs see it; `is_last`: its owner has no other one."""
    weekly = [rule for rule in schedule.rules if rule.on_date is None and rule.days]
    return OlderScheduleOut.model_construct(
        id=schedule.id,
        name=schedule.name,
        is_managed=False,
        working_hours=[_working_hours(rule, schedule.user_id) for rule in weekly],
        schedule=[_rule(rule, schedule.user_id) for rule in schedule.rules],
        availability=[[_range(rule) for rule in weekly if day in rule.days] for day in range(7)],
        time_zone=schedule.time_zone or ZONE_SHOWN_WITHOUT_ONE,
        date_overrides=_overrides(schedule.rules),
        is_default=schedule.id == default_id,
        is_last_schedule=is_last,
        read_only=False,
    )


def _range(rule: ScheduleRule) -> OlderRangeOut:
    """Of a weekly rule the date says nothing."""
    on = () if rule.on_date is None else (rule.on_date,)
    return OlderRangeOut.model_construct(start=written(rule.start_minute, *on), end=written(rule.end_minute, *on))


def _working_hours(rule: ScheduleRule, user_id: int) -> WorkingHoursOut:
    return WorkingHoursOut.model_construct(
        days=list(rule.days), start_time=rule.start_minute, end_time=rule.end_minute, user_id=user_id
    )


def _rule(rule: ScheduleRule, user_id: int) -> OlderRuleOut:
    return OlderRuleOut.model_construct(
        id=rule.id,
        user_id=user_id,
        event_type_id=None,
        schedule_id=rule.schedule_id,
        days=list(rule.days),
        start_time=written(rule.start_minute),
        end_time=written(rule.end_minute),
        date=None if rule.on_date is None else written(0, rule.on_date),
    )


def _overrides(rules: Iterable[ScheduleRule]) -> list[OlderOverrideOut]:
    by_date: dict[date, list[OlderRangeOut]] = {}
    for rule in rules:
        if rule.on_date is not None:
            by_date.setdefault(rule.on_date, []).append(_range(rule))
    return [OlderOverrideOut.model_construct(ranges=ranges) for ranges in by_date.values()]
