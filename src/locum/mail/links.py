"""Addresses of a booking's pages, as mails and calendars carry them."""

from locum.mail.notices import BookingNotice, Links, Person, Role


def booking_links(
    base_url: str, notice: BookingNotice, role: Role, person: Person, *, can_reschedule: bool, can_cancel: bool
) -> Links:
    """The links for one reader. The holder of a seat is led to his seat, hosts may answer requests.

    Programs find bookings by addresses that end in `/booking/{uid}` (client sheet, section 2.3).
    """
    booking = f"{base_url}/booking/{notice.uid}"
    seat = f"seatReferenceUid={person.seat_uid}" if role is Role.ATTENDEE and person.seat_uid else ""
    is_host = role is Role.HOST
    return Links(
        booking=booking,
        reschedule=_with(f"{base_url}/reschedule/{notice.uid}", seat) if can_reschedule else None,
        cancel=_with(booking, "cancel=true", seat) if can_cancel else None,
        confirm=f"{booking}?confirm=true" if is_host else None,
        decline=f"{booking}?decline=true" if is_host else None,
    )


def _with(address: str, *parameters: str) -> str:
    given = "&".join(parameter for parameter in parameters if parameter)
    return f"{address}?{given}" if given else address
