"""Who may still sit down (bookings sheet, sections 2, 5 and 6)."""

from collections.abc import Collection, Iterable

from locum.event_types.rules.policies import Seats
from locum.kit.errors import BadRequest, Conflict, NotFound, Unauthorized

FULL = "No more seats left at this seated booking."
TWICE = "already_signed_up_for_this_booking_error"
TOO_MANY = "not_enough_available_seats_error"


def check_room(seats: Seats, taken: Collection[str], email: str) -> None:
    """Whether one more may sit down where others sit, whose addresses are `taken`. Raises Conflict."""
    if email.lower() in {address.lower() for address in taken}:
        raise Conflict(TWICE)
    if len(taken) >= seats.per_slot:
        raise Conflict(FULL)


def check_room_for_all(seats: Seats, taken: Collection[str], coming: Iterable[str]) -> frozenset[str]:
    """Whether all who come find a seat beside those who sit; who sits there already needs none.

    Returns the addresses, in lower case, of those who do need one. Raises Conflict.
    """
    there = {address.lower() for address in taken}
    new = frozenset(address.lower() for address in coming) - there
    if len(there) + len(new) > seats.per_slot:
        raise Conflict(TOO_MANY)
    return new


def no_such_seat(seat_uid: str | None) -> NotFound:
    """For whoever wants to move or to see a seat that is nobody's."""
    return NotFound(f"Seat with uid={seat_uid} does not exist.")


def cannot_leave(seat_uid: str, *, is_elsewhere: bool) -> BadRequest:
    """For whoever wants to give up a seat that he does not have in this booking."""
    if is_elsewhere:
        return BadRequest(f"Seat with uid={seat_uid} does not belong to this booking.")
    return BadRequest(f"Seat with uid={seat_uid} does not exist or has already been cancelled.")


def check_may_call_off(*, in_charge: bool) -> None:
    """Only those who host a shared meeting may cancel it as a whole. Raises Unauthorized."""
    if not in_charge:
        raise Unauthorized("User not a host of this event.")


def check_may_move_all(uid: str, *, in_charge: bool) -> None:
    """Only those who host a shared meeting may move it as a whole. Raises BadRequest."""
    if not in_charge:
        raise BadRequest(
            f"Can't reschedule booking with uid={uid}: its attendees have seats. Please, provide seatUid of your seat."
        )
