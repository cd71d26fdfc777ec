"""Finding the event type that a query for slots names (slots sheet, section 2.1). Statements are built once."""

from dataclasses import dataclass

from sqlalchemy import String, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import people
from locum.event_types.loading import Bookable, load, load_of_person, load_of_team
from locum.event_types.people import ANYWHERE, Place
from locum.kit.errors import NotFound, Unauthorized
from locum.memberships.models import Profile
from locum.organizations import queries as organizations
from locum.slots.service import together
from locum.users.models import User

_KNOWN_NAMES = select(func.lower(Profile.username)).where(
    Profile.organization_id == bindparam("organization_id"),
    func.lower(Profile.username) == any_(bindparam("names", type_=ARRAY(String))),
)

NO_EVENT_TYPE = "Event Type not found"


@dataclass(frozen=True, slots=True)
class ById:
    """An event type by its id, whoever's it is."""

    event_type_id: int

    async def find(self, session: AsyncSession, caller_id: int | None) -> Bookable:
        """Raises NotFound."""
        return _found(await load(session, self.event_type_id))


@dataclass(frozen=True, slots=True)
class OfPerson:
    """A person's event type by its slug; with an organization, he is called so there."""

    username: str
    slug: str
    organization: str | None = None

    async def find(self, session: AsyncSession, caller_id: int | None) -> Bookable:
        """Raises NotFound. Of several persons of one name in different organizations the caller comes first."""
        place = Place(await _organization(session, self.organization)) if self.organization else ANYWHERE
        users = await people.named(session, [self.username], place, caller_id)
        if not users:
            raise _no_user(self.username)
        return _found(await load_of_person(session, users[0].id, self.slug))


@dataclass(frozen=True, slots=True)
class OfTeam:
    """A team's event type by its slug; without an organization only teams that stand alone."""

    team: str
    slug: str
    organization: str | None = None

    async def find(self, session: AsyncSession, caller_id: int | None) -> Bookable:
        """Raises NotFound."""
        organization_id = await _organization(session, self.organization) if self.organization else None
        team = await organizations.team_called(session, self.team, organization_id)
        if team is None:
            raise NotFound(f"Team with slug {self.team} not found")
        return _found(await load_of_team(session, team.id, self.slug))


@dataclass(frozen=True, slots=True)
class Together:
    """Several persons at once, of an organization where one is named."""

    usernames: tuple[str, ...]
    organization: str | None

    async def find(self, session: AsyncSession, caller_id: int | None) -> Bookable:
        """Raises NotFound for the first name that nobody has, Unauthorized when somebody will not be asked so."""
        place = Place(await _organization(session, self.organization)) if self.organization is not None else ANYWHERE
        users = await people.named(session, self.usernames, place, caller_id)
        await self._check_all_known(session, place.organization_id, users)
        if not all(user.allow_dynamic_booking for user in users):
            raise Unauthorized("Not all of these users can be booked together in one dynamic event")
        return together([user.id for user in users])

    async def _check_all_known(self, session: AsyncSession, organization_id: int | None, users: list[User]) -> None:
        names = list(dict.fromkeys(name.lower() for name in self.usernames))
        if len(users) == len(names):
            return
        if organization_id is None:
            known = {(user.username or "").lower() for user in users}
        else:
            known = set(await session.scalars(_KNOWN_NAMES, {"organization_id": organization_id, "names": names}))
        raise _no_user(next(name for name in self.usernames if name.lower() not in known))


async def _organization(session: AsyncSession, slug: str) -> int:
    found = await organizations.organization_called(session, slug)
    if found is None:
        raise NotFound(f"Organization with slug {slug} not found")
    return found


def _no_user(username: str) -> NotFound:
    return NotFound(f"User with username {username} not found")


def _found(bookable: Bookable | None) -> Bookable:
    if bookable is None:
        raise NotFound(NO_EVENT_TYPE)
    return bookable
