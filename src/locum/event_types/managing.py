"""Managed event types: one child for each host, which follows its parent (event types sheet, section 10)."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import team_queries
from locum.event_types.models import EventType, stored_settings
from locum.event_types.rules.defaults import default_settings
from locum.event_types.rules.managed import followed, followed_unless_own, settings_of_child
from locum.kit.errors import BadRequest

_NAMED = ("title", "slug", "length_in_minutes", "email_settings")


async def set_children(session: AsyncSession, parent: EventType, owner_ids: Collection[int]) -> None:
    """A child for each of these members and for nobody else.

    Raises BadRequest when one of them follows another managed event type under the same slug.
    """
    present = await team_queries.owners_of_children(session, parent.id)
    gone = present.difference(owner_ids)
    if gone:
        await _remove(session, and_(EventType.parent_id == parent.id, EventType.user_id.in_(gone)))
    new = [owner_id for owner_id in owner_ids if owner_id not in present]
    if await team_queries.follows_another(session, parent.id, new, parent.slug):
        raise BadRequest("A member follows another managed event type with this slug.")
    await _add(session, parent, new)


async def add_child(session: AsyncSession, parent: EventType, owner_id: int) -> None:
    """A child for one more member, unless he has one, or follows another managed event type under the same slug."""
    is_there = owner_id in await team_queries.owners_of_children(session, parent.id)
    if not is_there and not await team_queries.follows_another(session, parent.id, [owner_id], parent.slug):
        await _add(session, parent, [owner_id])


async def follow(
    session: AsyncSession, parent: EventType, before: Mapping[str, Any], changed: Mapping[str, Any]
) -> None:
    """Write a change of the parent through to its children. What members chose for themselves stays.

    Raises BadRequest when a new slug is that of another managed event type that a member follows.
    """
    owners = await team_queries.owners_of_children(session, parent.id)
    if not owners:
        return
    if changed.get("slug", before["slug"]) != before["slug"]:
        if await team_queries.follows_another(session, parent.id, owners, parent.slug):
            raise BadRequest("A member follows another managed event type with this slug.")
        await _remove_own(session, parent, owners)
    for_all = followed(changed)
    children = update(EventType).where(EventType.parent_id == parent.id).execution_options(synchronize_session=False)
    if for_all:
        await session.execute(children.values(for_all))
    for name, value in followed_unless_own(changed).items():
        await session.execute(children.where(getattr(EventType, name) == before[name]).values({name: value}))


async def _add(session: AsyncSession, parent: EventType, owner_ids: Collection[int]) -> None:
    if not owner_ids:
        return
    await _remove_own(session, parent, owner_ids)
    stored = stored_settings(parent)
    columns = {name: stored[name] for name in (*default_settings(), *_NAMED)}
    settings = settings_of_child(stored, columns) | {"parent_id": parent.id}
    await session.execute(insert(EventType), [{**settings, "user_id": owner_id} for owner_id in owner_ids])


async def _remove_own(session: AsyncSession, parent: EventType, owner_ids: Collection[int]) -> None:
    """A member's own event type with the same slug is replaced by the child."""
    theirs = and_(EventType.user_id.in_(owner_ids), EventType.slug == parent.slug)
    await _remove(session, and_(theirs, or_(EventType.parent_id.is_(None), EventType.parent_id != parent.id)))


async def _remove(session: AsyncSession, which: Any) -> None:
    await session.execute(delete(EventType).where(which).execution_options(synchronize_session=False))


async def remove_children_of(session: AsyncSession, team_id: int, owner_id: int) -> None:
    """Somebody has left a team, and follows its managed event types no longer."""
    parents = select(EventType.id).where(EventType.team_id == team_id)
    await _remove(session, and_(EventType.user_id == owner_id, EventType.parent_id.in_(parents)))
