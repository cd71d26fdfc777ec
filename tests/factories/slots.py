"""Hours, busy time and reservations for tests of slots."""

from datetime import datetime, timedelta
from typing import Any

from locum.bookings.models import Booking
from locum.event_types.models import EventType
from locum.schedules.models import Schedule, ScheduleRule
from locum.slots.models import HostBusy, SlotReservation
from locum.users.models import User
from tests.factories.world import World

MON_TO_FRI, ALL_DAYS, MONDAY = [1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5, 6], [1]
"""As the table has them: Sunday is 0."""


async def hours(world: World, user: User, zone: str, *spans: str, days: list[int] = MON_TO_FRI) -> Schedule:
    """A new default schedule: `09:00-17:00` on some weekdays, `2027-02-06 10:00-12:00` on a date."""
    rules = [_rule(position, span, days) for position, span in enumerate(spans or ("09:00-17:00",))]
    schedule = Schedule(user_id=user.id, name="Hours", time_zone=zone, rules=rules)
    world.session.add(schedule)
    await world.session.flush()
    user.default_schedule_id = schedule.id
    await world.session.commit()
    return schedule


def _rule(position: int, span: str, days: list[int]) -> ScheduleRule:
    on, _, clock = span.rpartition(" ")
    start, end = ((int(text[:2]) * 60 + int(text[3:])) for text in clock.split("-"))
    day = datetime.fromisoformat(on).date() if on else None
    return ScheduleRule(position=position, days=[] if day else days, on_date=day, start_minute=start, end_minute=end)


def utc(text: str) -> datetime:
    """`2027-02-01T10:00` as an instant."""
    return datetime.fromisoformat(f"{text}+00:00")


async def busy(
    world: World, user: User, start: str, minutes: int = 60, of: EventType | None = None, **values: Any
) -> HostBusy:
    """An accepted booking of a host; `values` are columns of his busy time."""
    begin = utc(start)
    status = "pending" if values.get("pending") else "accepted"
    booking = Booking(
        event_type_id=of.id if of else None,
        user_id=user.id,
        status=status,
        title="Meeting",
        starts_at=begin,
        ends_at=begin + timedelta(minutes=minutes),
        ics_uid="ics",
    )
    world.session.add(booking)
    await world.session.flush()
    row = HostBusy(
        **{
            "booking_id": booking.id,
            "booking_uid": booking.uid,
            "event_type_id": booking.event_type_id,
            "host_id": user.id,
            "starts_at": booking.starts_at,
            "ends_at": booking.ends_at,
            "blocks": status == "accepted",
            **values,
        }
    )
    world.session.add(row)
    await world.session.commit()
    return row


async def reservation(
    world: World, user: User, of: EventType, start: str, until: str, minutes: int = 60, **values: Any
) -> SlotReservation:
    """A slot held until an instant."""
    begin = utc(start)
    row = SlotReservation(
        event_type_id=of.id,
        host_id=user.id,
        starts_at=begin,
        ends_at=begin + timedelta(minutes=minutes),
        until=utc(until),
        **values,
    )
    world.session.add(row)
    await world.session.commit()
    return row
