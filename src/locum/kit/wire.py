"""Base models and field types of the wire: strict on the way in, exact on the way out."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer
from pydantic.alias_generators import to_camel


def format_instant(instant: datetime) -> str:
    """An aware instant as the contract writes it: UTC, milliseconds, `Z` (`2050-09-05T07:00:00.000Z`)."""
    text = instant.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z"


Instant = Annotated[datetime, PlainSerializer(format_instant, return_type=str, when_used="json")]
"""An instant in an answer."""


class WireInput(BaseModel):
    """A request body: camelCase on the wire, unknown properties dropped, types never coerced.

    Dates come as text and are parsed by the field types of `locum.kit.wire_types`.
    """

    model_config = ConfigDict(
        extra="ignore", strict=True, alias_generator=to_camel, validate_by_name=True, validate_by_alias=True
    )

    def given(self) -> dict[str, Any]:
        """Only what the caller sent, by Python name: absent is not the same as null (partial updates)."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class WireOutput(BaseModel):
    """An answer: built from plain values or rows, written in camelCase."""

    model_config = ConfigDict(
        from_attributes=True, alias_generator=to_camel, validate_by_name=True, validate_by_alias=True
    )
