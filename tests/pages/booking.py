"""A person who can be booked, for page tests."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from httpx import Response

from locum.event_types.models import EventType
from locum.users.models import User
from tests.factories.event_types import event_type
from tests.factories.slots import hours
from tests.factories.world import World
from tests.pages.browser import Reader


@dataclass(slots=True)
class Site:
    """A person, his event type, and a visitor of its page."""

    world: World
    reader: Reader
    owner: User
    event: EventType

    @property
    def path(self) -> str:
        """The booking page."""
        return f"/{self.owner.username}/{self.event.slug}"

    async def open(self, **query: str) -> Response:
        """The booking page with a query; `cal_tz` stands for `cal.tz`."""
        return await self.reader.open(self.address(**query))

    def address(self, **query: str) -> str:
        """The address of the booking page with a query."""
        pairs = {name.replace("cal_tz", "cal.tz"): value for name, value in query.items()}
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    async def send(self, slot: str, **typed: Any) -> Response:
        """Fill in the form for a time and send it; `typed` are slugs."""
        page = await self.open(slot=slot, cal_tz="Europe/Berlin")
        fields = {"name": "Grace Hopper", "email": "grace@example.com", **typed}
        return await self.reader.send(page, self.path, **{f"a.{slug}": value for slug, value in fields.items()})


async def make_site(world: World, reader: Reader, **values: Any) -> Site:
    """Ada in Berlin."""
    owner = await world.user(name="Ada Lovelace", time_zone="Europe/Berlin")
    await hours(world, owner, "Europe/Berlin")
    named = {"slug": "half-hour", "title": "Half an hour", "length_in_minutes": 30, "minimum_booking_notice": 0}
    return Site(world, reader, owner, await event_type(world, owner, **(named | values)))
