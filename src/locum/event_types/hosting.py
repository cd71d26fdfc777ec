"""Who hosts a team's event type: named members, or everybody (event types sheet, section 9)."""

from collections.abc import Iterable, Sequence
from typing import cast

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import managing, team_queries
from locum.event_types.models import EventType, EventTypeHost
from locum.event_types.rules.hosts import Priority
from locum.event_types.rules.team import MANAGED, HostsAsked, HostTerms, terms_of_everybody
from locum.kit import clock
from locum.kit.errors import NotFound

_ADD = insert(EventTypeHost)
_KEPT_TERMS = ("position", "mandatory", "priority", "weight", "group_key")
_SET = _ADD.on_conflict_do_update(
    index_elements=["event_type_id", "user_id"], set_={name: _ADD.excluded[name] for name in _KEPT_TERMS}
)


async def assign(session: AsyncSession, event_type: EventType, asked: HostsAsked) -> None:
    """Give an event type the hosts that were asked for, if any were. The team has to be held.

    Raises NotFound for people who are no members, BadRequest for a member who cannot have a child.
    """
    if not asked.says_who:
        return
    terms = await _terms(session, event_type, asked)
    if event_type.scheduling_type == MANAGED:
        await managing.set_children(session, event_type, [one.user_id for one in terms])
    else:
        await set_hosts(session, event_type.id, terms)


async def _terms(session: AsyncSession, event_type: EventType, asked: HostsAsked) -> Sequence[HostTerms]:
    team_id, named = event_type.team_id or 0, asked.named or ()
    if asked.everybody:
        everybody = await team_queries.members(session, team_id)
        return terms_of_everybody(everybody, named, await terms_now(session, event_type.id))
    await _check_members(session, team_id, [one.user_id for one in named])
    return named


async def terms_now(session: AsyncSession, event_type_id: int) -> dict[int, HostTerms]:
    """How the hosts of an event type take part at present, in their order."""
    rows = sorted(await team_queries.hosts(session, event_type_id), key=lambda row: (row.position, row.user_id))
    return {row.user_id: _terms_of(row) for row in rows}


def _terms_of(row: EventTypeHost) -> HostTerms:
    return HostTerms(row.user_id, row.mandatory, cast(Priority, row.priority), row.weight, row.group_key)


async def _check_members(session: AsyncSession, team_id: int, user_ids: Iterable[int]) -> None:
    wanted = list(user_ids)
    known = await team_queries.members_among(session, team_id, wanted)
    strangers = [str(user_id) for user_id in wanted if user_id not in known]
    if strangers:
        raise NotFound(f"Invalid hosts: {', '.join(strangers)} are not members of team with id {team_id}.")


async def set_hosts(session: AsyncSession, event_type_id: int, terms: Sequence[HostTerms]) -> None:
    """These hosts and nobody else. Whoever was one stays one since the same time, and keeps his schedule for it."""
    ids = [one.user_id for one in terms]
    gone = delete(EventTypeHost).where(EventTypeHost.event_type_id == event_type_id, EventTypeHost.user_id.not_in(ids))
    await session.execute(gone.execution_options(synchronize_session=False))
    if terms:
        await session.execute(_SET, [_row(event_type_id, position, one) for position, one in enumerate(terms)])


def _row(event_type_id: int, position: int, terms: HostTerms) -> dict[str, object]:
    return {
        "event_type_id": event_type_id,
        "user_id": terms.user_id,
        "position": position,
        "mandatory": terms.mandatory,
        "priority": terms.priority,
        "weight": terms.weight,
        "group_key": terms.group_key,
        "created_at": clock.now(),
    }


async def add_host(session: AsyncSession, event_type: EventType, user_id: int) -> None:
    """One more host, after all others; nothing happens where he is one already."""
    if event_type.scheduling_type == MANAGED:
        await managing.add_child(session, event_type, user_id)
        return
    row = _row(event_type.id, await team_queries.next_position(session, event_type.id), HostTerms(user_id))
    await session.execute(_ADD.on_conflict_do_nothing(), [row])
