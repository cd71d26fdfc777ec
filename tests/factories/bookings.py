"""Bookings for tests: a host who is always open, and a short way to book him."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from httpx import Response

from locum.event_types.models import EventType
from locum.schedules.models import Schedule, ScheduleRule
from locum.users.models import User
from tests.factories.event_types import event_type
from tests.factories.world import Api, World

NOW = datetime(2050, 1, 3, 8, tzinfo=UTC)
"""A Monday; tests of bookings hold the clock here."""

ATTENDEE = {"name": "Bea Booker", "email": "bea@example.com", "timeZone": "Europe/Rome"}


@dataclass(slots=True)
class Practice:
    """A person with an event type, and somebody without credentials who books it."""

    world: World
    host: User
    event_type: EventType
    nobody: Api

    async def book(self, start: str = "2050-01-05T10:00:00Z", api: Api | None = None, **more: Any) -> Response:
        """Ask for a booking; `start` in ISO 8601."""
        body = {"eventTypeId": self.event_type.id, "start": start, "attendee": ATTENDEE, **more}
        return await (api or self.nobody).post("/v2/bookings", body)

    async def booked(self, start: str = "2050-01-05T10:00:00Z", **more: Any) -> dict[str, Any]:
        """The same when it has to work: the booking."""
        answer = await self.book(start, **more)
        assert answer.status_code == 201, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    async def act(self, uid: str, verb: str, body: Any = None, api: Api | None = None) -> Response:
        """Reschedule, cancel, confirm or decline."""
        return await (api or self.nobody).post(f"/v2/bookings/{uid}/{verb}", {} if body is None else body)

    async def as_host(self) -> Api:
        """The host with his key."""
        return await self.world.api(self.host)


async def open_schedule(world: World, user: User, time_zone: str = "UTC", start: int = 0, end: int = 1439) -> Schedule:
    """A default schedule that is open every day, from one minute of the day to another."""
    rule = ScheduleRule(days=[0, 1, 2, 3, 4, 5, 6], start_minute=start, end_minute=end)
    schedule = Schedule(user_id=user.id, name="Open", time_zone=time_zone, rules=[rule])
    world.session.add(schedule)
    await world.session.flush()
    user.default_schedule_id = schedule.id
    await world.session.commit()
    return schedule


async def practice(world: World, host: User | None = None, **values: Any) -> Practice:
    """A host who is open day and night, with one event type of an hour."""
    host = host or await world.user()
    await open_schedule(world, host)
    made = await event_type(world, host, **values)
    return Practice(world, host, made, await world.api(None))
