"""Recurring absences on the wire (extension; bridge sheet, section 8)."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema

from locum.absences.models import AbsenceSeries
from locum.absences.patterns import Details, Pattern
from locum.absences.schemas import Bound, ChangedBound, Reason, ReplyMode
from locum.kit.wire import WireInput, WireOutput
from locum.kit.wire_types import refusal
from locum.kit.zones import DAY
from locum.schedules.fields import WallTime
from locum.schedules.rules import format_wall_time

MOST_EXCEPTIONS = 500


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise refusal("isDate", "$property must be a date such as 2050-05-06") from None


Day = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]


class SeriesCreate(WireInput):
    """A recurring absence: its first occurrence, and the rule by which it comes again."""

    start: Bound = Field(description="First day of the first occurrence")
    end: Bound = Field(description="Last day of the first occurrence")
    start_time: WallTime | None = None
    end_time: WallTime | None = None
    rule: str = Field(description="RFC 5545, such as FREQ=WEEKLY;BYDAY=FR")
    exceptions: list[Day] = Field(default_factory=list, max_length=MOST_EXCEPTIONS)
    notes: str | None = None
    to_user_id: int | None = None
    reason: Reason | None = "unspecified"
    replies: ReplyMode = Field("inherit", description="inherit is off: recurring absences are not answered for")

    def pattern(self) -> Pattern:
        """When it recurs."""
        first, length = _first_and_length(self.start, self.end)
        return Pattern(first, length, self.start_time, self.end_time, self.rule, tuple(self.exceptions))

    def details(self) -> Details:
        """What occurrences have in common."""
        return Details(self.to_user_id, self.notes, self.reason or "unspecified", self.replies)


class SeriesUpdate(WireInput):
    """Changes of all occurrences; what is not named stays. Days are named together."""

    start: ChangedBound = None
    end: ChangedBound = None
    start_time: WallTime | None = None
    end_time: WallTime | None = None
    rule: str | None = None
    exceptions: list[Day] | None = Field(None, max_length=MOST_EXCEPTIONS)
    notes: str | None = None
    to_user_id: int | None = None
    reason: Reason | None = None
    replies: ReplyMode | None = None

    def pattern(self, now: Pattern) -> Pattern:
        """When it recurs, from what it was."""
        named = self.model_fields_set
        first, length = now.first_day, now.length_days
        if self.start is not None and self.end is not None:
            first, length = _first_and_length(self.start, self.end)
        return Pattern(
            first,
            length,
            self.start_time if "start_time" in named else now.start_minute,
            self.end_time if "end_time" in named else now.end_minute,
            self.rule or now.rule,
            now.exceptions if self.exceptions is None else tuple(self.exceptions),
        )

    def details(self, now: Details) -> Details:
        """What occurrences have in common, from what that was."""
        named = self.model_fields_set
        return Details(
            self.to_user_id if "to_user_id" in named else now.substitute_id,
            self.notes if "notes" in named else now.notes,
            self.reason or now.reason,
            self.replies or now.replies,
        )


def _first_and_length(start: datetime, end: datetime) -> tuple[date, int]:
    return start.date(), (end.date() - start.date()).days + 1


class SeriesOut(WireOutput):
    """A recurring absence as clients see it. `start` and `end` are those of the first occurrence."""

    id: int
    uuid: UUID
    user_id: int
    to_user_id: int | None
    start: str
    end: str
    start_time: str | None
    end_time: str | None
    time_zone: str
    rule: str
    exceptions: list[str]
    notes: str | None
    reason: str
    replies: str
    expanded_to: str
    """Up to this date occurrences are known to everything else."""


def series_out(series: AbsenceSeries) -> SeriesOut:
    """A row as clients see it."""
    return SeriesOut(
        id=series.id,
        uuid=series.uuid,
        user_id=series.user_id,
        to_user_id=series.substitute_id,
        start=series.first_day.isoformat(),
        end=(series.first_day + timedelta(days=series.length_days - 1)).isoformat(),
        start_time=_wall(series.start_minute),
        end_time=_wall(series.end_minute),
        time_zone=series.zone,
        rule=series.rule,
        exceptions=[day.isoformat() for day in series.exceptions],
        notes=series.notes,
        reason=series.reason,
        replies=series.replies,
        expanded_to=series.expanded_to.isoformat(),
    )


def _wall(minute: int | None) -> str | None:
    return None if minute is None else format_wall_time(minute) if minute < DAY else "24:00"
