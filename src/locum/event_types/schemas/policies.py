"""Confirmation, seats, recurrence, cancelling and moving (event types sheet, sections 4 and 5)."""

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, model_validator

from locum.event_types.schemas.limits import DisabledInput, structured
from locum.event_types.schemas.parts import Count, absent, is_disabled
from locum.kit.wire import WireInput, WireOutput


class NoticeThresholdInput(WireInput):
    """Notice up to which a booking has to be confirmed."""

    unit: Literal["minutes", "hours"]
    count: Count


class ConfirmationPolicyInput(WireInput):
    """Which bookings wait for the host's yes."""

    type: Literal["always", "time"]
    notice_threshold: NoticeThresholdInput | None = Field(default=None, description="Needed with `time`")
    block_unconfirmed_bookings_in_booker: bool = Field(description="Whether a waiting booking closes its slot")

    @model_validator(mode="after")
    def _threshold_of_time(self) -> "ConfirmationPolicyInput":
        if self.type == "time" and self.notice_threshold is None:
            raise ValueError("noticeThreshold is required when type is 'time'")
        if self.type == "always":
            self.notice_threshold = None
        return self


class SeatsInput(WireInput):
    """One slot for several bookers."""

    seats_per_time_slot: Annotated[int, Field(ge=1, le=1000)]
    show_attendee_info: bool = Field(description="Whether bookers see each other")
    show_availability_count: bool = Field(description="Whether bookers see how many seats are left")


class RecurrenceInput(WireInput):
    """A booking is a series."""

    interval: Count = Field(description="Every so many weeks, months or years")
    occurrences: Count = Field(description="So many times at most")
    frequency: Literal["weekly", "monthly", "yearly"]


class DisableCancellingInput(WireInput):
    """Whether bookers may cancel."""

    disabled: bool | None = None


class DisableReschedulingInput(WireInput):
    """Whether bookers may move: never, or not shortly before. A plain `disabled` wins."""

    disabled: bool | None = None
    minutes_before: Count | None = None


class NoticeThresholdOutput(WireOutput):
    """Notice up to which a booking has to be confirmed."""

    unit: Literal["minutes", "hours"]
    count: int


class ConfirmationPolicyOutput(WireOutput):
    """The policy, or that there is none."""

    type: Literal["always", "time"] | None = absent()
    notice_threshold: NoticeThresholdOutput | None = absent()
    block_unconfirmed_bookings_in_booker: bool | None = absent()
    disabled: bool | None = absent("`true` when bookings are accepted at once")


class SeatsOutput(WireOutput):
    """The seats, or that there are none."""

    seats_per_time_slot: int | None = absent()
    show_attendee_info: bool | None = absent()
    show_availability_count: bool | None = absent()
    disabled: bool | None = absent("`true` when a slot belongs to one booker")


class RecurrenceOutput(WireOutput):
    """A booking is a series."""

    interval: int
    occurrences: int
    frequency: Literal["weekly", "monthly", "yearly"]


class DisableCancellingOutput(WireOutput):
    """Whether bookers may not cancel."""

    disabled: bool


class DisableReschedulingOutput(WireOutput):
    """Whether bookers may not move."""

    disabled: bool
    minutes_before: int | None = absent("Not in the last so many minutes")


def parse_confirmation_policy(raw: object) -> dict[str, Any] | None:
    """The policy in its stored form, None when turned off. Raises BadRequest."""
    if raw is None or is_disabled(raw):
        return None
    return structured("confirmationPolicy", raw, ConfirmationPolicyInput)


def parse_seats(raw: object) -> dict[str, Any] | None:
    """The seats in their stored form, None when turned off. Raises BadRequest."""
    return None if raw is None or is_disabled(raw) else structured("seats", raw, SeatsInput)


def parse_recurrence(raw: object) -> dict[str, Any] | None:
    """The recurrence in its stored form, None when turned off. Raises BadRequest."""
    return None if raw is None or is_disabled(raw) else structured("recurrence", raw, RecurrenceInput)


ConfirmationPolicy = Annotated[
    dict[str, Any] | None,
    PlainValidator(parse_confirmation_policy, json_schema_input_type=ConfirmationPolicyInput | DisabledInput | None),
]
Seats = Annotated[
    dict[str, Any] | None, PlainValidator(parse_seats, json_schema_input_type=SeatsInput | DisabledInput | None)
]
Recurrence = Annotated[
    dict[str, Any] | None,
    PlainValidator(parse_recurrence, json_schema_input_type=RecurrenceInput | DisabledInput | None),
]
