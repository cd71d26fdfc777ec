"""From the rows of a booking to the notice that mails are written from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import Booking, BookingAttendee, DepartedAttendee
from locum.bookings.records import BookingRecord, load_people, load_record
from locum.bookings.rules.answers import text_of
from locum.event_types.models import EventType
from locum.event_types.rules.booking_fields import PHONE_SLUG, booking_form
from locum.event_types.rules.policies import Recurrence as Rhythm
from locum.event_types.rules.policies import Seats
from locum.mail import booking_queries
from locum.mail.booking_happenings import KINDS, Happening
from locum.mail.notices import Answer, BookingNotice, Occurrence, Person, Recurrence
from locum.mail.people import load_users, person_of
from locum.mail.series import Series
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """The rows, who hosted before where somebody else does now, and the other bookings of a series."""

    record: BookingRecord
    former_host: User | None = None
    replaced: tuple[User, ...] = ()
    """Who hosted the meeting before it moved, and does no more."""
    host: User | None = None
    """The host whom it happened to, if to one of them alone."""
    series: Series | None = None
    concerned: tuple[BookingAttendee | DepartedAttendee, ...] = ()
    """Whom it happened to, if not to all; they may sit elsewhere by now, or be gone."""


async def load_facts(session: AsyncSession, happening: Happening) -> BookingFacts | None:
    """What there is to know of a booking; None when it is gone."""
    record = await load_record(session, happening.booking_id)
    if record is None:
        return None
    hosts = await load_users(session, (happening.former_host_id, happening.host_id))
    series = await _series(session, record.booking.recurring_uid)
    concerned = await load_people(session, happening.concerned)
    former, host = (hosts.get(user_id or 0) for user_id in (happening.former_host_id, happening.host_id))
    replaced = await _replaced(session, record) if happening.what in ("rescheduled", "requested") else ()
    return BookingFacts(record, former, replaced, host, series, concerned)


async def _replaced(session: AsyncSession, record: BookingRecord) -> tuple[User, ...]:
    if record.booking.rescheduled_from_uid is None:
        return ()
    before = await booking_queries.hosts_of(session, record.booking.rescheduled_from_uid)
    now = {row.email.lower() for row in record.attendees if row.kind == "host"}
    return tuple(user for user in before if user.email not in now and user.id != record.booking.user_id)


async def _series(session: AsyncSession, recurring_uid: str | None) -> Series | None:
    if recurring_uid is None:
        return None
    return Series.of(recurring_uid, await booking_queries.meetings(session, recurring_uid))


def notice_of(facts: BookingFacts, happening: Happening) -> BookingNotice:
    """The notice: how it stands in the rows, with what the happening remembers better."""
    record, series = facts.record, facts.series
    booking, event_type = record.booking, record.event_type
    invited = [row for row in record.attendees if happening.newest is None or row.id <= happening.newest]
    attendees = tuple(_attendee(row) for row in invited if row.kind != "host")
    concerned = (person_of(facts.host),) if facts.host else tuple(_attendee(row) for row in facts.concerned)
    zone = next((person.zone for person in (*attendees, *concerned)), "UTC")
    recurrence, occurrence = _within_series(facts, happening, zone)
    is_off = happening.what == "cancelled"
    return BookingNotice(
        kind=KINDS[happening.what],
        uid=booking.uid,
        ics_uid=series.ics_uid if series and (recurrence or occurrence) else booking.ics_uid,
        sequence=happening.sequence,
        title=booking.title,
        event_title=event_type.title if event_type else booking.title,
        start=booking.starts_at,
        end=booking.ends_at,
        organizer=_user(record.organizer) or Person("", None),
        # A meeting that all have left is told with those who were in it.
        attendees=attendees or concerned,
        team=tuple(_attendee(row) for row in invited if row.kind == "host"),
        concerned=concerned,
        former_host=_user(facts.former_host),
        replaced=tuple(person_of(user) for user in facts.replaced),
        location=booking.location,
        notes=_notes(facts),
        answers=answers_of(event_type, _responses(facts)) if event_type else (),
        reason=_reason(booking, happening),
        previous_start=happening.previous_start,
        recurrence=recurrence,
        occurrence=occurrence,
        further=series.further(happening.together, booking.id, zone) if series and is_off else (),
        in_calendars=_is_in_calendars(booking, happening),
        hides_attendees=_hides_attendees(record),
        hides_organizer_email=bool(event_type and event_type.hide_organizer_email),
        is_private=bool(event_type and event_type.hide_calendar_event_details),
        hides_notes_from_calendars=bool(event_type and event_type.hide_calendar_notes),
    )


def _hides_attendees(record: BookingRecord) -> bool:
    """Where there are seats, unless those who sit may know of each other."""
    seats = Seats.of(record.event_type.seats) if record.event_type else None
    return not seats.show_attendees if seats else any(row.seat_uid for row in record.attendees)


def _within_series(facts: BookingFacts, happening: Happening, zone: str) -> tuple[Recurrence | None, Occurrence | None]:
    """The rhythm when it is about the whole series, otherwise which meeting of it it is about."""
    series, booking, event_type = facts.series, facts.record.booking, facts.record.event_type
    if series is None:
        return None, None
    rhythm = Rhythm.of(event_type.recurrence) if event_type else None
    recurrence = series.recurrence(happening.what, booking.uid, rhythm, zone, happening.together)
    return recurrence, series.occurrence(booking.uid, zone) if recurrence is None else None


def _responses(facts: BookingFacts) -> Mapping[str, Any]:
    """The answers of the booking, or of the one seat that it is about."""
    seat = _seat(facts)
    return facts.record.booking.responses if seat is None else seat.responses or {}


def _notes(facts: BookingFacts) -> str | None:
    """What the booker added, or whoever has the one seat that it is about."""
    seat = _seat(facts)
    return facts.record.booking.description if seat is None else text_of((seat.responses or {}).get("notes")) or None


def _seat(facts: BookingFacts) -> BookingAttendee | DepartedAttendee | None:
    """The one seat that it is about."""
    seats = [row for row in facts.concerned if row.responses is not None]
    return seats[0] if len(seats) == 1 else None


def answers_of(event_type: EventType, responses: Mapping[str, Any]) -> tuple[Answer, ...]:
    """Answers to the event type's own questions, without hidden and empty ones, in the order of the form."""
    form = booking_form(event_type.booking_fields, event_type.disable_guests)
    asked = [entry for entry in form if not (entry.is_default or entry.hidden or entry.slug == PHONE_SLUG)]
    said = [(entry.label or entry.slug, responses.get(entry.slug)) for entry in asked]
    return tuple(Answer(label, _readable(value)) for label, value in said if value not in (None, "", []))


def _readable(value: object) -> str | bool:
    if isinstance(value, bool):
        return value
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _reason(booking: Booking, happening: Happening) -> str | None:
    match happening.what:
        case "cancelled":
            return booking.cancellation_reason
        case "declined":
            return booking.rejection_reason
        case "rescheduled" | "requested":
            return booking.rescheduling_reason
        case "seat_left" | "reassigned" | "asked_to_move" | "kept":
            return happening.reason
        case _:
            return None


def _is_in_calendars(booking: Booking, happening: Happening) -> bool:
    """A booking that was never confirmed is in no calendar, but the one that it was moved from may be."""
    if happening.what in ("requested", "declined") or happening.was_pending:
        return booking.rescheduled_from_uid is not None
    return True


def _user(user: User | None) -> Person | None:
    return person_of(user) if user is not None else None


def _attendee(row: BookingAttendee | DepartedAttendee) -> Person:
    digits = "".join(letter for letter in row.phone or "" if letter.isdigit())
    # Who booked by phone alone has an address made of his number, where nobody reads (bookings sheet, section 3.2).
    is_made_up = (
        bool(digits) and row.email.partition("@")[0] == digits and row.email.partition("@")[2].startswith("sms.")
    )
    return Person(
        name=row.name,
        email=None if is_made_up else row.email,
        zone=row.time_zone,
        language=row.language,
        phone=row.phone,
        seat_uid=row.seat_uid,
    )
