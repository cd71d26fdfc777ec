"""What the slot engine wants to know of bookings, reservations and teams. Statements are built once.

Instants leave the database as the engine counts them: whole minutes since 1970-01-01T00:00Z, starts rounded down and
ends rounded up.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    and_,
    any_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.event_types.models import EventType
from locum.kit.intervals import Interval
from locum.slots.models import HostBusy, SlotReservation
from locum.slots.question import CountedBooking
from locum.users.models import User

LONGEST_OWN_BUFFER = timedelta(days=7)
"""So far beyond the asked time a booking's own buffer still counts."""

_busy = HostBusy.__table__.c
_held = SlotReservation.__table__.c
_host_ids = any_(bindparam("host_ids", type_=ARRAY(BigInteger)))


_EPOCH: ColumnElement[str] = literal_column("'epoch'")
_SECONDS: ColumnElement[float] = literal_column("60")
_ONE_MINUTE: ColumnElement[timedelta] = literal_column("interval '1 minute'")


def _minute(instant: ColumnElement[datetime]) -> ColumnElement[int]:
    return cast(func.floor(func.date_part(_EPOCH, instant) / _SECONDS), BigInteger)


def _minute_up(instant: ColumnElement[datetime]) -> ColumnElement[int]:
    return cast(func.ceil(func.date_part(_EPOCH, instant) / _SECONDS), BigInteger)


def _instant(name: str) -> Any:
    return bindparam(name, type_=DateTime(timezone=True))


class BusyRow(NamedTuple):
    """Busy time of one host, with its own buffers in minutes."""

    host_id: int
    start: int
    end: int
    before: int
    after: int
    uid: str
    joined_by: int | None
    """The event type whose further bookers can sit down there, too; None where nobody has a seat."""


_takes_time = and_(
    _busy.host_id == _host_ids,
    # The index is searched in a wide span, what it finds is then looked at with its own buffers.
    _busy.ends_at > _instant("far_from"),
    _busy.starts_at < _instant("far_to"),
    _busy.ends_at + _busy.after_minutes * _ONE_MINUTE > _instant("busy_from"),
    _busy.starts_at - _busy.before_minutes * _ONE_MINUTE < _instant("busy_to"),
    or_(_busy.pending.is_(False), _busy.event_type_id == bindparam("pending_of", type_=BigInteger)),
    _busy.booking_id != bindparam("left_out", type_=BigInteger),
)
_BUSY = select(
    _busy.host_id,
    _minute(_busy.starts_at),
    _minute_up(_busy.ends_at),
    _busy.before_minutes,
    _busy.after_minutes,
    _busy.booking_uid,
    case((_busy.seats_taken.is_not(None), _busy.event_type_id)),
).where(_takes_time)
# One row for each host: a thousand hosts have tens of thousands of bookings, and it is the rows that take time.
_BUSY_TIMES = (
    select(
        _busy.host_id,
        func.array_agg(_minute(_busy.starts_at) - _busy.before_minutes, type_=ARRAY(BigInteger)),
        func.array_agg(_minute_up(_busy.ends_at) + _busy.after_minutes, type_=ARRAY(BigInteger)),
    )
    .where(_takes_time)
    .group_by(_busy.host_id)
)


async def busy(
    session: AsyncSession,
    host_ids: Collection[int],
    first: datetime,
    last: datetime,
    *,
    pending_of: int | None,
    left_out: int | None,
) -> Iterable[BusyRow]:
    """The busy time of many hosts that touches [first, last) with its own buffers, in one statement.

    Pending bookings count only of the event type `pending_of`; the booking of the id `left_out` does not count.
    """
    parameters = _busy_within(host_ids, first, last, pending_of, left_out)
    return map(BusyRow._make, (await session.execute(_BUSY, parameters)).all())


async def busy_times(
    session: AsyncSession,
    host_ids: Collection[int],
    first: datetime,
    last: datetime,
    *,
    pending_of: int | None,
    left_out: int | None,
) -> dict[int, tuple[Interval, ...]]:
    """The same as mere times with their own buffers, by host and in no order: where nobody asks what takes them."""
    parameters = _busy_within(host_ids, first, last, pending_of, left_out)
    rows = (await session.execute(_BUSY_TIMES, parameters)).all()
    return {host_id: tuple(zip(starts, ends, strict=True)) for host_id, starts, ends in rows}


def _busy_within(
    host_ids: Collection[int], first: datetime, last: datetime, pending_of: int | None, left_out: int | None
) -> dict[str, Any]:
    return {
        "host_ids": list(host_ids),
        "far_from": first - LONGEST_OWN_BUFFER,
        "far_to": last + LONGEST_OWN_BUFFER,
        "busy_from": first,
        "busy_to": last,
        "pending_of": pending_of,
        "left_out": left_out or 0,
    }


_counts = and_(
    _busy.is_organizer.is_(True),
    _busy.pending.is_(False),
    _busy.starts_at >= _instant("first"),
    _busy.starts_at < _instant("last"),
    _busy.booking_id != bindparam("left_out", type_=BigInteger),
)
_counted_columns = (
    _minute(_busy.starts_at),
    _minute_up(_busy.ends_at),
    _busy.host_id,
    _busy.booking_uid,
    func.coalesce(_busy.seats_taken, 0),
)
_COUNTED = select(*_counted_columns).where(_busy.event_type_id == bindparam("event_type_id", type_=BigInteger), _counts)

_parent = aliased(EventType)
_COUNTED_OF_TEAM = (
    select(*_counted_columns)
    .join(EventType, EventType.id == _busy.event_type_id)
    .outerjoin(_parent, _parent.id == EventType.parent_id)
    .where(
        or_(
            EventType.team_id == bindparam("team_id"),
            and_(bindparam("with_managed"), _parent.team_id == bindparam("team_id")),
        ),
        _counts,
    )
)


async def counted(
    session: AsyncSession, event_type_id: int, first: datetime, last: datetime, *, left_out: int | None
) -> tuple[CountedBooking, ...]:
    """The accepted bookings of an event type that begin in [first, last), each once, as limits and seats see them."""
    parameters = {"event_type_id": event_type_id, "first": first, "last": last, "left_out": left_out or 0}
    return tuple(map(CountedBooking._make, (await session.execute(_COUNTED, parameters)).all()))


async def counted_of_team(
    session: AsyncSession, team_id: int, first: datetime, last: datetime, *, with_managed: bool, left_out: int | None
) -> tuple[CountedBooking, ...]:
    """The same over all event types of a team, perhaps with what its managed event types have become of members'."""
    parameters = {
        "team_id": team_id,
        "with_managed": with_managed,
        "first": first,
        "last": last,
        "left_out": left_out or 0,
    }
    return tuple(map(CountedBooking._make, (await session.execute(_COUNTED_OF_TEAM, parameters)).all()))


_NOBODYS = UUID(int=0)


class HeldRow(NamedTuple):
    """A live reservation."""

    host_id: int
    start: int
    end: int
    is_seat: bool


_HELD = select(_held.host_id, _minute(_held.starts_at), _minute_up(_held.ends_at), _held.is_seat).where(
    or_(
        and_(_held.host_id == _host_ids, _held.is_seat.is_(False)),
        and_(_held.event_type_id == bindparam("event_type_id", type_=BigInteger), _held.is_seat.is_(True)),
    ),
    _held.until > _instant("now"),
    _held.uid != bindparam("own_uid", type_=_held.uid.type),
    _held.starts_at < _instant("last"),
    _held.ends_at > _instant("first"),
)


async def held(
    session: AsyncSession,
    event_type_id: int,
    host_ids: Collection[int],
    first: datetime,
    last: datetime,
    now: datetime,
    own_uid: UUID | None = None,
) -> list[HeldRow]:
    """Live reservations that overlap [first, last): of the hosts for any event type, of seats for this one.

    The asker's own one is left out.
    """
    parameters = {
        "event_type_id": event_type_id,
        "host_ids": list(host_ids),
        "first": first,
        "last": last,
        "now": now,
        "own_uid": own_uid or _NOBODYS,
    }
    return [HeldRow._make(row) for row in (await session.execute(_HELD, parameters)).all()]


_PROFILE_ZONE = select(User.time_zone).where(User.id == bindparam("user_id"))


async def profile_zone(session: AsyncSession, user_id: int) -> str:
    """The zone of somebody's profile."""
    return (await session.scalar(_PROFILE_ZONE, {"user_id": user_id})) or "UTC"


_SAME_HOSTS = (
    select(_busy.host_id)
    .join(EventType, EventType.id == _busy.event_type_id)
    .where(
        _busy.event_type_id == bindparam("event_type_id", type_=BigInteger),
        _busy.booking_uid == bindparam("uid"),
        EventType.reschedule_with_same_round_robin_host.is_(True),
    )
)


async def hosts_to_keep(session: AsyncSession, event_type_id: int, booking_uid: str) -> frozenset[int]:
    """The hosts of a booking whose event type wants the same one again when it is moved; nobody if it does not."""
    parameters = {"event_type_id": event_type_id, "uid": booking_uid}
    return frozenset(await session.scalars(_SAME_HOSTS, parameters))
