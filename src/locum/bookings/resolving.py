"""Which event type is meant (bookings sheet, sections 2 and 3.1)."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.rules.asked import EventTypeName
from locum.event_types import loading, people
from locum.event_types.loading import Bookable
from locum.event_types.people import Place
from locum.kit.errors import NotFound
from locum.organizations import queries as organizations
from locum.slots.service import together


async def bookable(session: AsyncSession, name: EventTypeName) -> Bookable:
    """The event type of a name. Raises NotFound with the sheet's texts, BadRequest when nothing is named."""
    name.check()
    if name.persons:
        return together(name.persons)
    if name.usernames:
        return await _of_persons(session, name.usernames, name.organization_slug)
    if name.id is not None:
        found = await loading.load(session, name.id)
        if found is None:
            raise NotFound(f"Event type with id {name.id} not found.")
        return found
    slug = name.slug or ""
    organization_id = await _organization_id(session, name.organization_slug)
    if name.username:
        return await _of_person(session, slug, name.username, name.organization_slug)
    return await _of_team(session, slug, name.team_slug or "", organization_id, name.organization_slug)


async def _organization_id(session: AsyncSession, slug: str | None) -> int | None:
    if not slug:
        return None
    found = await organizations.organization_called(session, slug)
    if found is None:
        raise NotFound(f"Organization with slug {slug} not found")
    return found


def _within(organization_slug: str | None) -> str:
    return f" within organization {organization_slug}" if organization_slug else ""


async def _of_persons(session: AsyncSession, usernames: Sequence[str], organization_slug: str | None) -> Bookable:
    found = await people.group(session, usernames, Place(organization_slug=organization_slug or None))
    if not found:
        raise NotFound(f"Users with usernames {', '.join(usernames)} not found")
    return together([person.id for person in found])


async def _of_person(session: AsyncSession, slug: str, username: str, organization_slug: str | None) -> Bookable:
    persons = await people.named(session, (username,), Place(organization_slug=organization_slug or None))
    if not persons:
        raise NotFound(f"User with username {username} not found")
    found = await loading.load_of_person(session, persons[0].id, slug)
    if found is None:
        raise NotFound(
            f"Event type with slug {slug} belonging to user {username}{_within(organization_slug)} not found."
        )
    return found


async def _of_team(
    session: AsyncSession, slug: str, team_slug: str, organization_id: int | None, organization_slug: str | None
) -> Bookable:
    """A team of an organization is found only with the organization's slug."""
    team = await organizations.team_called(session, team_slug, organization_id)
    if team is None:
        raise NotFound(f"Team with slug {team_slug} not found")
    found = await loading.load_of_team(session, team.id, slug)
    if found is None:
        raise NotFound(
            f"Event type with slug {slug} belonging to team {team_slug}{_within(organization_slug)} not found."
        )
    return found
