"""What deciding whose turn it is takes: when hosts were last booked, and what they have taken (sheet, section 13.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, Boolean, DateTime, and_, any_, bindparam, column, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import Booking, BookingAttendee
from locum.bookings.rules.status import Status
from locum.host_choice.calibration import Taken
from locum.host_choice.intervals import Counting, Span
from locum.organizations.models import Team
from locum.organizations.rounds import Basis, Interval
from locum.slots.models import HostBusy

_ids: Any = ARRAY(BigInteger)
_event_type_id = bindparam("event_type_id", type_=BigInteger)
_since: Any = bindparam("since", type_=DateTime(timezone=True))
_until: Any = bindparam("until", type_=DateTime(timezone=True))
_left_out = bindparam("left_out", type_=BigInteger)
_with_no_shows = bindparam("with_no_shows", type_=Boolean)

_somebody_came = exists().where(
    BookingAttendee.booking_id == Booking.id, BookingAttendee.kind != "host", BookingAttendee.absent.is_(False)
)
_host_came = or_(_with_no_shows, Booking.host_absent.is_(False))
_counts = and_(
    Booking.event_type_id == _event_type_id,
    Booking.status == Status.ACCEPTED.value,
    Booking.id != _left_out,
    or_(_with_no_shows, _somebody_came),
)
"""Bookings to which nobody came do not count unless they are to, nor does the one that is moved or given away."""

_host = func.unnest(bindparam("host_ids", type_=_ids)).table_valued(column("id", BigInteger)).render_derived("host")
_as_organizer = (
    select(Booking.created_at)
    .where(_counts, Booking.user_id == _host.c.id, _host_came)
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

_of_hosts = (
    HostBusy.host_id == any_(bindparam("host_ids", type_=_ids)),
    HostBusy.ends_at > _since,
    or_(HostBusy.is_organizer.is_(False), _host_came),
    _counts,
)
_booked = select(HostBusy.host_id).join_from(HostBusy, Booking, Booking.id == HostBusy.booking_id).where(*_of_hosts)
_MADE = _booked.add_columns(Booking.created_at).where(Booking.created_at >= _since)
_BEGINNING = _booked.add_columns(Booking.starts_at).where(HostBusy.starts_at >= _since, HostBusy.starts_at < _until)
_COUNTING = select(Team.round_robin_interval, Team.round_robin_basis).where(Team.id == bindparam("team_id"))


@dataclass(frozen=True, slots=True)
class Takers:
    """Whose bookings are looked at, and which."""

    event_type_id: int
    host_ids: Sequence[int]
    left_out: int | None
    """A booking that does not count: it is being moved or given away."""
    with_no_shows: bool

    def parameters(self) -> dict[str, object]:
        """As the statements want them."""
        return {
            "event_type_id": self.event_type_id,
            "host_ids": list(self.host_ids),
            "left_out": self.left_out or 0,
            "with_no_shows": self.with_no_shows,
        }


async def last_booked(session: AsyncSession, takers: Takers, since: datetime) -> dict[int, datetime | None]:
    """When the last booking of each host that counts was made: as organizer ever, beside another one since `since`."""
    rows = await session.execute(_LAST, takers.parameters() | {"since": since})
    return {row.id: row.last for row in rows}


async def taken_in(session: AsyncSession, takers: Takers, span: Span, counting: Counting) -> list[Taken]:
    """The bookings of the hosts that count for an instant in a span."""
    parameters = takers.parameters() | {"since": span.start}
    if counting.by_creation:
        rows = await session.execute(_MADE, parameters)
    else:
        rows = await session.execute(_BEGINNING, parameters | {"until": span.end})
    return [Taken(at, host_id) for host_id, at in rows]


async def counting_of(session: AsyncSession, team_id: int) -> Counting:
    """By what a team's bookings are counted."""
    interval, basis = (await session.execute(_COUNTING, {"team_id": team_id})).one()
    return Counting(cast(Interval, interval), cast(Basis, basis))
