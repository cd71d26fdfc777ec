"""Use cases of a person's event types: create, change, remove."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import queries
from locum.event_types.models import EventType, stored_settings
from locum.event_types.presenting import answered_settings
from locum.event_types.rules.changes import changed_columns
from locum.event_types.rules.connections import NOTHING_CONNECTED, Connections, check_connections
from locum.event_types.rules.defaults import default_settings
from locum.event_types.rules.managed import check_locked
from locum.kit.errors import BadRequest, Forbidden, NotFound

SLUG_TAKEN = "User already has an event type with this slug."

Sent = Mapping[str, Any]
"""What a caller named, by column, structured settings in their stored form."""


async def create(
    session: AsyncSession, owner_id: int, sent: Sent, connections: Connections = NOTHING_CONNECTED
) -> EventType:
    """A new event type of a person. Raises BadRequest, InvalidInput, or NotFound for a foreign schedule."""
    defaults = default_settings()
    settings = defaults | changed_columns(defaults, sent)
    await _check(session, owner_id, settings, connections)
    event_type = EventType(user_id=owner_id, **settings)
    session.add(event_type)
    await session.flush()
    return event_type


async def change(
    session: AsyncSession, event_type: EventType, sent: Sent, connections: Connections = NOTHING_CONNECTED
) -> EventType:
    """Change what is named and leave the rest (event types sheet, section 8). Refusals as in `create`.

    Of a managed one's child only what the parent leaves to its members can change.
    """
    stored = stored_settings(event_type)
    changed = changed_columns(stored, sent)
    if event_type.parent_id is not None:
        check_locked(answered_settings(stored), answered_settings({**stored, **changed}))
    await _check(session, _owner_id(event_type), changed, connections, except_id=event_type.id)
    for name, value in changed.items():
        setattr(event_type, name, value)
    await session.flush()
    return event_type


async def remove(session: AsyncSession, event_type: EventType) -> None:
    """An event type goes, and what hangs on it: hosts, and children of a managed one."""
    await session.delete(event_type)
    await session.flush()


async def owned(session: AsyncSession, owner_id: int, event_type_id: int) -> EventType:
    """A person's own event type. Raises NotFound for unknown ones and for somebody else's alike."""
    found = await queries.owned(session, owner_id, event_type_id)
    if found is None:
        raise NotFound(f"Event type with id {event_type_id} not found")
    return found


async def removable(session: AsyncSession, owner_id: int, event_type_id: int) -> EventType:
    """The same for removing, which tells somebody else's (Forbidden) from unknown ones (NotFound).

    What a member has of a managed event type goes with it, or when he hosts it no more: BadRequest.
    """
    found = await queries.owned(session, owner_id, event_type_id)
    if found is not None and found.parent_id is not None:
        raise BadRequest("The managed event type of the team decides about who has one.")
    if found is not None:
        return found
    if await queries.by_id(session, event_type_id) is None:
        raise NotFound(f"Event type with ID={event_type_id} does not exist.")
    raise Forbidden(f"User with ID={owner_id} does not own event type with ID={event_type_id}.")


def _owner_id(event_type: EventType) -> int:
    if event_type.user_id is None:
        raise ValueError("a team's event type has no owner")
    return event_type.user_id


async def _check(
    session: AsyncSession, owner_id: int, changed: Sent, connections: Connections, except_id: int = 0
) -> None:
    """What only the database knows: slugs, schedules; and what is connected."""
    check_connections(changed, connections)
    if "slug" in changed:
        await queries.hold_slugs(session, owner_id)
        if await queries.slug_taken(session, owner_id, changed["slug"], except_id):
            raise BadRequest(SLUG_TAKEN)
    schedule_id = changed.get("schedule_id")
    if schedule_id is not None and not await queries.owns_schedule(session, owner_id, schedule_id):
        raise NotFound(f"User with ID={owner_id} does not own schedule with ID={schedule_id}")
