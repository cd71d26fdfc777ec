"""What deciding whose turn it is takes: when hosts were last booked, and what they have taken (sheet, section 13.2)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, and_, any_, bindparam, column, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import Booking, BookingAttendee
from locum.bookings.rules.status import Status
from locum.host_choice.calibration import Taken
from locum.slots.models import HostBusy

_ids: Any = ARRAY(BigInteger)
_event_type_id = bindparam("event_type_id", type_=BigInteger)
_since: Any = bindparam("since", type_=DateTime(timezone=True))
_left_out = bindparam("left_out", type_=BigInteger)

_somebody_came = exists().where(
    BookingAttendee.booking_id == Booking.id, BookingAttendee.kind != "host", BookingAttendee.absent.is_(False)
)
_counts = and_(
    Booking.event_type_id == _event_type_id,
    Booking.status == Status.ACCEPTED.value,
    Booking.id != _left_out,
    _somebody_came,
)
"""Bookings to which nobody came do not count, nor does the one that is moved or given away."""

_host = func.unnest(bindparam("host_ids", type_=_ids)).table_valued(column("id", BigInteger)).render_derived("host")
_as_organizer = (
    select(Booking.created_at)
    .where(_counts, Booking.user_id == _host.c.id, Booking.host_absent.is_(False))
    .order_by(Booking.created_at.desc())
    .limit(1)
    .correlate(_host)
    .scalar_subquery()
)
# Whoever is booked meets after the interval began: so a host's past is never touched.
_as_attendee = (
    select(func.max(Booking.created_at))
    .join_from(HostBusy, Booking, Booking.id == HostBusy.booking_id)
    .where(
        HostBusy.host_id == _host.c.id,
        HostBusy.is_organizer.is_(False),
        HostBusy.ends_at > _since,
        Booking.created_at >= _since,
        _counts,
    )
    .correlate(_host)
    .scalar_subquery()
)
_LAST = select(_host.c.id, func.greatest(_as_organizer, _as_attendee).label("last"))

_TAKEN = (
    select(Booking.created_at, HostBusy.host_id)
    .join_from(HostBusy, Booking, Booking.id == HostBusy.booking_id)
    .where(
        HostBusy.host_id == any_(bindparam("host_ids", type_=_ids)),
        HostBusy.ends_at > _since,
        Booking.created_at >= _since,
        or_(HostBusy.is_organizer.is_(False), Booking.host_absent.is_(False)),
        _counts,
    )
)


async def last_booked(
    session: AsyncSession, event_type_id: int, host_ids: Sequence[int], since: datetime, left_out: int | None
) -> dict[int, datetime | None]:
    """When the last booking of each host that counts was made: as organizer ever, beside another one since `since`."""
    parameters = _parameters(event_type_id, host_ids, since, left_out)
    return {row.id: row.last for row in await session.execute(_LAST, parameters)}


async def taken_since(
    session: AsyncSession, event_type_id: int, host_ids: Sequence[int], since: datetime, left_out: int | None
) -> list[Taken]:
    """The bookings of the hosts that count and were made since an instant."""
    parameters = _parameters(event_type_id, host_ids, since, left_out)
    return [Taken(at, host_id) for at, host_id in await session.execute(_TAKEN, parameters)]


def _parameters(
    event_type_id: int, host_ids: Sequence[int], since: datetime, left_out: int | None
) -> dict[str, object]:
    return {
        "event_type_id": event_type_id,
        "host_ids": list(host_ids),
        "since": since,
        "left_out": left_out or 0,
    }
