"""Use cases that read: one event type for whom it concerns, a person's, and meetings of several persons."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import people, queries, team_queries
from locum.event_types.dynamic import present_dynamic
from locum.event_types.models import EventType, stored_settings
from locum.event_types.people import Place
from locum.event_types.presenting import present
from locum.event_types.presenting_team import present_team_event_type
from locum.event_types.queries import Order
from locum.event_types.schemas.output import EventTypeOutput
from locum.event_types.schemas.team_output import TeamEventTypeOutput
from locum.http.principal import Principal
from locum.kit.errors import NotFound
from locum.organizations.models import Team
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of event types is asked for; nothing at all means the caller's own."""

    username: str | None = None
    usernames: tuple[str, ...] = ()
    slug: str | None = None
    place: Place = people.ANYWHERE
    order: Order = "asc"


async def event_type_for(
    session: AsyncSession, caller: Principal, event_type_id: int, web_url: str
) -> EventTypeOutput | TeamEventTypeOutput:
    """One event type for somebody privileged. Raises NotFound for everybody else, who learns nothing."""
    found = await found_for(session, caller, event_type_id)
    if found.user_id is not None:
        return present(stored_settings(found), await session.get_one(User, found.user_id), web_url)
    team = await session.get_one(Team, found.team_id)
    hosts = await team_queries.hosts_shown(session, [found])
    return present_team_event_type(found, team, hosts.get(found.id, ()))


async def found_for(session: AsyncSession, caller: Principal, event_type_id: int) -> EventType:
    """The same as it is stored. Raises NotFound."""
    if caller.is_system_admin:
        found = await queries.by_id(session, event_type_id)
    else:
        found = await queries.seen_by(session, caller.user_id, event_type_id)
    if found is None:
        raise NotFound(f"Event type with id {event_type_id} not found")
    return found


async def list_for(
    session: AsyncSession, caller: Principal | None, asked: Asked, web_url: str
) -> list[EventTypeOutput]:
    """Event types as the public sees them: hidden ones only of the caller himself, hidden booking fields never."""
    caller_id = caller.user_id if caller else None
    if asked.username is None and asked.usernames:
        users = await people.named(session, asked.usernames, asked.place, caller_id)
        return [present_dynamic(users, web_url)] if users else []
    owner = await _owner(session, caller_id, asked)
    if owner is None:
        return []
    found = await queries.of_person(
        session, owner.id, slug=asked.slug, with_hidden=owner.id == caller_id, order=asked.order
    )
    return [present(stored_settings(row), owner, web_url, public=True) for row in found]


async def _owner(session: AsyncSession, caller_id: int | None, asked: Asked) -> User | None:
    if asked.username is not None:
        found = await people.named(session, (asked.username,), asked.place, caller_id)
        return found[0] if found else None
    return None if caller_id is None else await session.get_one(User, caller_id)
