"""Who may be added to a booking that is there already (bookings sheet, section 11)."""

from collections.abc import Collection, Sequence

from locum.bookings.rules.people import MOST_GUESTS, Attendee
from locum.kit.errors import BadRequest


def newcomers_of(asked: Sequence[Attendee], present: Collection[str]) -> Sequence[Attendee]:
    """Those who are not there yet, each once. Raises BadRequest when nobody is left, or all are too many."""
    known = {email.lower() for email in present}
    new: dict[str, Attendee] = {}
    for person in asked:
        if person.email.lower() not in known:
            new.setdefault(person.email.lower(), person)
    if not new:
        raise BadRequest("emails_must_be_unique_valid")
    if len(known) + len(new) > MOST_GUESTS:
        raise BadRequest(f"Maximum total guests allowed is {MOST_GUESTS}")
    return tuple(new.values())


def check_takes_guests(*, guests_disabled: bool, seated: bool) -> None:
    """Raises BadRequest for event types without guests, and for meetings in which everybody takes a seat himself."""
    if guests_disabled:
        raise BadRequest("Guests are disabled for this event type.")
    if seated:
        raise BadRequest("Attendees of this booking have seats: nobody can be added without taking one.")
