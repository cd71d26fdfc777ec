"""Use case: what the component library has to know of an event type (client surface sheet, sections 1.2 and 1.3)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import people, queries, team_queries
from locum.event_types.dynamic import dynamic_settings
from locum.event_types.models import EventType, stored_settings
from locum.event_types.people import Place
from locum.event_types.rules.team import MANAGED
from locum.kit.errors import NotFound
from locum.organizations.models import Team
from locum.public_events.presenting import Home, present
from locum.public_events.queries import hosts
from locum.public_events.queries import people as shown
from locum.public_events.schemas import PublicEventOutput
from locum.schedules.models import Schedule
from locum.users.models import User

BETWEEN_NAMES = "+"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which event type: of a team by its id, else of one person or of several by their usernames."""

    slug: str
    usernames: tuple[str, ...] = ()
    team_id: int | None = None
    organization_id: int | None = None
    """Where the names are looked up first: the library sends the organization of whoever looks."""


async def find(session: AsyncSession, asked: Asked, web_url: str) -> PublicEventOutput:
    """What is asked for; hidden ones too, as on booking pages: who knows the name may book. Raises NotFound."""
    if asked.team_id is not None:
        return await _of_team(session, asked.team_id, asked.slug, web_url)
    if len(asked.usernames) > 1:
        return await _of_several(session, asked, web_url)
    owner = next(iter(await _named(session, asked)), None)
    rows = await queries.of_person(session, owner.id, slug=asked.slug, with_hidden=True) if owner else ()
    if not owner or not rows:
        raise _unknown(asked.slug)
    return await _of_person(session, owner, rows[0], web_url)


def _unknown(slug: str) -> NotFound:
    return NotFound(f"Event type with slug {slug} not found")


async def _named(session: AsyncSession, asked: Asked) -> list[User]:
    """The organization of whoever looks need not be that of the person he looks at."""
    found: list[User] = []
    if asked.organization_id is not None:
        found = await people.named(session, asked.usernames, Place(organization_id=asked.organization_id))
    return found or await people.named(session, asked.usernames)


async def _of_person(session: AsyncSession, owner: User, row: EventType, web_url: str) -> PublicEventOutput:
    faces = await shown(session, [owner.id])
    organization = faces[0].organization
    brand = await session.get(Team, organization.id) if organization and not owner.brand_color else None
    home = Home.of_person(owner, organization, brand)
    schedule = await _schedule(session, row.schedule_id or owner.default_schedule_id)
    return present(stored_settings(row), home, faces, schedule, web_url)


async def _of_team(session: AsyncSession, team_id: int, slug: str, web_url: str) -> PublicEventOutput:
    """The parent of managed event types is not booked: its children are."""
    team = await team_queries.team_at(session, team_id, None)
    row = await team_queries.by_slug(session, team_id, slug) if team else None
    if team is None or row is None or row.scheduling_type == MANAGED:
        raise _unknown(slug)
    organization = await session.get(Team, team.organization_id) if team.organization_id else None
    faces = [] if team.is_private else await hosts(session, row.id)
    schedule = await _schedule(session, row.schedule_id)
    return present(stored_settings(row), Home.of_team(team, organization), faces, schedule, web_url)


async def _of_several(session: AsyncSession, asked: Asked, web_url: str) -> PublicEventOutput:
    """Several persons at once: the event type exists only in the asking."""
    place = Place(organization_id=asked.organization_id) if asked.organization_id is not None else people.ANYWHERE
    users = await people.group(session, asked.usernames, place) or await people.group(session, asked.usernames)
    if not users:
        raise _unknown(asked.slug)
    faces = await shown(session, [user.id for user in users])
    stored: dict[str, Any] = dynamic_settings() | {"scheduling_type": "collective"}
    return present(stored, Home.of_several(users), faces, None, web_url)


async def _schedule(session: AsyncSession, schedule_id: int | None) -> Schedule | None:
    return await session.get(Schedule, schedule_id) if schedule_id is not None else None
