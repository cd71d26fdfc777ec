"""The bodies that book and cancel, in the documented form or in the older one."""

from typing import Annotated

from pydantic import PlainValidator

from locum.bookings.older import OlderBooking
from locum.bookings.rules.asked import Asked
from locum.bookings.rules.status import Cancellation
from locum.bookings.schemas.change import CancelBookingInput, CancelSeatedBookingInput, read_cancellation
from locum.bookings.schemas.create import (
    CreateBookingInput,
    CreateInstantBookingInput,
    CreateRecurringBookingInput,
    read_create,
)
from locum.bookings.schemas.older import OLDER_CANCEL_KEYS, OlderCancelInput, looks_older, read_older
from locum.bookings.schemas.reading import body_object, read
from locum.http.versions import KNOWN
from locum.kit.errors import BadRequest

DOCUMENTED = KNOWN.index("2024-08-13")


def is_older(version: str) -> bool:
    """Whether a version has the older bodies and answers (client surface sheet, section 0, rule 1)."""
    return KNOWN.index(version) < DOCUMENTED


class OlderCancellation(Cancellation):
    """A cancellation in words of the older form."""

    __slots__ = ()


def check_form(body: object, version: str) -> None:
    """Raises BadRequest for a body of the older form under a version that has the documented one."""
    if is_older(version):
        return
    if isinstance(body, OlderBooking):
        raise BadRequest("responses property is wrong,property responses should not exist")
    if isinstance(body, OlderCancellation):
        raise BadRequest(f"Properties of older versions should not exist: {', '.join(sorted(OLDER_CANCEL_KEYS))}")


def _create(raw: object) -> Asked | OlderBooking:
    body = body_object(raw)
    return read_older(body) if looks_older(body) else read_create(body)


def _cancel(raw: object) -> Cancellation:
    body = body_object(raw)
    if not OLDER_CANCEL_KEYS & set(body):
        return read_cancellation(body)
    found = read(OlderCancelInput, body).cancellation()
    return OlderCancellation(found.reason, found.subsequent, found.seat_uid)


CreateBody = Annotated[
    Asked | OlderBooking,
    PlainValidator(
        _create, json_schema_input_type=CreateBookingInput | CreateInstantBookingInput | CreateRecurringBookingInput
    ),
]
CancelBody = Annotated[
    Cancellation, PlainValidator(_cancel, json_schema_input_type=CancelBookingInput | CancelSeatedBookingInput)
]
