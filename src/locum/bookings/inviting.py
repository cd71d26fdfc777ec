"""Use cases: add people to a booking that is there already (bookings sheet, section 11)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, busy, managed_people
from locum.bookings.events import AttendeeAdded, GuestsAdded, about
from locum.bookings.models import BookingAttendee
from locum.bookings.rules.inviting import check_takes_guests, newcomers_of
from locum.bookings.rules.people import Attendee
from locum.bookings.rules.status import check_stands
from locum.bookings.views import BookingView
from locum.bookings.writing import attendee_row
from locum.db.events import publish
from locum.event_types import loading
from locum.http.principal import Principal
from locum.kit.errors import BadRequest


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who is to attend. What is not said he shares with the organizer."""

    email: str
    name: str = ""
    time_zone: str | None = None
    language: str | None = None
    phone: str | None = None


async def add_guests(session: AsyncSession, caller: Principal, uid: str, guests: Sequence[Invited]) -> BookingView:
    """More guests; who attends already is left out. Everybody learns of it.

    Raises NotFound, Forbidden, or BadRequest when nobody is left or there are too many.
    """
    view, rows = await _add(session, caller, uid, guests)
    await publish(session, GuestsAdded(*about(view.booking), tuple(row.id for row in rows)))
    return view


async def add_attendee(
    session: AsyncSession, caller: Principal, uid: str, invited: Invited
) -> tuple[BookingView, BookingAttendee]:
    """One more attendee, who alone learns of it. Raises NotFound, Forbidden or BadRequest."""
    view, (row,) = await _add(session, caller, uid, [invited])
    await publish(session, AttendeeAdded(*about(view.booking), row.id))
    return view, row


async def _add(
    session: AsyncSession, caller: Principal, uid: str, invited: Sequence[Invited]
) -> tuple[BookingView, Sequence[BookingAttendee]]:
    await access.check_may_invite(session, caller, await access.found(session, uid))
    view = await access.held(session, uid)
    booking = view.booking
    check_stands(view.standing())
    found = None if booking.event_type_id is None else await loading.load(session, booking.event_type_id)
    if found is None:
        raise BadRequest(f"Nobody can be added to booking with uid={uid}: its event type is gone.")
    hides = any(field.slug == "guests" and field.hidden for field in found.settings.rules.form)
    check_takes_guests(guests_disabled=hides, seated=view.seated)
    people = await _people(session, view, invited, [host.user_id for host in found.hosts])
    new = newcomers_of(people, [attendee.email for attendee in booking.attendees])
    place = max((attendee.position for attendee in booking.attendees), default=-1) + 1
    rows = [attendee_row(place + number, person) for number, person in enumerate(new)]
    booking.attendees.extend(rows)
    guests = [*booking.responses.get("guests", []), *(person.email for person in new)]
    booking.responses = {**booking.responses, "guests": guests}
    booking.ics_sequence += 1
    await session.flush()
    await busy.take(session, [booking], found.settings.timing, ())
    return view, rows


async def _people(
    session: AsyncSession, view: BookingView, invited: Sequence[Invited], host_ids: Sequence[int]
) -> list[Attendee]:
    organizer = view.organizer
    zone, language = (organizer.time_zone, organizer.language) if organizer else ("UTC", "en")
    kept = await managed_people.kept_addresses(session, host_ids, [one.email for one in invited])
    return [
        Attendee(
            "guest",
            kept.get(one.email.lower(), one.email),
            one.name,
            one.time_zone or zone,
            one.language or language,
            phone=one.phone,
        )
        for one in invited
    ]
