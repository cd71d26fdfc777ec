"""Addresses of a booking's pages, as mails and calendars carry them."""

from locum.kit.wire_types import is_web_address
from locum.mail.notices import BookingNotice, Links, Person, Role


def booking_links(
    base_url: str,
    notice: BookingNotice,
    role: Role,
    person: Person,
    *,
    can_reschedule: bool,
    can_cancel: bool,
    reschedule_at: str | None = None,
    cancel_at: str | None = None,
) -> Links:
    """The links for one reader. The holder of a seat is led to his seat, hosts may answer requests.

    `reschedule_at` and `cancel_at` are pages of a platform's own, which are told the booking likewise. Programs find
    bookings by addresses that end in `/booking/{uid}` (client sheet, section 2.3).
    """
    booking = f"{base_url}/booking/{notice.uid}"
    seat = f"seatReferenceUid={person.seat_uid}" if role is Role.ATTENDEE and person.seat_uid else ""
    is_host = role is Role.HOST
    return Links(
        booking=booking,
        reschedule=_with(_at(reschedule_at, f"{base_url}/reschedule", notice.uid), seat) if can_reschedule else None,
        cancel=_with(_at(cancel_at, f"{base_url}/booking", notice.uid), "cancel=true", seat) if can_cancel else None,
        confirm=f"{booking}?confirm=true" if is_host else None,
        decline=f"{booking}?decline=true" if is_host else None,
    )


def _at(platforms: str | None, own: str, uid: str) -> str:
    return f"{platforms.rstrip('/') if platforms and is_web_address(platforms) else own}/{uid}"


def _with(address: str, *parameters: str) -> str:
    given = "&".join(parameter for parameter in parameters if parameter)
    return f"{address}?{given}" if given else address
