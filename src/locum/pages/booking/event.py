"""From an address to what can be booked there."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import queries
from locum.event_types.loading import Bookable
from locum.event_types.models import EventType, stored_settings
from locum.event_types.people import ANYWHERE, Place, named
from locum.event_types.rules.hosts import Host
from locum.event_types.rules.settings import settings_of
from locum.kit.errors import NotFound
from locum.organizations.models import Team
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Event:
    """A person's event type with its owner. `path` is its address without the base path."""

    owner: User
    row: EventType
    bookable: Bookable
    path: str
    owner_path: str

    @property
    def lengths(self) -> tuple[int, ...]:
        """Minutes on offer, the usual one first among equals."""
        return self.bookable.settings.timing.length_options or (self.row.length_in_minutes,)

    def length(self, asked: int | None) -> int:
        """The length that was asked for, if it is on offer."""
        return asked if asked in self.lengths else self.row.length_in_minutes


def place_of(organization: str | None) -> Place:
    """Where a username is looked up: in the organization that the address names, else anywhere."""
    return Place(organization_slug=organization) if organization else ANYWHERE


def path_of_person(organization: str | None, username: str) -> str:
    """The address of a person's page."""
    return f"/org/{organization}/{username}" if organization else f"/{username}"


async def path_to_person(session: AsyncSession, user_id: int, username: str) -> str:
    """The address under which exactly this person is found: names can be the same in two organizations."""
    if [user.id for user in await named(session, (username,))] == [user_id]:
        return f"/{username}"
    person = await session.get_one(User, user_id)
    organization = await session.get(Team, person.organization_id) if person.organization_id else None
    return path_of_person(organization.slug if organization else None, username)


async def person_at(session: AsyncSession, organization: str | None, username: str) -> User:
    """Whose page an address is. Raises NotFound."""
    found = await named(session, (username,), place_of(organization))
    if not found:
        raise NotFound(f"User with username {username} not found")
    return found[0]


async def event_at(session: AsyncSession, organization: str | None, username: str, slug: str) -> Event:
    """What can be booked at an address, hidden ones too: who knows the link may use it. Raises NotFound."""
    owner = await person_at(session, organization, username)
    found = await queries.of_person(session, owner.id, slug=slug.lower(), with_hidden=True)
    if not found:
        raise NotFound(f"Event type {slug} not found")
    return event_of(owner, found[0], path_of_person(organization, username))


def event_of(owner: User, row: EventType, owner_path: str) -> Event:
    """An event type of a person as the pages handle it."""
    bookable = Bookable(settings_of(stored_settings(row)), (Host(owner.id),))
    return Event(owner, row, bookable, f"{owner_path}/{row.slug}", owner_path)
