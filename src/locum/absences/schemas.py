"""Absences on the wire, where they are called `ooo` (out-of-office sheet, sections 2 and 3)."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema

from locum.absences import rules
from locum.absences.models import Absence
from locum.kit.wire import Instant, WireInput, WireOutput
from locum.kit.wire_types import refusal

Reason = Literal["unspecified", "vacation", "travel", "sick", "public_holiday"]


def _day(value: Any) -> date:
    try:
        return rules.parse_day(value)
    except ValueError:
        raise refusal("isDate", "$property must be a Date instance") from None


_day_text = (BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date-time"}))
WholeDay = Annotated[date, *_day_text]
"""The UTC day of an instant. A faulty form is refused with a text of its own, before anything else of the body."""
ChangedDay = Annotated[date | None, *_day_text]
"""The same, absent or not: null is a faulty form too."""


class AbsenceCreate(WireInput):
    """A new absence; the clock time of `start` and `end` does not matter, only their UTC days."""

    start: WholeDay = Field(description="First day, such as 2050-05-01T00:00:00.000Z")
    end: WholeDay = Field(description="Last day, such as 2050-05-10T23:59:59.999Z")
    notes: str | None = None
    to_user_id: int | None = Field(None, description="Who stands in")
    reason: Reason | None = "unspecified"


class AbsenceUpdate(WireInput):
    """Changes of an absence; what is not named stays."""

    start: ChangedDay = None
    end: ChangedDay = None
    notes: str | None = None
    to_user_id: int | None = None
    reason: Reason | None = None


class AbsenceOut(WireOutput):
    """An absence as clients see it."""

    id: int
    uuid: UUID
    user_id: int
    to_user_id: int | None
    start: Instant
    end: Instant
    notes: str | None
    reason: str = Field(json_schema_extra={"enum": list(get_args(Reason))})


def absence_out(absence: Absence) -> AbsenceOut:
    """A row as clients see it: whole UTC days, from the first millisecond to the last."""
    return AbsenceOut.model_construct(
        id=absence.id,
        uuid=absence.uuid,
        user_id=absence.user_id,
        to_user_id=absence.substitute_id,
        start=datetime.combine(absence.first_day, time.min, UTC),
        end=datetime.combine(absence.last_day, time(23, 59, 59, 999000), UTC),
        notes=absence.notes,
        reason=absence.reason or "unspecified",
    )
