"""Asking for slots, in few words, so that the tables of the tests can be read. Dates without a year are of 2027."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from httpx import Response

from locum.absences.models import Absence
from locum.event_types.models import EventType
from locum.kit import clock
from locum.users.models import User
from tests.factories.event_types import event_type
from tests.factories.slots import hours, utc
from tests.factories.world import World

PATH = "/v2/slots"
NOW = utc("2027-01-04T00:00")


@dataclass(slots=True)
class Asker:
    """Somebody without credentials, at a moment."""

    world: World
    now: datetime = NOW

    async def response(self, **parameters: Any) -> Response:
        """The whole answer to a query."""
        api = await self.world.api(None, **{"cal-api-version": "2024-09-04"})
        with clock.frozen(self.now):
            return await api.get(PATH, params=parameters)

    async def days(self, of: EventType, start: str, end: str | None = None, **more: Any) -> dict[str, list[str]]:
        """Starts, as they are written, under their dates."""
        answer = await self.response(eventTypeId=of.id, start=full(start), end=full(end or start), **more)
        assert answer.status_code == 200, answer.text
        return {day: [slot["start"] for slot in slots] for day, slots in answer.json()["data"].items()}

    async def starts(self, of: EventType, start: str, end: str | None = None, **more: Any) -> list[str]:
        """All starts in UTC, as `02-01 09:00`."""
        found = await self.days(of, start, end, **more)
        return [shown(text) for texts in found.values() for text in texts]


def full(text: str) -> str:
    """Puts the year before a date that has none."""
    return text if text[4:5] == "-" else f"2027-{text}"


def shown(text: str) -> str:
    """An instant in few words: `02-01 09:00`, UTC."""
    return f"{datetime.fromisoformat(text).astimezone(NOW.tzinfo):%m-%d %H:%M}"


def on(day: str, times: str) -> list[str]:
    """`02-01`, `09:00 10:00` as such starts."""
    return [f"{day} {time}" for time in times.split()]


def hourly(day: str, first: int = 9, last: int = 16) -> list[str]:
    """A start each full hour, the last one included."""
    return [f"{day} {hour:02}:00" for hour in range(first, last + 1)]


async def one_host(
    world: World, zone: str = "UTC", spans: Sequence[str] = (), days: list[int] | None = None, **settings: Any
) -> tuple[User, EventType]:
    """A person with hours (Monday to Friday, nine to five, unless said otherwise) and an hour-long event type."""
    user = await world.user(time_zone=zone)
    await (hours(world, user, zone, *spans, days=days) if days else hours(world, user, zone, *spans))
    return user, await event_type(world, user, **{"minimum_booking_notice": 0, **settings})


async def away(world: World, user: User, first: str, last: str | None = None, **values: Any) -> Absence:
    """Days off."""
    days = {"first_day": date.fromisoformat(full(first)), "last_day": date.fromisoformat(full(last or first))}
    row = Absence(user_id=user.id, **days, **values)
    world.session.add(row)
    await world.session.commit()
    return row
