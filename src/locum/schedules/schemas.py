"""Schedules on the wire, in the shape of 2024-06-11 (availability sheet, sections 2 and 3)."""

from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from pydantic import ConfigDict, Field, WrapValidator

from locum.http.envelope import Envelope
from locum.kit.wire import WireInput, WireOutput
from locum.kit.wire_types import Weekday, ZoneName
from locum.schedules.fields import OverrideDate, WallTime, named_by_path
from locum.schedules.models import Schedule, ScheduleRule
from locum.schedules.rows import weekly_hours
from locum.schedules.rules import WEEKDAYS, ZONE_SHOWN_WITHOUT_ONE, DateHours, WeeklyHours, format_wall_time

T = TypeVar("T")


class AvailabilityIn(WireInput):
    """Opening hours on some weekdays."""

    days: list[Weekday] = Field(max_length=50)
    start_time: WallTime
    end_time: WallTime

    def hours(self) -> WeeklyHours:
        """As the rules know them."""
        return WeeklyHours(tuple(WEEKDAYS.index(day) for day in self.days), self.start_time, self.end_time)


class OverrideIn(WireInput):
    """What replaces the weekly hours of one date."""

    date: OverrideDate
    start_time: WallTime
    end_time: WallTime

    def hours(self) -> DateHours:
        """As the rules know them."""
        return DateHours(self.date, self.start_time, self.end_time)


MOST_RULES, MOST_OVERRIDES = 500, 2000
"""Far more than anybody has; each is a row, and read whenever free times are looked for."""

AvailabilityList = Annotated[list[AvailabilityIn], Field(max_length=MOST_RULES), WrapValidator(named_by_path)]
OverrideList = Annotated[list[OverrideIn], Field(max_length=MOST_OVERRIDES), WrapValidator(named_by_path)]


class ScheduleCreate(WireInput):
    """A new schedule; without `availability` it is open Monday to Friday, 09:00 to 17:00."""

    name: str
    time_zone: ZoneName
    is_default: bool = Field(description="Make it the default; there is no way to have none, so false changes nothing")
    availability: AvailabilityList | None = None
    overrides: OverrideList | None = None


class ScheduleUpdate(WireInput):
    """Changes of a schedule: a list that is sent replaces the whole list, what is not sent stays."""

    name: str | None = None
    time_zone: ZoneName | None = None
    is_default: bool | None = None
    availability: AvailabilityList | None = None
    overrides: OverrideList | None = None


class AvailabilityOut(WireOutput):
    """Opening hours on some weekdays."""

    days: list[Weekday]
    start_time: str
    end_time: str


class OverrideOut(WireOutput):
    """What replaces the weekly hours of one date."""

    date: str
    start_time: str
    end_time: str


class ScheduleOut(WireOutput):
    """A schedule as clients see it."""

    id: int
    owner_id: int
    name: str
    time_zone: str
    availability: list[AvailabilityOut]
    is_default: bool
    overrides: list[OverrideOut]


def _declare_error(schema: dict[str, Any]) -> None:
    schema["properties"]["error"] = {"type": "object"}


class ScheduleAnswer(Envelope[T], Generic[T]):
    """The contract declares an `error` here, although a success never carries one."""

    model_config = ConfigDict(json_schema_extra=_declare_error)


def answer(data: T) -> ScheduleAnswer[T]:
    """Wrap an answer without validating it again."""
    return ScheduleAnswer[T].model_construct(status="success", data=data)


def schedule_out(schedule: Schedule, default_id: int | None) -> ScheduleOut:
    """A row as clients see it; `default_id` is the owner's default now. Rules without days are not shown."""
    return ScheduleOut.model_construct(
        id=schedule.id,
        owner_id=schedule.user_id,
        name=schedule.name,
        time_zone=schedule.time_zone or ZONE_SHOWN_WITHOUT_ONE,
        availability=[_availability_out(rule) for rule in schedule.rules if rule.on_date is None and rule.days],
        is_default=schedule.id == default_id,
        overrides=[_override_out(rule, rule.on_date) for rule in schedule.rules if rule.on_date is not None],
    )


def _availability_out(rule: ScheduleRule) -> AvailabilityOut:
    hours = weekly_hours(rule.days, rule.start_minute, rule.end_minute)
    return AvailabilityOut.model_construct(
        days=[WEEKDAYS[weekday] for weekday in hours.weekdays],
        start_time=format_wall_time(hours.start),
        end_time=format_wall_time(hours.end),
    )


def _override_out(rule: ScheduleRule, day: date) -> OverrideOut:
    return OverrideOut.model_construct(
        date=day.isoformat(),
        start_time=format_wall_time(rule.start_minute),
        end_time=format_wall_time(rule.end_minute),
    )
