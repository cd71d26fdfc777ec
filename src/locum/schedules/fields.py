"""Field types of schedules on the wire."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationError, ValidationInfo, ValidatorFunctionWrapHandler, WithJsonSchema
from pydantic.alias_generators import to_camel
from pydantic_core import InitErrorDetails

from locum.http.violations import violations_of
from locum.kit.wire_types import refusal
from locum.schedules import rules


def _wall_time(value: Any) -> int:
    try:
        return rules.parse_wall_time(value)
    except (TypeError, ValueError):
        raise refusal("matches", "$property must be a valid time format HH:MM") from None


def _date(value: Any) -> date:
    try:
        return rules.parse_date(value)
    except (TypeError, ValueError):
        raise refusal("isIso8601", "$property must be a valid ISO 8601 date string") from None


WallTime = Annotated[
    int, BeforeValidator(_wall_time), WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
]
"""`HH:MM` on the wire, the minute of the day within."""

OverrideDate = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string"})]


def named_by_path(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    """Let the violations within a list say where they are: `availability.0.startTime must be ...`.

    For use in a WrapValidator (availability sheet, section 3).
    """
    try:
        return handler(value)
    except ValidationError as error:
        faults = [_with_path(to_camel(info.field_name or ""), dict(fault)) for fault in error.errors()]
        raise ValidationError.from_exception_data(error.title, faults) from None


def _with_path(field: str, fault: dict[str, Any]) -> InitErrorDetails:
    location: tuple[int | str, ...] = fault["loc"]
    [violation] = violations_of([{**fault, "loc": ("body", *(location[-1:] or (field,)))}])
    [(rule, text)] = violation.constraints.items()
    path = "".join(f"{part}." for part in (field, *location[:-1])) if location else ""
    return InitErrorDetails(type=refusal(rule, path + text), loc=location, input=fault["input"])
