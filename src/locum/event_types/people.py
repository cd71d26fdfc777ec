"""Finding the person, or the persons, that an address of a booking page names."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.memberships.models import Profile
from locum.organizations.models import Team
from locum.organizations.queries import managed_last
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Place:
    """Where usernames are looked up: in an organization, by id or slug, or, with neither, anywhere."""

    organization_id: int | None = None
    organization_slug: str | None = None

    @property
    def is_organization(self) -> bool:
        """Whether an organization is named."""
        return self.organization_id is not None or self.organization_slug is not None


ANYWHERE = Place()
MOST_TOGETHER = 20
"""Who can be asked together."""


def _within(usernames: Sequence[str], place: Place) -> Select[User, str]:
    statement = (
        select(User, Profile.username)
        .join(Profile, Profile.user_id == User.id)
        .join(Team, Team.id == Profile.organization_id)
        .where(func.lower(Profile.username).in_(usernames), Team.is_organization.is_(True))
        .order_by(*managed_last(Team), User.id)
    )
    if place.organization_id is not None:
        statement = statement.where(Team.id == place.organization_id)
    return statement if place.organization_slug is None else statement.where(Team.slug == place.organization_slug)


def _anywhere(usernames: Sequence[str], caller_id: int | None) -> Select[User, str | None]:
    """Names can be the same in two organizations: the caller comes first, then who belongs to none."""
    return (
        select(User, User.username)
        .where(func.lower(User.username).in_(usernames))
        .order_by((User.id == (caller_id or 0)).desc(), User.organization_id.asc().nulls_first(), User.id)
    )


async def named(
    session: AsyncSession, usernames: Sequence[str], place: Place = ANYWHERE, caller_id: int | None = None
) -> list[User]:
    """The persons of these usernames in the order of the names; each once, unknown ones left out."""
    wanted = [name.lower() for name in usernames]
    statement = _within(wanted, place) if place.is_organization else _anywhere(wanted, caller_id)
    found: dict[str, User] = {}
    for row in await session.execute(statement):
        found.setdefault((row[1] or "").lower(), row[0])
    return list({found[name].id: found[name] for name in wanted if name in found}.values())


async def group(session: AsyncSession, usernames: Sequence[str], place: Place = ANYWHERE) -> list[User]:
    """Several persons who let themselves be asked together; nobody where one of them does not, or is not there."""
    wanted = list(dict.fromkeys(name.lower() for name in usernames))
    found = await named(session, wanted, place) if 2 <= len(wanted) <= MOST_TOGETHER else []
    agreed = len(found) == len(wanted) and all(person.allow_dynamic_booking for person in found)
    return found if agreed else []
