"""What is done with a booking that is there, and what else there is to know of it, over HTTP."""

from typing import Annotated, Any

from fastapi import Query

from locum.bookings import looking, presenting
from locum.bookings.absentees import mark_absent
from locum.bookings.inviting import add_attendee, add_guests
from locum.bookings.relocate import change_location
from locum.bookings.schemas.later import (
    AddAttendeeInput,
    AddedAttendeeOutput,
    AddGuestsInput,
    AttendeeWithIdOutput,
    BookingReferenceOutput,
    CalendarLinkOutput,
    MarkAbsentBookingInput,
    MeetingSessionOutput,
    RecordingOutput,
    UpdateBookingLocationInput,
    reference_out,
)
from locum.bookings.schemas.output import BookingEnvelope, BookingOrSeries
from locum.http.envelope import Envelope, success
from locum.http.limits import OwnLimit
from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session

GUESTS = OwnLimit("Guests", 5)
"""Bookings sheet, section 11."""

booking_details = Resource("booking details")
booking_attendees = Resource("booking attendees")
booking_guests = Resource("booking guests")
team_booking_references = Resource("team booking references")

_READ, _WRITE = Permission.BOOKING_READ, Permission.BOOKING_WRITE
Kind = Annotated[str | None, Query(alias="type", description="Only those of one service")]


@booking_details.post(
    "/{bookingUid}/mark-absent", permission=_WRITE, status_code=200, response_model=Envelope[BookingOrSeries]
)
async def mark_who_was_absent(
    realm: CurrentRealm, session: Session, bookingUid: str, body: MarkAbsentBookingInput
) -> Envelope[Any]:
    """Note who did not come."""
    return success(presenting.present(await mark_absent(session, realm.caller, bookingUid, body.said())))


@booking_details.patch("/{bookingUid}/location", permission=_WRITE, response_model=Envelope[BookingOrSeries])
async def update_location(
    realm: CurrentRealm, session: Session, bookingUid: str, body: UpdateBookingLocationInput
) -> Envelope[Any]:
    """Have a booking take place elsewhere."""
    return success(presenting.present(await change_location(session, realm.caller, bookingUid, body.location)))


@booking_details.get("/{bookingUid}/calendar-links", permission=_READ)
async def get_calendar_links(
    session: Session, settings: CurrentSettings, bookingUid: str
) -> Envelope[list[CalendarLinkOutput]]:
    """Addresses that put a booking into somebody's calendar."""
    links = await looking.calendar_links_of(session, bookingUid, settings.base_url)
    return success([CalendarLinkOutput(id=link.id, label=link.label, link=link.link) for link in links])


@booking_details.get("/{bookingUid}/references", permission=_READ)
async def get_references(
    realm: CurrentRealm, session: Session, bookingUid: str, kind: Kind = None
) -> Envelope[list[BookingReferenceOutput]]:
    """What calendars and video services call a booking."""
    found = await looking.references_of(session, realm.caller, bookingUid, kind)
    return success([reference_out(row) for row in found])


@team_booking_references.get("/{bookingUid}/references", permission=_READ)
async def get_references_of_team(
    realm: CurrentRealm, session: Session, bookingUid: str, kind: Kind = None
) -> Envelope[list[BookingReferenceOutput]]:
    """What calendars and video services call a booking of the team."""
    found = await looking.references_of_team(session, realm.team, bookingUid, kind)
    return success([reference_out(row) for row in found])


@booking_details.get(
    "/{bookingUid}/recordings", permission=_READ, response_model=BookingEnvelope[list[RecordingOutput]]
)
async def get_recordings(realm: CurrentRealm, session: Session, bookingUid: str) -> Envelope[list[RecordingOutput]]:
    """Recordings of the meeting."""
    await looking.check_has_video(session, realm.caller, bookingUid)
    return success([])


@booking_details.get("/{bookingUid}/transcripts", permission=_READ, response_model=BookingEnvelope[list[str]])
async def get_transcripts(realm: CurrentRealm, session: Session, bookingUid: str) -> Envelope[list[str]]:
    """Addresses of transcripts of the meeting."""
    await looking.check_has_video(session, realm.caller, bookingUid)
    return success([])


@booking_details.get(
    "/{bookingUid}/conferencing-sessions", permission=_READ, response_model=BookingEnvelope[list[MeetingSessionOutput]]
)
async def get_video_sessions(
    realm: CurrentRealm, session: Session, bookingUid: str
) -> Envelope[list[MeetingSessionOutput]]:
    """Who was in the video meeting, and when."""
    await looking.check_has_video(session, realm.caller, bookingUid)
    return success([])


@booking_attendees.get("/{bookingUid}/attendees", permission=_READ)
async def get_attendees(realm: CurrentRealm, session: Session, bookingUid: str) -> Envelope[list[AttendeeWithIdOutput]]:
    """Everybody who attends."""
    found = await looking.attendees_of(session, realm.caller, bookingUid)
    return success([presenting.attendee_with_id(attendee) for attendee in found])


@booking_attendees.get("/{bookingUid}/attendees/{attendeeId}", permission=_READ)
async def get_attendee(
    realm: CurrentRealm, session: Session, bookingUid: str, attendeeId: PathId
) -> Envelope[AttendeeWithIdOutput]:
    """One of those who attend."""
    found = await looking.attendee_of(session, realm.caller, bookingUid, attendeeId)
    return success(presenting.attendee_with_id(found))


@booking_attendees.post("/{bookingUid}/attendees", permission=_WRITE)
async def add_one_attendee(
    realm: CurrentRealm, session: Session, bookingUid: str, body: AddAttendeeInput
) -> Envelope[AddedAttendeeOutput]:
    """Have one more attend."""
    _, added = await add_attendee(session, realm.caller, bookingUid, body.invited())
    return success(presenting.added_attendee(added))


@booking_guests.post(
    "/{bookingUid}/guests",
    permission=_WRITE,
    status_code=200,
    limit=GUESTS,
    response_model=Envelope[BookingOrSeries],
)
async def add_more_guests(
    realm: CurrentRealm, session: Session, bookingUid: str, body: AddGuestsInput
) -> Envelope[Any]:
    """Invite more guests."""
    view = await add_guests(session, realm.caller, bookingUid, [guest.invited() for guest in body.guests])
    return success(presenting.present(view))
