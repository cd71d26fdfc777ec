"""From an address to what can be booked there: a person's event type, a team's, several persons', or a private one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import loading, queries, team_queries
from locum.event_types.dynamic import LENGTH_OPTIONS, dynamic_settings
from locum.event_types.loading import Bookable
from locum.event_types.models import EventType, stored_settings
from locum.event_types.people import ANYWHERE, Place, group, named
from locum.event_types.rules.hosts import Host
from locum.event_types.rules.settings import settings_of
from locum.kit.errors import NotFound
from locum.organizations.models import Team
from locum.pages.people import Face, brand_of, display_name, face_of
from locum.pages.rendering import Brand
from locum.pages.team import brand_of_team, face_of_team, path_of_team, team_at
from locum.private_links import service as private_links
from locum.slots.service import together
from locum.users.models import User

BETWEEN_NAMES = "+"


@dataclass(frozen=True, slots=True)
class Inviter:
    """Who invites to book: a person, a team, or several persons. `person` is the one host, where there is one only.

    `path` is the address of the inviter's own page without the base path, None where there is none to show.
    """

    face: Face
    brand: Brand
    theme: str | None
    time_zone: str
    path: str | None
    person: User | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event type with whoever invites to it. `path` is its address without the base path."""

    inviter: Inviter
    row: EventType
    bookable: Bookable
    path: str
    private_link: str | None = None
    """The private link through which somebody came: it counts bookings, and other addresses do not show."""
    persons: tuple[int, ...] = ()
    """The user ids of several persons who are asked together; the event type exists only in the asking."""

    @property
    def lengths(self) -> tuple[int, ...]:
        """Minutes on offer, the usual one first among equals."""
        return self.bookable.settings.timing.length_options or (self.row.length_in_minutes,)

    def length(self, asked: int | None) -> int:
        """The length that was asked for, if it is on offer."""
        return asked if asked in self.lengths else self.row.length_in_minutes

    @property
    def is_listed(self) -> bool:
        """Whether search engines may know of the page."""
        return not self.row.hidden and self.private_link is None


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


async def event_at(session: AsyncSession, at: Mapping[str, Any]) -> Event:
    """What can be booked at an address, by the parts of its path; hidden ones too: who knows the link may use it.

    Raises NotFound, or Gone for a private link that is over.
    """
    organization, slug = at.get("organization"), str(at.get("slug", "")).lower()
    if "link" in at:
        return await _private(session, at["link"])
    if "team" in at:
        return await _of_team(session, organization, at["team"], slug)
    if BETWEEN_NAMES in at["username"]:
        return await _of_several(session, organization, at["username"], slug)
    owner = await person_at(session, organization, at["username"])
    found = await queries.of_person(session, owner.id, slug=slug, with_hidden=True)
    if not found:
        raise NotFound(f"Event type {slug} not found")
    return await event_of(session, owner, found[0], path_of_person(organization, at["username"]))


async def event_of(session: AsyncSession, owner: User, row: EventType, owner_path: str) -> Event:
    """An event type of a person as the pages handle it."""
    bookable = Bookable(settings_of(stored_settings(row)), (Host(owner.id),))
    brand = await brand_of(session, owner)
    inviter = Inviter(face_of(owner), brand, owner.theme, owner.time_zone, owner_path, owner)
    return Event(inviter, row, bookable, f"{owner_path}/{row.slug}")


async def _of_team(session: AsyncSession, organization: str | None, team_slug: str, slug: str) -> Event:
    team = await team_at(session, organization, team_slug)
    found = await team_queries.by_slug(session, team.id, slug)
    if found is None:
        raise NotFound(f"Event type {slug} not found")
    return await _event_of_team(session, team, found, path_of_team(organization, team_slug))


async def _event_of_team(session: AsyncSession, team: Team, row: EventType, team_path: str) -> Event:
    """Raises NotFound for the parent of managed event types: its children are booked."""
    bookable = await loading.load(session, row.id)
    if bookable is None or bookable.settings.is_managed_parent:
        raise NotFound(f"Event type {row.slug} not found")
    inviter = Inviter(face_of_team(team), await brand_of_team(session, team), team.theme, team.time_zone, team_path)
    return Event(inviter, row, bookable, f"{team_path}/{row.slug}")


async def _of_several(session: AsyncSession, organization: str | None, names: str, slug: str) -> Event:
    """Several persons at once; a number in place of a slug is the length in minutes."""
    users = await group(session, [name for name in names.split(BETWEEN_NAMES) if name], place_of(organization))
    if not users:
        raise NotFound(f"Users with usernames {names} not found")
    length = int(slug) if slug.isascii() and slug.isdigit() and len(slug) < 5 else 0
    return several(users, f"{path_of_person(organization, names)}{f'/{slug}' if slug else ''}", length)


def several(users: Sequence[User], path: str, length: int = 0) -> Event:
    """The meeting of several persons, in minutes if that length is on offer."""
    settings = dynamic_settings()
    row = EventType(
        **{**settings, "length_in_minutes": length if length in LENGTH_OPTIONS else settings["length_in_minutes"]}
    )
    names = ", ".join(map(display_name, users))
    inviter = Inviter(Face(names, str(len(users)), None), Brand(), None, users[0].time_zone, None)
    ids = tuple(user.id for user in users)
    return Event(inviter, row, together(ids), path, persons=ids)


async def _private(session: AsyncSession, link: str) -> Event:
    """Where a private link leads. Nothing on the page says where that is otherwise."""
    row = await private_links.follow(session, link)
    found = await event_of_row(session, row)
    return replace(found, inviter=replace(found.inviter, path=None), path=f"/d/{link}/{row.slug}", private_link=link)


async def event_of_row(session: AsyncSession, row: EventType) -> Event:
    """An event type, whosever it is, without an address."""
    if row.user_id is not None:
        return await event_of(session, await session.get_one(User, row.user_id), row, "")
    return await _event_of_team(session, await session.get_one(Team, row.team_id), row, "")


async def path_of_event_type(session: AsyncSession, event_type_id: int) -> str | None:
    """The address under which an event type is booked; None where it has none."""
    row = await queries.by_id(session, event_type_id)
    if row is None:
        return None
    if row.user_id is not None:
        owner = await session.get_one(User, row.user_id)
        return f"{await path_to_person(session, owner.id, owner.username)}/{row.slug}" if owner.username else None
    team = await session.get_one(Team, row.team_id)
    if team.slug is None or team.is_organization:
        return None
    organization = await session.get(Team, team.organization_id) if team.organization_id else None
    return f"{path_of_team(organization.slug if organization else None, team.slug)}/{row.slug}"
