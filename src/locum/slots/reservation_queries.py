"""What stands against a reservation, who may ask for a long one, and the reservations themselves."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, and_, any_, bindparam, delete, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.event_types.rules.settings import EventTypeSettings
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.slots.models import HostBusy, SlotReservation

_REMOVED_AT_ONCE = 100


def _instant(name: str) -> Any:
    return bindparam(name, type_=DateTime(timezone=True))


_live = SlotReservation.until > _instant("now")
_others = SlotReservation.uid != bindparam("own_uid", type_=SlotReservation.uid.type)
_busy_then = and_(HostBusy.starts_at < _instant("end"), HostBusy.ends_at > _instant("start"))
_held_then = and_(SlotReservation.starts_at < _instant("end"), SlotReservation.ends_at > _instant("start"))
_of_type = HostBusy.event_type_id == bindparam("event_type_id", type_=BigInteger)
_held_of_type = SlotReservation.event_type_id == bindparam("event_type_id", type_=BigInteger)
_host_ids = any_(bindparam("host_ids", type_=ARRAY(BigInteger)))

_LIVE = select(SlotReservation).where(SlotReservation.uid == bindparam("uid"), _live)
_LIVE_HELD = _LIVE.with_for_update()
_EXPIRED = (
    select(SlotReservation.uid)
    .where(SlotReservation.until <= _instant("now"))
    .limit(_REMOVED_AT_ONCE)
    .with_for_update(skip_locked=True)
)
_REMOVE_EXPIRED = delete(SlotReservation).where(SlotReservation.uid.in_(_EXPIRED))
_REMOVE = delete(SlotReservation).where(SlotReservation.uid == bindparam("uid"))

_IS_BOOKED = select(exists().where(_of_type, _busy_then))
_IS_HELD = select(exists().where(_held_of_type, _live, _others, _held_then))
_SEATS_TAKEN = select(func.coalesce(func.max(HostBusy.seats_taken), 0)).where(
    _of_type, HostBusy.starts_at == _instant("start"), HostBusy.is_organizer.is_(True), HostBusy.pending.is_(False)
)
_SEATS_HELD = select(func.count()).where(
    _held_of_type, _live, _others, SlotReservation.starts_at == _instant("start"), SlotReservation.is_seat.is_(True)
)
_TAKEN_HOSTS = (
    select(HostBusy.host_id)
    .where(HostBusy.host_id == _host_ids, _busy_then, or_(HostBusy.pending.is_(False), _of_type))
    .union(
        select(SlotReservation.host_id).where(
            SlotReservation.host_id == _host_ids, _live, _others, SlotReservation.is_seat.is_(False), _held_then
        )
    )
)

_mine, _theirs = aliased(Membership), aliased(Membership)
_IS_COLLEAGUE = select(
    exists().where(
        _mine.user_id == bindparam("caller_id"),
        _mine.accepted.is_(True),
        _theirs.team_id == _mine.team_id,
        _theirs.user_id == bindparam("owner_id"),
        _theirs.accepted.is_(True),
    )
)
_IS_OF_TEAM = select(
    exists().where(
        Team.id == bindparam("team_id"),
        or_(_mine.team_id == Team.id, _mine.team_id == Team.organization_id),
        _mine.user_id == bindparam("caller_id"),
        _mine.accepted.is_(True),
    )
)


async def live(session: AsyncSession, uid: UUID, now: datetime, *, hold: bool = False) -> SlotReservation | None:
    """A reservation that has not run out; held until the end of the transaction where that is asked."""
    statement = _LIVE_HELD if hold else _LIVE
    return (await session.scalars(statement, {"uid": uid, "now": now})).first()


async def remove(session: AsyncSession, uid: UUID) -> None:
    """Remove a reservation, if there is one."""
    await session.execute(_REMOVE, {"uid": uid})


async def remove_expired(session: AsyncSession, now: datetime) -> None:
    """Remove some that have run out."""
    await session.execute(_REMOVE_EXPIRED, {"now": now})


async def take_turns(session: AsyncSession, event_type_id: int) -> None:
    """Reservations of one event type are made one after the other until the end of the transaction."""
    name = func.hashtextextended("slots.reservations", event_type_id)
    await session.execute(select(func.pg_advisory_xact_lock(name)))


async def is_booked(session: AsyncSession, event_type_id: int, start: datetime, end: datetime) -> bool:
    """Whether an accepted or pending booking of the event type overlaps."""
    parameters = {"event_type_id": event_type_id, "start": start, "end": end}
    return bool(await session.scalar(_IS_BOOKED, parameters))


async def is_held(
    session: AsyncSession, event_type_id: int, start: datetime, end: datetime, now: datetime, own_uid: UUID
) -> bool:
    """Whether another live reservation of the event type overlaps."""
    parameters = {"event_type_id": event_type_id, "start": start, "end": end, "now": now, "own_uid": own_uid}
    return bool(await session.scalar(_IS_HELD, parameters))


async def seats_taken(session: AsyncSession, event_type_id: int, start: datetime) -> int:
    """Attendees of the accepted booking of the event type at exactly this time."""
    return (await session.scalar(_SEATS_TAKEN, {"event_type_id": event_type_id, "start": start})) or 0


async def seats_held(session: AsyncSession, event_type_id: int, start: datetime, now: datetime, own_uid: UUID) -> int:
    """Other live reservations of a seat at exactly this time."""
    parameters = {"event_type_id": event_type_id, "start": start, "now": now, "own_uid": own_uid}
    return (await session.scalar(_SEATS_HELD, parameters)) or 0


async def taken_hosts(
    session: AsyncSession,
    event_type_id: int,
    host_ids: Collection[int],
    start: datetime,
    end: datetime,
    now: datetime,
    own_uid: UUID,
) -> frozenset[int]:
    """Of these hosts those who have a booking or another live reservation then, of whatever event type."""
    parameters = {
        "event_type_id": event_type_id,
        "host_ids": list(host_ids),
        "start": start,
        "end": end,
        "now": now,
        "own_uid": own_uid,
    }
    return frozenset(await session.scalars(_TAKEN_HOSTS, parameters))


async def is_close_to(session: AsyncSession, caller_id: int, event_type: EventTypeSettings) -> bool:
    """Whether somebody is the owner of an event type, his colleague, or of its team or of the team's organization."""
    if event_type.team_id is not None:
        parameters = {"caller_id": caller_id, "team_id": event_type.team_id}
        return bool(await session.scalar(_IS_OF_TEAM, parameters))
    if caller_id == event_type.owner_id:
        return True
    parameters = {"caller_id": caller_id, "owner_id": event_type.owner_id or 0}
    return bool(await session.scalar(_IS_COLLEAGUE, parameters))
