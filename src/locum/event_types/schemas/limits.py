"""Limits of an event type: bookings and minutes a period, active bookings a booker (event types sheet, section 5)."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, PlainValidator, ValidationError

from locum.event_types.rules.limits import UNITS, check_order
from locum.event_types.schemas.parts import LARGEST_INTEGER, Count, absent, is_disabled, reasons, stored_form
from locum.kit.errors import BadRequest
from locum.kit.wire import WireInput, WireOutput

QuarterHours = Annotated[int, Field(ge=15, le=LARGEST_INTEGER)]


class DisabledInput(WireInput):
    """Turns off a setting that was made before."""

    disabled: bool = Field(description="Only `true`")


class CountLimitsInput(WireInput):
    """How many bookings each period takes."""

    day: Count | None = None
    week: Count | None = None
    month: Count | None = None
    year: Count | None = None
    disabled: bool | None = Field(default=None, exclude=True)


class DurationLimitsInput(WireInput):
    """How many minutes of bookings each period takes."""

    day: QuarterHours | None = None
    week: QuarterHours | None = None
    month: QuarterHours | None = None
    year: QuarterHours | None = None
    disabled: bool | None = Field(default=None, exclude=True)


class ActiveBookingsLimitInput(WireInput):
    """How many future bookings one booker may hold."""

    maximum_active_bookings: Count | None = None
    offer_reschedule: bool | None = Field(
        default=None, description="Offer to move the last booking when the limit is reached"
    )
    disabled: bool | None = Field(default=None, exclude=True)


class LimitsOutput(WireOutput):
    """The units that are set; none after a limit was turned off."""

    day: int | None = absent()
    week: int | None = absent()
    month: int | None = absent()
    year: int | None = absent()


class ActiveBookingsLimitOutput(WireOutput):
    """The limit, or that there is none."""

    maximum_active_bookings: int | None = absent()
    offer_reschedule: bool | None = absent()
    disabled: bool | None = absent("`true` when there is no limit")


def structured(name: str, raw: object, shape: type[BaseModel]) -> dict[str, Any]:
    """The stored form of a structured setting. Raises BadRequest `Invalid <name>: ...`."""
    try:
        return stored_form(shape.model_validate(raw))
    except ValidationError as error:
        raise BadRequest(f"Invalid {name}: {reasons(error)}") from None


def _parse_limits(name: str, what: str, raw: object, shape: type[BaseModel]) -> dict[str, Any] | None:
    if raw is None:
        return None
    if is_disabled(raw):
        return {}
    limits = structured(name, raw, shape)
    check_order(name, what, {unit: limits[unit] for unit in UNITS if unit in limits})
    return limits


def parse_count_limits(raw: object) -> dict[str, Any] | None:
    """Bookings a period; `{}` when turned off. Raises BadRequest."""
    return _parse_limits("bookingLimitsCount", "number of bookings", raw, CountLimitsInput)


def parse_duration_limits(raw: object) -> dict[str, Any] | None:
    """Minutes a period; `{}` when turned off. Raises BadRequest."""
    return _parse_limits("bookingLimitsDuration", "duration of bookings", raw, DurationLimitsInput)


def parse_active_bookings_limit(raw: object) -> dict[str, Any] | None:
    """Active bookings of one booker; None when turned off. Raises BadRequest."""
    if raw is None or is_disabled(raw):
        return None
    limit = structured("bookerActiveBookingsLimit", raw, ActiveBookingsLimitInput)
    if not limit:
        raise BadRequest(
            "Invalid bookerActiveBookingsLimit: at least one of maximumActiveBookings and offerReschedule is needed."
        )
    return limit


Stored = dict[str, Any] | None

CountLimits = Annotated[
    Stored, PlainValidator(parse_count_limits, json_schema_input_type=CountLimitsInput | DisabledInput | None)
]
DurationLimits = Annotated[
    Stored, PlainValidator(parse_duration_limits, json_schema_input_type=DurationLimitsInput | DisabledInput | None)
]
ActiveBookingsLimit = Annotated[
    Stored,
    PlainValidator(parse_active_bookings_limit, json_schema_input_type=ActiveBookingsLimitInput | DisabledInput | None),
]
