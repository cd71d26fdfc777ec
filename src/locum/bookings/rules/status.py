"""The states of a booking and the ways between them (bookings sheet, sections 2, 3.4, 5, 7 and 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from locum.event_types.rules.policies import ConfirmationPolicy, Rescheduling, needs_confirmation
from locum.kit.errors import BadRequest


class Status(StrEnum):
    """Where a booking stands."""

    ACCEPTED = "accepted"
    PENDING = "pending"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    AWAITING_HOST = "awaiting_host"


OVER = frozenset({Status.CANCELLED, Status.REJECTED})

NOT_FREE = "User either already has booking at this time or is not available"
CONFLICT = "booking_conflict_error"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules look at of a booking."""

    uid: str
    status: str
    starts_at: datetime
    ends_at: datetime
    rescheduled_to_uid: str | None = None
    recurring: bool = False
    seated: bool = False
    deserted: bool = False
    """Nobody attends any more: a shared meeting that was called off, all of whose seats are gone."""


def status_of_new(policy: ConfirmationPolicy | None, start: datetime, now: datetime, *, by_host: bool) -> Status:
    """The state in which a booking begins. Hosts need nobody's yes when they move one."""
    if by_host or not needs_confirmation(policy, start, now):
        return Status.ACCEPTED
    return Status.PENDING


def check_can_be_answered(booking: Standing) -> None:
    """Only what waits can be confirmed or declined. Raises BadRequest."""
    if booking.status == Status.ACCEPTED:
        raise BadRequest("Booking already confirmed")
    if booking.status != Status.PENDING:
        raise BadRequest(f"Booking with uid={booking.uid} can't be confirmed or declined: it is {booking.status}.")


def check_stands(booking: Standing) -> None:
    """What is over is not changed any more. Raises BadRequest."""
    if booking.status in OVER:
        raise BadRequest(f"Booking with uid={booking.uid} can't be changed: it is {booking.status}.")


LONGEST_REASON = 10_000


def check_reason(reason: str | None) -> None:
    """Why somebody changes a booking is for people to read. Raises BadRequest for what nobody would."""
    if reason is not None and len(reason) > LONGEST_REASON:
        raise BadRequest(f"A reason must be at most {LONGEST_REASON} characters long")


@dataclass(frozen=True, slots=True)
class Cancellation:
    """How somebody wants a booking cancelled."""

    reason: str | None = None
    subsequent: bool = False
    seat_uid: str | None = None


def check_can_be_cancelled(
    booking: Standing, asked: Cancellation, *, by_host: bool, disabled: bool, now: datetime
) -> None:
    """Raises BadRequest with the sheet's text (section 2). `disabled`: the event type does not allow it."""
    uid = booking.uid
    if booking.status == Status.CANCELLED:
        raise BadRequest(f"Can't cancel booking with uid={uid} because it has been cancelled already.")
    if booking.status == Status.REJECTED:
        raise BadRequest(f"Can't cancel booking with uid={uid} because it has been rejected.")
    if asked.subsequent and not booking.recurring:
        raise BadRequest(
            f"Can't cancel subsequent bookings: booking with uid={uid} is not part of a recurring booking."
        )
    if asked.seat_uid is not None and not booking.seated:
        raise BadRequest(f"Seat with uid={asked.seat_uid} does not exist or has already been cancelled.")
    if disabled:
        raise BadRequest("This event type does not allow cancellations")
    if booking.ends_at < now:
        raise BadRequest("Cannot cancel a booking that has already ended")
    if by_host and not (asked.reason or "").strip():
        raise BadRequest("Cancellation reason is required when you are the host")


def check_names_no_series(asked: Cancellation) -> None:
    """Raises BadRequest when all of a series, and what comes after it, are to be cancelled."""
    if asked.subsequent:
        raise BadRequest("Cannot cancel subsequent bookings for recurring event - provide the uid of an occurrence.")


def check_something_is_left(uid: str, left: Sequence[object]) -> None:
    """Raises BadRequest when every occurrence of a series is over."""
    if not left:
        raise BadRequest(f"Can't cancel booking with uid={uid} because it has been cancelled already or is over.")


def stands_from(booking: Standing, instant: datetime) -> bool:
    """Whether a booking that still stands begins at an instant or later."""
    return booking.status not in OVER and booking.starts_at >= instant


@dataclass(frozen=True, slots=True)
class MovingRules:
    """What an event type says about moving its bookings."""

    policy: Rescheduling
    past: bool
    cancelled: bool


def check_can_be_moved(booking: Standing, rules: MovingRules, *, now: datetime) -> None:
    """Raises BadRequest with the sheet's text (sections 2 and 5)."""
    uid = booking.uid
    if booking.rescheduled_to_uid is not None:
        raise BadRequest(
            f"Can't reschedule booking with uid={uid} because it has been cancelled and rescheduled already to "
            f"booking with uid={booking.rescheduled_to_uid}. You probably want to reschedule that one instead."
        )
    if booking.status == Status.CANCELLED and (booking.deserted or not rules.cancelled):
        raise BadRequest(
            f"Can't reschedule booking with uid={uid} because it has been cancelled. "
            "Please provide uid of a booking that is not cancelled."
        )
    if booking.status == Status.REJECTED:
        raise BadRequest(f"Can't reschedule booking with uid={uid} because it has been rejected.")
    if booking.ends_at < now and not rules.past:
        raise BadRequest(f"Can't reschedule booking with uid={uid} because it has already ended.")
    if not rules.policy.allows(booking.starts_at, now):
        raise BadRequest(f"Can't reschedule booking with uid={uid}: its event type does not allow rescheduling now.")
