"""Use cases: what else there is to know of a booking (bookings sheet, section 11)."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, queries
from locum.bookings.calendar_links import CalendarLink, all_links
from locum.bookings.models import BookingAttendee, BookingReference
from locum.bookings.rules.places import readable
from locum.bookings.rules.status import OVER
from locum.bookings.views import BookingView
from locum.http.principal import Principal
from locum.kit.errors import BadRequest, Forbidden, NotFound

VIDEO_OF_THE_HOUSE = "daily_video"


async def attendees_of(session: AsyncSession, caller: Principal, uid: str) -> Sequence[BookingAttendee]:
    """Everybody who attends, by id. Raises Forbidden, also where there is no such booking."""
    view = await access.accessible(session, caller, uid)
    return sorted(view.booking.attendees, key=lambda attendee: attendee.id)


async def attendee_of(session: AsyncSession, caller: Principal, uid: str, attendee_id: int) -> BookingAttendee:
    """One of them. Raises Forbidden, or NotFound for somebody who attends something else."""
    for attendee in await attendees_of(session, caller, uid):
        if attendee.id == attendee_id:
            return attendee
    raise NotFound(f"Attendee with id={attendee_id} not found in booking with uid={uid}")


async def calendar_links_of(session: AsyncSession, uid: str, web_url: str) -> Sequence[CalendarLink]:
    """Links that put a booking into calendars. Raises NotFound, or BadRequest when its event type is gone."""
    view = await access.found(session, uid)
    if view.booking.event_type_id is None:
        raise BadRequest(f"There are no calendar links of booking with uid={uid}: its event type is gone.")
    return all_links(view.booking, readable(view.booking.location) or None, f"{web_url}/booking/{uid}")


async def references_of(
    session: AsyncSession, caller: Principal, uid: str, kind: str | None
) -> Sequence[BookingReference]:
    """What calendars and video services call a booking, for its organizer. Raises NotFound or Forbidden."""
    view = await access.found(session, uid)
    if not (caller.is_system_admin or access.is_organizer(caller, view)):
        raise Forbidden(f"Booking with uid={uid} does not belong to user with id={caller.user_id}")
    return await _references(session, view, kind)


async def references_of_team(
    session: AsyncSession, team_id: int, uid: str, kind: str | None
) -> Sequence[BookingReference]:
    """The same of a booking of a team's event types. Raises NotFound."""
    view = await queries.by_uid_of_team(session, uid, team_id)
    if view is None:
        raise NotFound(f"Booking with uid={uid} was not found in the database")
    return await _references(session, view, kind)


async def _references(session: AsyncSession, view: BookingView, kind: str | None) -> Sequence[BookingReference]:
    """What is cancelled is nowhere any more."""
    if view.booking.status in OVER:
        return ()
    found = await queries.references(session, view.booking.id)
    return [reference for reference in found if kind is None or reference.type == kind]


async def check_has_video(session: AsyncSession, caller: Principal, uid: str) -> None:
    """Whether a booking met in the house's video service, which records. Raises Forbidden or NotFound."""
    view = await access.accessible(session, caller, uid)
    if not await _references(session, view, VIDEO_OF_THE_HOUSE):
        raise NotFound(f"No Cal Video reference found for booking with uid={uid}")
