"""What is told of a meeting's people: who did not come, and that somebody waits (webhooks sheet, section 2.3)."""

from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.events import AttendanceMarked, InstantMeetingRequested
from locum.kit import clock
from locum.webhooks.booking_facts import heard_facts
from locum.webhooks.payloads.attendance import attendance_payload, instant_body
from locum.webhooks.payloads.envelope import framed
from locum.webhooks.telling import tell

NO_SHOW, INSTANT = "BOOKING_NO_SHOW_UPDATED", "INSTANT_MEETING"


async def tell_of_attendance(session: AsyncSession, event: AttendanceMarked) -> None:
    """Tell subscribers who came and who did not."""
    heard = await heard_facts(session, NO_SHOW, event.booking_id, event.organizer_id, event.event_type_id)
    if heard is None:
        return
    audience, facts = heard
    marked = [person for person in facts.attendees if person.id in event.attendee_ids]
    payload = attendance_payload(facts, marked)
    await tell(session, NO_SHOW, audience, framed(NO_SHOW, payload, clock.now()), event.uid)


async def tell_of_instant_meeting(session: AsyncSession, event: InstantMeetingRequested) -> None:
    """Tell subscribers that somebody waits, and by which link a host opens the meeting."""
    heard = await heard_facts(session, INSTANT, event.booking_id, None, event.event_type_id)
    if heard is None:
        return
    audience, facts = heard
    link = f"{facts.booker_url or ''}/connect-and-join?{urlencode({'token': event.token})}"
    await tell(session, INSTANT, audience, instant_body(facts, link), event.uid)
