"""Teams whose event types are booked, for tests."""

from dataclasses import dataclass, field, replace
from typing import Any

from httpx import Response

from locum.event_types.models import EventType
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.bookings import ATTENDEE, open_schedule
from tests.factories.event_types import event_type, host
from tests.factories.world import Api, World

HOURS = [f"2050-01-05T{hour:02}:00:00Z" for hour in range(24)]
"""Starts on a Wednesday."""


@dataclass(slots=True)
class Crew:
    """A team of an organization, its hosts in order, and an event type of theirs of one hour."""

    world: World
    organization: Team
    team: Team
    hosts: list[User]
    event_type: EventType
    nobody: Api
    admin: User
    keys: dict[int, Api] = field(default_factory=dict)

    async def book(self, start: str = HOURS[10], number: int = 0, **more: Any) -> Response:
        """Ask for a booking; `number` tells one booker from another."""
        attendee = ATTENDEE | ({"email": f"bea{number}@example.com"} if number else {})
        body = {"eventTypeId": self.event_type.id, "start": start, "attendee": attendee, **more}
        return await self.nobody.post("/v2/bookings", body)

    async def booked(self, start: str = HOURS[10], number: int = 0, **more: Any) -> dict[str, Any]:
        """The same when it has to work: the booking."""
        answer = await self.book(start, number, **more)
        assert answer.status_code == 201, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    async def who(self, start: str, number: int = 0, **more: Any) -> int:
        """Books, and says which host, by position, is the organizer."""
        booking = await self.booked(start, number, **more)
        return [one.id for one in self.hosts].index(booking["hosts"][0]["id"])

    async def api(self, user: User) -> Api:
        """A caller with a key of this user."""
        if user.id not in self.keys:
            self.keys[user.id] = await self.world.api(user)
        return self.keys[user.id]

    async def as_admin(self) -> Api:
        """The administrator of the team."""
        return await self.api(self.admin)

    async def personal(self, position: int, **values: Any) -> "Crew":
        """The same with an event type of one host's own."""
        return replace(self, event_type=await event_type(self.world, self.hosts[position], **values))


async def crew(
    world: World, count: int = 3, *, fixed: int = 0, each: list[dict[str, Any]] | None = None, **values: Any
) -> Crew:
    """A round robin of open hosts unless said otherwise; the first `fixed` attend always; `each`: of single hosts."""
    organization = await world.organization()
    team = await world.team(organization)
    admin = await world.member(organization)
    await world.join(admin, team, "ADMIN")
    settings = {"scheduling_type": "roundRobin", "minimum_booking_notice": 0, **values}
    made = await event_type(world, team, **settings)
    hosts = []
    for position in range(count):
        member = await world.member(organization, name=f"Host {position}")
        await world.join(member, team)
        await open_schedule(world, member)
        about = each[position] if each else {}
        await host(world, made, member, position=position, mandatory=position < fixed, **about)
        hosts.append(member)
    return Crew(world, organization, team, hosts, made, await world.api(None), admin)
