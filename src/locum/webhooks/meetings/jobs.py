"""The clock of meetings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import Booking
from locum.db.jobs import jobs, workshop
from locum.webhooks.alarm_clock import AlarmClock, Telling
from locum.webhooks.booking_facts import heard_facts
from locum.webhooks.meetings.models import MeetingAlarm
from locum.webhooks.meetings.rules import Meeting, ring
from locum.webhooks.payloads.meeting import meeting_body
from locum.webhooks.ringing import Ringing
from locum.webhooks.telling import tell

_THINGS = select(
    Booking.id,
    Booking.uid,
    Booking.user_id,
    Booking.event_type_id,
    Booking.status,
    Booking.starts_at,
    Booking.ends_at,
    MeetingAlarm.has_begun,
).join(Booking, Booking.id == MeetingAlarm.booking_id)


@dataclass(frozen=True, slots=True)
class _Due:
    """A booking whose alarm rings."""

    booking_id: int
    uid: str
    organizer_id: int | None
    event_type_id: int | None
    meeting: Meeting


def _read(row: Any) -> tuple[int, _Due]:
    id_, uid, host, kind, *meeting = row
    return id_, _Due(id_, uid, host, kind, Meeting(*meeting))


def _ring(due: _Due, now: datetime) -> Ringing:
    return ring(due.meeting, now)


async def _tell(session: AsyncSession, trigger: str, due: _Due, now: datetime) -> None:
    heard = await heard_facts(session, trigger, due.booking_id, due.organizer_id, due.event_type_id)
    if heard is not None:
        audience, facts = heard
        await tell(session, trigger, audience, meeting_body(trigger, facts), due.uid)


CLOCK = AlarmClock(MeetingAlarm, _THINGS, Telling(_read, _ring, _tell))


@jobs.periodic(cron="* * * * *")
@jobs.task(name="webhooks.tell_of_meetings", queueing_lock="webhooks.tell_of_meetings")
async def tell_of_meetings(timestamp: int) -> None:
    """Tell of the meetings that have begun or ended since the last time."""
    await CLOCK.ring(workshop().database)
