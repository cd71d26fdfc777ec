"""How long a booking lasts, and why a time cannot be had (bookings sheet, section 2)."""

from datetime import datetime, timedelta

from locum.bookings.rules.status import NOT_FREE
from locum.event_types.rules.settings import Timing
from locum.kit.errors import BadRequest, Forbidden, LocumError
from locum.slots.answer import Reason

PAST = "Attempting to book a meeting in the past."
OUT_OF_BOUNDS = (
    "The event type can't be booked at the \"start\" time provided. This could be because it's too soon (violating the "
    "minimum booking notice) or too far in the future (outside the event's scheduling window)."
)
TEAM_NOT_FREE = "One of the hosts either already has booking at this time or is not available"
COUNT_LIMIT, DURATION_LIMIT = "booking_limit_reached", "duration_limit_reached"

FARTHEST = timedelta(days=36525)
"""Whoever books a meeting in more than a hundred years has mistyped; clocks and zones are only asked before that."""
LONGEST = timedelta(days=366)
AT_ONCE = timedelta(days=1)
"""What still counts as now: clients that mean today send its first minute, or its zone's."""


def length_of(timing: Timing, asked: int | None) -> int:
    """The minutes of a booking. Raises BadRequest for a length that is not on offer."""
    if asked is None:
        check_length(timing.length)
        return timing.length
    if not timing.length_options:
        raise BadRequest(
            "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths. "
            "Please, remove the 'lengthInMinutes' field from the request."
        )
    if asked not in timing.length_options:
        offered = ", ".join(map(str, timing.length_options))
        raise BadRequest(
            "Provided 'lengthInMinutes' is not one of the possible lengths for the event type. "
            f"The possible lengths are: {offered}"
        )
    check_length(asked)
    return asked


def check_length(length: int) -> None:
    """Raises BadRequest for meetings that outlast every calendar."""
    if length > LONGEST // timedelta(minutes=1):
        raise BadRequest("A booking can't be longer than a year.")


def check_start(start: datetime, timing: Timing, now: datetime) -> None:
    """What needs no calendar. Raises BadRequest for the past, for short notice and for times beyond all calendars."""
    if start < now:
        raise BadRequest(PAST)
    if start - now > FARTHEST or start - now < timedelta(minutes=timing.minimum_notice):
        raise BadRequest(OUT_OF_BOUNDS)


def check_is_now(start: datetime, now: datetime) -> None:
    """Instant meetings begin at once, whatever the notice; clocks may differ. Raises BadRequest for another time."""
    if abs(start - now) > AT_ONCE:
        raise BadRequest("An instant meeting can't be booked for another time than now.")


def refusal(reason: Reason | None, *, of_team: bool, by_count: bool) -> LocumError:
    """What is told about a time that cannot be had. `by_count`: the limit that closes it is one of numbers."""
    if reason is Reason.PAST:
        return BadRequest(PAST)
    if reason in {Reason.NOTICE, Reason.WINDOW}:
        return BadRequest(OUT_OF_BOUNDS)
    if reason is Reason.LIMIT:
        return Forbidden(COUNT_LIMIT if by_count else DURATION_LIMIT)
    return BadRequest(TEAM_NOT_FREE if of_team else NOT_FREE)
