"""The bodies that move, cancel and decline (bookings sheet, sections 5, 7 and 8)."""

from typing import Annotated

from pydantic import Field, PlainValidator

from locum.bookings.moving import Move
from locum.bookings.rules.status import Cancellation
from locum.bookings.schemas.create import Email, StrictInput
from locum.bookings.schemas.reading import body_object, read
from locum.event_types.schemas.parts import Text
from locum.kit.wire import WireInput
from locum.kit.wire_types import InstantText, NonEmptyText


class _MoveInput(StrictInput):
    start: InstantText = Field(description="When it is to begin, such as 2050-08-13T10:00:00Z")
    rescheduled_by: Email | None = Field(None, description="Who moves it; hosts prove it with their credentials")
    email_verification_code: str | None = None


class RescheduleBookingInput(_MoveInput):
    """Moves a booking."""

    rescheduling_reason: str | None = None


class RescheduleSeatedBookingInput(_MoveInput):
    """Moves one seat of a booking."""

    seat_uid: NonEmptyText


def read_move(raw: object) -> Move:
    """The body in the form that its keys tell. Raises BadRequest."""
    body = body_object(raw)
    if "seatUid" in body:
        seat = read(RescheduleSeatedBookingInput, body)
        return Move(
            seat.start, by=seat.rescheduled_by, seat_uid=seat.seat_uid, verification_code=seat.email_verification_code
        )
    whole = read(RescheduleBookingInput, body)
    return Move(whole.start, whole.rescheduling_reason, whole.rescheduled_by, None, whole.email_verification_code)


MoveBody = Annotated[
    Move, PlainValidator(read_move, json_schema_input_type=RescheduleBookingInput | RescheduleSeatedBookingInput)
]


class CancelBookingInput(StrictInput):
    """Cancels a booking, or the rest of a series."""

    cancellation_reason: str | None = None
    cancel_subsequent_bookings: bool | None = None


class CancelSeatedBookingInput(StrictInput):
    """Gives up one seat."""

    seat_uid: NonEmptyText
    cancellation_reason: str | None = None


def read_cancellation(raw: object) -> Cancellation:
    """The body in the form that its keys tell. Raises BadRequest."""
    body = body_object(raw)
    if "seatUid" in body:
        seat = read(CancelSeatedBookingInput, body)
        return Cancellation(seat.cancellation_reason, seat_uid=seat.seat_uid)
    whole = read(CancelBookingInput, body)
    return Cancellation(whole.cancellation_reason, bool(whole.cancel_subsequent_bookings))


CancelBody = Annotated[
    Cancellation,
    PlainValidator(read_cancellation, json_schema_input_type=CancelBookingInput | CancelSeatedBookingInput),
]


class DeclineBookingInput(WireInput):
    """Declines a booking."""

    reason: Text | None = Field(None, description="Told to the attendees")
