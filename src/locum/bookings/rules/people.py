"""Who attends: the booker and his guests (bookings sheet, section 3.2)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import phonenumbers

from locum.bookings.rules.asked import Booker
from locum.event_types.rules.booking_fields import BookingField
from locum.event_types.rules.naming import split_name
from locum.kit.errors import BadRequest
from locum.kit.wire_types import email_address

NO_CONTACT = "At least one contact method must be provided for the attendee: an email or a phoneNumber."
MOST_GUESTS = 30
LONGEST_NAME = 1000
_PHONE_DOMAIN = "sms.cal.com"
_PLATFORM_SUFFIX = re.compile(r"\+[A-Za-z0-9]{25}(?=@)")


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who attends, as stored. `kind` is booker, guest or host."""

    kind: str
    email: str
    name: str
    time_zone: str
    language: str
    phone: str | None = None


def is_email_address(text: str) -> bool:
    """Whether mail could be sent there."""
    try:
        email_address(text)
    except ValueError:
        return False
    return True


def international_number(text: str) -> str | None:
    """A phone number in its E.164 form; None for what is none, or names no country."""
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def booker_address(booker: Booker, form: Sequence[BookingField]) -> str:
    """The address under which the booker is kept. Raises BadRequest when he cannot be reached as the form wants."""
    if booker.email:
        return booker.email
    if not booker.phone:
        raise BadRequest(NO_CONTACT)
    if any(field.slug == "email" and field.required and not field.hidden for field in form):
        raise BadRequest("{email}error_required_field")
    return f"{re.sub(r'[^0-9]', '', booker.phone)}@{_PHONE_DOMAIN}"


def check_name(booker: Booker, form: Sequence[BookingField]) -> None:
    """Raises BadRequest for an empty name, for one without the last name that the form wants, and for endless ones."""
    parts = next((field.split_name for field in form if field.split_name is not None), None)
    _, last = split_name(booker.name)
    if not booker.name.strip() or (parts is not None and parts.last_name_required and not last):
        raise BadRequest("{name}error_required_field")
    if len(booker.name) > LONGEST_NAME:
        raise BadRequest(f"attendee property is wrong,name must be shorter than or equal to {LONGEST_NAME} characters")


def guests_of(guests: Sequence[str], booker_email: str, form: Sequence[BookingField]) -> tuple[str, ...]:
    """The guests that will be invited; none where the event type has no guests. Raises BadRequest."""
    field = next((field for field in form if field.slug == "guests"), None)
    if field is not None and field.hidden:
        return ()
    if field is not None and field.required and not guests:
        raise BadRequest("{guests}error_required_field")
    if len(guests) > MOST_GUESTS:
        raise BadRequest(f"Maximum total guests allowed is {MOST_GUESTS}")
    if not all(is_email_address(guest) for guest in guests):
        raise BadRequest("{guests}email_validation_error")
    lowered = [guest.lower() for guest in guests]
    if len(set(lowered)) < len(lowered):
        raise BadRequest("{guests}duplicate_email")
    return tuple(guest for guest in guests if guest.lower() != booker_email.lower())


def attendees_of(booker: Booker, address: str, guests: Iterable[str]) -> tuple[Attendee, ...]:
    """The rows: the booker first; guests have his zone and no name yet."""
    first = Attendee("booker", address, booker.name, booker.time_zone, booker.language, booker.phone)
    return (first, *(Attendee("guest", guest, "", booker.time_zone, "en") for guest in guests))


def display_email(email: str) -> str:
    """An address without the suffix that platforms give to the people they manage (bookings sheet, section 3.5)."""
    return _PLATFORM_SUFFIX.sub("", email)
