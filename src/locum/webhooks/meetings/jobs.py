"""The clock that rings."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import Booking
from locum.db.jobs import jobs, workshop
from locum.db.session import Database
from locum.kit import clock
from locum.webhooks import subscribers
from locum.webhooks.booking_facts import load_facts
from locum.webhooks.meetings.models import MeetingAlarm
from locum.webhooks.meetings.rules import Meeting, Ringing, ring
from locum.webhooks.payloads.meeting import meeting_body
from locum.webhooks.telling import tell

log = structlog.get_logger(__name__)

AT_ONCE = 50
"""Alarms of one transaction, so that none lasts long."""

# Two workers share the work, and neither waits for the other.
_DUE = (
    select(
        Booking.id,
        Booking.uid,
        Booking.user_id,
        Booking.event_type_id,
        Booking.status,
        Booking.starts_at,
        Booking.ends_at,
        MeetingAlarm.has_begun,
    )
    .join(Booking, Booking.id == MeetingAlarm.booking_id)
    .where(MeetingAlarm.due_at <= bindparam("now"))
    .order_by(MeetingAlarm.due_at, MeetingAlarm.booking_id)
    .limit(AT_ONCE)
    .with_for_update(of=MeetingAlarm, skip_locked=True)
)
_AGAIN = (
    update(MeetingAlarm)
    .where(MeetingAlarm.booking_id == bindparam("id_of_booking"))
    .values(due_at=bindparam("again_at"), has_begun=bindparam("begun"))
    .execution_options(synchronize_session=False)
)
_OVER = delete(MeetingAlarm).where(MeetingAlarm.booking_id == bindparam("id_of_booking"))


@dataclass(frozen=True, slots=True)
class _Due:
    """A booking whose alarm rings."""

    booking_id: int
    uid: str
    organizer_id: int | None
    event_type_id: int | None
    meeting: Meeting


@jobs.periodic(cron="* * * * *")
@jobs.task(name="webhooks.tell_of_meetings", queueing_lock="webhooks.tell_of_meetings")
async def tell_of_meetings(timestamp: int) -> None:
    """Tell of the meetings that have begun or ended since the last time."""
    await ring_alarms(workshop().database)


async def ring_alarms(database: Database) -> None:
    """Ring what is due. What is told and that it was told commit together: once each, whoever is killed when."""
    rung = AT_ONCE
    while rung == AT_ONCE:
        async with database.work() as session:
            due = await _due(session, clock.now())
            for booking in due:
                await _ring(session, booking)
            rung = len(due)


async def _due(session: AsyncSession, now: datetime) -> list[_Due]:
    rows = await session.execute(_DUE, {"now": now})
    return [
        _Due(id_, uid, host, kind, Meeting(status, begins, ends, has_begun))
        for id_, uid, host, kind, status, begins, ends, has_begun in rows
    ]


async def _ring(session: AsyncSession, due: _Due) -> None:
    ringing = ring(due.meeting, clock.now())
    for trigger in ringing.tell:
        try:
            await _tell(session, trigger, due)
        except SQLAlchemyError:
            raise
        except Exception:
            # One booking that cannot be told must not keep all others from being told.
            log.exception("meeting not told", booking=due.booking_id, trigger=trigger)
    await _wind(session, due.booking_id, ringing)


async def _tell(session: AsyncSession, trigger: str, due: _Due) -> None:
    audience = await subscribers.audience_of_booking(session, trigger, due.organizer_id, due.event_type_id)
    facts = await load_facts(session, due.booking_id) if audience else None
    if audience is not None and facts is not None:
        await tell(session, trigger, audience, meeting_body(trigger, facts), due.uid)


async def _wind(session: AsyncSession, booking_id: int, ringing: Ringing) -> None:
    """Set the alarm for the next moment, or remove it after the last."""
    if ringing.again_at is None:
        await session.execute(_OVER, {"id_of_booking": booking_id})
    else:
        again = {"id_of_booking": booking_id, "again_at": ringing.again_at, "begun": ringing.has_begun}
        await session.execute(_AGAIN, again)
