"""Use cases of teams' event types: create, change, remove."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import hosting, managing, queries, team_queries
from locum.event_types.models import EventType, stored_settings
from locum.event_types.rules.changes import changed_columns
from locum.event_types.rules.connections import NOTHING_CONNECTED, Connections, check_connections
from locum.event_types.rules.defaults import default_settings
from locum.event_types.rules.team import MANAGED, HostsAsked, check_switch
from locum.kit.errors import BadRequest, NotFound
from locum.organizations.models import Team

MOST = 1_000
"""Event types of one team: its list is answered whole."""
SLUG_TAKEN = "Team event type with this slug already exists"

Sent = Mapping[str, Any]
"""What a caller named, by column, structured settings in their stored form; hosts aside."""


async def create(
    session: AsyncSession,
    team: Team,
    caller_id: int,
    sent: Sent,
    asked: HostsAsked,
    connections: Connections = NOTHING_CONNECTED,
) -> EventType:
    """A new event type of a team. Raises BadRequest, InvalidInput, or NotFound for foreign hosts and schedules."""
    await team_queries.hold_team(session, team.id)
    if await team_queries.count(session, team.id) >= MOST:
        raise BadRequest(f"There cannot be more than {MOST} event types of one team")
    defaults = default_settings()
    settings = defaults | _changed(team, defaults, sent)
    await _check(session, team, caller_id, settings, connections)
    event_type = EventType(
        team_id=team.id,
        organization_id=_organization_of(team),
        assign_all_team_members=asked.assigns_all(False),
        **settings,
    )
    session.add(event_type)
    await session.flush()
    await hosting.assign(session, event_type, asked)
    return event_type


async def change(
    session: AsyncSession,
    team: Team,
    event_type: EventType,
    caller_id: int,
    sent: Sent,
    asked: HostsAsked,
    connections: Connections = NOTHING_CONNECTED,
) -> EventType:
    """Change what is named and leave the rest; children of a managed one follow. Refusals as in `create`.

    The event type has to be held.
    """
    before = stored_settings(event_type)
    changed = _changed(team, before, sent)
    check_switch(before["scheduling_type"], changed.get("scheduling_type") or before["scheduling_type"], asked)
    own_schedule = changed.get("schedule_id") == before["schedule_id"]
    looked_at = {name: value for name, value in changed.items() if name != "schedule_id" or not own_schedule}
    await _check(session, team, caller_id, looked_at, connections, except_id=event_type.id)
    for name, value in changed.items():
        setattr(event_type, name, value)
    event_type.assign_all_team_members = asked.assigns_all(before["assign_all_team_members"])
    await session.flush()
    if before["scheduling_type"] == MANAGED:
        await managing.follow(session, event_type, before, changed)
    await hosting.assign(session, event_type, asked)
    return event_type


async def found(session: AsyncSession, team_id: int, event_type_id: int) -> EventType:
    """A team's event type. Raises NotFound for unknown ones and those of others."""
    event_type = await team_queries.of_team(session, team_id, event_type_id)
    if event_type is None:
        raise NotFound(f"Event type with id {event_type_id} not found")
    return event_type


async def held(session: AsyncSession, team_id: int, event_type_id: int) -> EventType | None:
    """The same to be changed, with the team before it: held until the end of the transaction."""
    await team_queries.hold_team(session, team_id)
    return await team_queries.of_team(session, team_id, event_type_id, hold=True)


async def remove(session: AsyncSession, event_type: EventType) -> None:
    """An event type goes with its hosts; the children of a managed one go, too."""
    await session.delete(event_type)
    await session.flush()


def _organization_of(team: Team) -> int | None:
    return team.id if team.is_organization else team.organization_id


def _changed(team: Team, before: Sent, sent: Sent) -> dict[str, Any]:
    """The columns to write. Mails can be switched off, and phones replace addresses, in organizations only."""
    in_organization = _organization_of(team) is not None
    kept = {name: value for name, value in sent.items() if in_organization or name != "email_settings"}
    return changed_columns(before, kept, phone_only_allowed=in_organization)


async def _check(
    session: AsyncSession, team: Team, caller_id: int, changed: Sent, connections: Connections, except_id: int = 0
) -> None:
    """What only the database knows: slugs, schedules; and what is connected."""
    check_connections(changed, connections)
    if "slug" in changed and await team_queries.slug_taken(session, team.id, changed["slug"], except_id):
        raise BadRequest(SLUG_TAKEN)
    schedule_id = changed.get("schedule_id")
    if schedule_id is not None and not await queries.owns_schedule(session, caller_id, schedule_id):
        raise NotFound(f"User with ID={caller_id} does not own schedule with ID={schedule_id}")
