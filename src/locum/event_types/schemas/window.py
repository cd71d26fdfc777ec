"""How far ahead an event type can be booked (event types sheet, section 5)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainValidator, ValidationError, model_validator
from pydantic.config import JsonDict

from locum.event_types.schemas.limits import DisabledInput
from locum.event_types.schemas.parts import absent, is_disabled, stored_form
from locum.kit.errors import BadRequest
from locum.kit.wire import WireInput, WireOutput

LARGEST_WINDOW = 36_525
"""Days: a century."""


def _date(text: str) -> str:
    """A date, or the date of an instant as it is written."""
    return (date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text).date()).isoformat()


Date = Annotated[str, AfterValidator(_date), Field(examples=["2030-09-05"])]
_KINDS: JsonDict = {"enum": ["businessDays", "calendarDays", "range"]}


class DaysWindowInput(WireInput):
    """So many days ahead, working days or all."""

    type: Literal["businessDays", "calendarDays"] = Field(json_schema_extra=_KINDS)
    value: Annotated[int, Field(ge=0, le=LARGEST_WINDOW)]
    rolling: bool | None = Field(
        default=None, description="Count only days that still have a free slot, so that so many are always on offer"
    )


class RangeWindowInput(WireInput):
    """From one date to another, both included."""

    type: Literal["range"] = Field(json_schema_extra=_KINDS)
    value: Annotated[list[Date], Field(min_length=2, max_length=2)]

    @model_validator(mode="after")
    def _in_order(self) -> "RangeWindowInput":
        if self.value[0] > self.value[1]:
            raise ValueError("the range ends before it begins")
        return self


class BookingWindowOutput(WireOutput):
    """The window, or that there is none."""

    type: Literal["businessDays", "calendarDays", "range"] | None = absent()
    value: int | list[str] | None = absent("Days, or two dates")
    rolling: bool | None = absent("Only of windows of days")
    disabled: bool | None = absent("`true` when there is no window")


def parse_booking_window(raw: object) -> dict[str, Any] | None:
    """The window in its stored form, None when turned off. Raises BadRequest."""
    if raw is None or is_disabled(raw):
        return None
    shape = RangeWindowInput if isinstance(raw, dict) and raw.get("type") == "range" else DaysWindowInput
    try:
        window = stored_form(shape.model_validate(raw))
    except ValidationError:
        raise BadRequest("Invalid bookingWindow structure.") from None
    if shape is DaysWindowInput:
        window.setdefault("rolling", False)
    return window


BookingWindow = Annotated[
    dict[str, Any] | None,
    PlainValidator(
        parse_booking_window, json_schema_input_type=DaysWindowInput | RangeWindowInput | DisabledInput | None
    ),
]
