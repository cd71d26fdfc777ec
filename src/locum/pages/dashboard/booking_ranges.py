"""Whose bookings a list of the dashboard shows: one's own, or those of others, as the API decides it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.listing import AskedOf, Listed, list_of_organization, list_of_person, list_of_team
from locum.bookings.scope_queries import scope_of
from locum.event_types import queries as event_types
from locum.event_types import team_queries as team_event_types
from locum.event_types.models import EventType
from locum.http.permissions import Permission
from locum.kit.paging import Page
from locum.organization_users import directory_queries as people
from locum.organization_users.directory_queries import Search
from locum.pages.dashboard.desk import Desk
from locum.pages.dashboard.people import called
from locum.teams import directory_queries as teams

MINE, ALL = "mine", "all"
TEAM, PERSON = "team-", "person-"
MOST_PEOPLE = 200
"""Of larger organizations people are found in the directory, which leads to their bookings."""
_ALL_TEAMS = Page(1000)

Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Range:
    """Bookings that belong together; `value` stands for them in addresses: `mine`, `all`, `team-5`, `person-7`."""

    value: str = MINE
    id: int = 0

    @property
    def is_mine(self) -> bool:
        """Whether these are the reader's own."""
        return self.value == MINE

    async def listed(self, session: AsyncSession, desk: Desk, asked: AskedOf, page: Page) -> Listed:
        """One page of them."""
        if self.value == MINE:
            return await list_of_person(session, desk.caller, desk.person.id, asked, page)
        if self.value.startswith(TEAM):
            return await list_of_team(session, desk.caller, self.id, asked, page)
        chosen = (self.id,) if self.value.startswith(PERSON) else ()
        of_some = AskedOf(asked.filters, asked.order, chosen)
        return await list_of_organization(session, desk.caller, desk.organization.id, of_some, page)

    async def event_types(self, session: AsyncSession, desk: Desk) -> Sequence[EventType]:
        """What was booked can be one of these; of a whole organization they would be too many to choose from."""
        if self.value.startswith(TEAM):
            return await team_event_types.listed(session, self.id, desk.person.id, None, "asc")
        if self.value == ALL:
            return []
        return await event_types.of_person(session, self.id or desk.person.id, with_hidden=True)


@dataclass(frozen=True, slots=True)
class Ranges:
    """What somebody can choose from: values of the form and what they are called, by what they are."""

    whole: Options
    teams: Options
    people: Options

    @property
    def is_choice(self) -> bool:
        """Whether there is anything but one's own."""
        return len(self.whole) > 1 or bool(self.teams)

    def find(self, asked: str) -> Range:
        """The one that the address asks for; nonsense, and what is not the reader's business, means his own."""
        if asked not in dict([*self.whole, *self.teams, *self.people]):
            return Range()
        _, _, number = asked.partition("-")
        return Range(asked, int(number or 0))


async def ranges(session: AsyncSession, desk: Desk, asked: str) -> Ranges:
    """Those of somebody, with the person that the address asks for."""
    reads_all = desk.place is not None and desk.may(Permission.BOOKING_READ)
    return Ranges(
        [(MINE, desk.text("bookings.mine")), *([(ALL, desk.text("bookings.everybody"))] if reads_all else [])],
        await _teams(session, desk, reads_all=reads_all),
        await _people(session, desk, asked) if reads_all else [],
    )


async def _teams(session: AsyncSession, desk: Desk, *, reads_all: bool) -> Options:
    organization_id = desk.place.id if desk.place else None
    led = set((await scope_of(session, desk.caller)).team_ids)
    found = await teams.directory(session, desk.person.id, organization_id, _ALL_TEAMS, with_all=reads_all)
    return [
        (f"{TEAM}{one.team.id}", one.team.name)
        for one in found
        if one.team.id in led or (reads_all and one.team.organization_id is not None)
    ]


async def _people(session: AsyncSession, desk: Desk, asked: str) -> Options:
    home = desk.organization.id
    found = await people.entries(session, home, Search(), Page(MOST_PEOPLE + 1))
    if len(found) > MOST_PEOPLE:
        named = asked.removeprefix(PERSON)
        is_number = named.isascii() and named.isdigit() and len(named) < 19
        only = await people.entry(session, home, int(named)) if is_number else None
        found = [only] if only else []
    return [(f"{PERSON}{one.user.id}", called(home, one)) for one in found if one.membership.accepted]
