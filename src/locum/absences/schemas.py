"""Absences on the wire, where they are called `ooo` (out-of-office sheet, sections 2 and 3)."""

from datetime import UTC, datetime, time
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import Field, WithJsonSchema

from locum.absences.models import Absence
from locum.kit.wire import Instant, WireInput, WireOutput

Reason = Literal["unspecified", "vacation", "travel", "sick", "public_holiday"]

RawDate = Annotated[Any, WithJsonSchema({"type": "string", "format": "date-time"})]
"""A date that a rule reads, because its refusal has a text of its own."""


class AbsenceCreate(WireInput):
    """A new absence; the clock time of `start` and `end` does not matter, only their UTC days."""

    start: RawDate = Field(description="First day, such as 2050-05-01T00:00:00.000Z")
    end: RawDate = Field(description="Last day, such as 2050-05-10T23:59:59.999Z")
    notes: str | None = None
    to_user_id: int | None = Field(None, description="Who stands in")
    reason: Reason | None = "unspecified"


class AbsenceUpdate(WireInput):
    """Changes of an absence; what is not named stays."""

    start: RawDate | None = None
    end: RawDate | None = None
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
