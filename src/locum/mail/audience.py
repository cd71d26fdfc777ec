"""Who is written to about what, and which calendar object goes along (e-mails sheet, section 3, table of actions)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from locum.bookings.rules.people import international_number
from locum.mail.clean import is_mailbox
from locum.mail.ics import Method
from locum.mail.notices import BookingKind as Kind
from locum.mail.notices import BookingNotice, Person, Role


@dataclass(frozen=True, slots=True)
class Form:
    """Which words of the catalogue make the mail, and what the reader's calendar is told."""

    subject: str
    heading: str
    calendar: Method | None


FORMS: dict[tuple[Kind, Role], Form] = {
    (Kind.SCHEDULED, Role.HOST): Form("plain", "scheduled", "REQUEST"),
    (Kind.SCHEDULED, Role.ATTENDEE): Form("plain", "scheduled", "REQUEST"),
    (Kind.SEAT_TAKEN, Role.HOST): Form("seat_taken", "seat_taken", "REQUEST"),
    (Kind.REQUESTED, Role.HOST): Form("awaiting_approval", "awaiting_approval", None),
    (Kind.REQUESTED, Role.ATTENDEE): Form("submitted", "submitted", None),
    (Kind.RESCHEDULED, Role.HOST): Form("rescheduled", "rescheduled", "REQUEST"),
    (Kind.RESCHEDULED, Role.ATTENDEE): Form("rescheduled", "rescheduled", "REQUEST"),
    (Kind.CANCELLED, Role.HOST): Form("cancelled", "cancelled", "CANCEL"),
    (Kind.CANCELLED, Role.ATTENDEE): Form("cancelled", "cancelled", "CANCEL"),
    (Kind.SEAT_LEFT, Role.HOST): Form("cancelled", "seat_attendee_left", "REQUEST"),
    (Kind.SEAT_LEFT, Role.ATTENDEE): Form("seat_left", "seat_left", None),
    (Kind.DECLINED, Role.ATTENDEE): Form("declined", "declined", None),
    (Kind.AWAITING_PAYMENT, Role.ATTENDEE): Form("awaiting_payment", "awaiting_payment", None),
    (Kind.REASSIGNED, Role.HOST): Form("reassigned", "reassigned", "CANCEL"),
    (Kind.UPDATED, Role.ATTENDEE): Form("updated", "updated", "REQUEST"),
    (Kind.GUESTS_ADDED, Role.HOST): Form("guests_added", "guests_added", "REQUEST"),
    (Kind.GUESTS_ADDED, Role.ATTENDEE): Form("guests_added", "guests_added", "REQUEST"),
    (Kind.CHOOSE_AGAIN, Role.ATTENDEE): Form("choose_again", "choose_again", None),
    (Kind.KEPT, Role.HOST): Form("kept", "kept", None),
    (Kind.LOCATION_CHANGED, Role.HOST): Form("location_changed", "location_changed", "REQUEST"),
    (Kind.LOCATION_CHANGED, Role.ATTENDEE): Form("location_changed", "location_changed", "REQUEST"),
}
"""Only the combinations that exist; whatever is missing is not written."""


def calendar_method(notice: BookingNotice, role: Role) -> Method | None:
    """What the reader's calendar is told. What no calendar knows of need not be taken out of it again.

    A refused move is told to calendars, unlike other refusals: they still show the meeting at its old time.
    """
    if notice.kind in (Kind.CANCELLED, Kind.REASSIGNED, Kind.UPDATED) and not notice.in_calendars:
        return None
    if notice.kind is Kind.DECLINED and notice.in_calendars:
        return "CANCEL"
    return FORMS[notice.kind, role].calendar


@dataclass(frozen=True, slots=True)
class Addressed:
    """One mail to write: what it tells, to whom, from which side."""

    kind: Kind
    role: Role
    person: Person


def audience(notice: BookingNotice) -> tuple[Addressed, ...]:
    """The mails that a happening calls for, each address once. Who has no usable address gets none."""
    seen: set[str] = set()
    mails = []
    for mail in _wanted(notice):
        address = (mail.person.email or "").lower()
        if is_mailbox(address) and address not in seen:
            seen.add(address)
            mails.append(mail)
    return tuple(mails)


def reached_by_phone(notice: BookingNotice) -> tuple[tuple[str, Addressed], ...]:
    """The numbers (E.164) of attendees who have no address to be written to, each once, with what they are told."""
    found: dict[str, Addressed] = {}
    for mail in _wanted(notice):
        number = None if is_mailbox(mail.person.email) else international_number(mail.person.phone or "")
        if number is not None and mail.role is Role.ATTENDEE:
            found.setdefault(number, mail)
    return tuple(found.items())


def _wanted(notice: BookingNotice) -> Iterator[Addressed]:
    match notice.kind:
        case Kind.SEAT_TAKEN | Kind.ATTENDEE_ADDED:
            yield from _attendees(Kind.SCHEDULED, notice.concerned)
            yield from _hosts(notice.kind, notice.hosts)
        case Kind.SEAT_LEFT:
            yield from _attendees(Kind.SEAT_LEFT, notice.concerned)
            yield from _hosts(Kind.SEAT_LEFT, notice.hosts)
        case Kind.GUESTS_ADDED:
            yield from _attendees(Kind.SCHEDULED, notice.concerned)
            yield from _hosts(Kind.GUESTS_ADDED, notice.hosts)
            yield from _attendees(Kind.GUESTS_ADDED, notice.attendees)
        case Kind.REASSIGNED:
            # What still waits for an answer waits for the new host's.
            yield from _hosts(Kind.SCHEDULED if notice.in_calendars else Kind.REQUESTED, notice.concerned)
            yield from _hosts(Kind.REASSIGNED, [notice.former_host] if notice.former_host else [])
            if notice.organizer in notice.concerned:
                yield from _attendees(Kind.UPDATED, notice.attendees)
        case Kind.RESCHEDULED if notice.former_host:
            yield from _hosts(Kind.SCHEDULED, [notice.organizer])
            yield from _hosts(Kind.RESCHEDULED, notice.team)
            yield from _hosts(Kind.REASSIGNED, [notice.former_host, *notice.replaced])
            yield from _attendees(Kind.RESCHEDULED, notice.concerned or notice.attendees)
        case Kind.KEPT:
            yield from _hosts(notice.kind, notice.concerned)
        case Kind.REQUESTED | Kind.AWAITING_PAYMENT:
            yield from _hosts(notice.kind, notice.hosts)
            yield from _hosts(Kind.REASSIGNED, notice.replaced)
            yield from _attendees(notice.kind, notice.attendees[:1])
        case Kind.DECLINED if notice.in_calendars:
            # Whoever refuses a move has the meeting at its old time in his calendar, too.
            yield from _hosts(Kind.CANCELLED, notice.hosts)
            yield from _attendees(Kind.DECLINED, notice.attendees)
        case _:
            yield from _hosts(notice.kind, notice.hosts)
            yield from _hosts(Kind.REASSIGNED, notice.replaced)
            yield from _attendees(notice.kind, notice.concerned or notice.attendees)


def _hosts(kind: Kind, people: Iterable[Person]) -> Iterator[Addressed]:
    return _from_side(kind, Role.HOST, people)


def _attendees(kind: Kind, people: Iterable[Person]) -> Iterator[Addressed]:
    return _from_side(kind, Role.ATTENDEE, people)


def _from_side(kind: Kind, role: Role, people: Iterable[Person]) -> Iterator[Addressed]:
    if (kind, role) in FORMS:
        yield from (Addressed(kind, role, person) for person in people)
