"""SELECTs of bookings that are not lists. Statements are built once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, DateTime, String, and_, any_, bindparam, column, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, selectinload

from locum.bookings.models import Booking, BookingAttendee, BookingReference, InstantMeeting
from locum.bookings.rules.status import Status
from locum.bookings.scope_queries import event_types_of
from locum.bookings.views import BookingView, Organizer
from locum.event_types.models import EventType
from locum.event_types.rules.policies import Seats
from locum.http.permissions import Permission
from locum.memberships.authority import gives
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.slots.models import HostBusy
from locum.users.models import User

_ORGANIZER = (
    User.id,
    User.name,
    User.email,
    User.username,
    User.time_zone,
    User.organization_id,
    User.platform_client_id,
    User.locale,
)

VIEWS = (
    select(Booking, EventType.slug, EventType.seats, *_ORGANIZER)
    .outerjoin(User, User.id == Booking.user_id)
    .outerjoin(EventType, EventType.id == Booking.event_type_id)
    .options(selectinload(Booking.attendees))
)
"""Everything a view takes; read with `views_of`."""

_BY_UID = VIEWS.where(Booking.uid == bindparam("uid"))
_BY_UID_OF_TEAM = _BY_UID.where(Booking.event_type_id.in_(event_types_of([bindparam("team_id", type_=BigInteger)])))
# Pages have looked at the booking before: what counts is how it stands once it is held.
_BY_UID_HELD = _BY_UID.with_for_update(of=Booking).execution_options(populate_existing=True)
_OF_SERIES = VIEWS.where(Booking.recurring_uid == bindparam("uid")).order_by(Booking.starts_at, Booking.id)
# Whoever holds several bookings takes them in the order of their ids, so that nobody waits in a circle.
_SERIES_HELD = (
    VIEWS.where(Booking.recurring_uid == bindparam("uid"))
    .order_by(Booking.id)
    .with_for_update(of=Booking)
    .execution_options(populate_existing=True)
)
_AGAIN = VIEWS.where(Booking.id == bindparam("booking_id")).execution_options(populate_existing=True)
_BY_ID_HELD = _AGAIN.with_for_update(of=Booking)
_ID_BY_SEAT = select(BookingAttendee.booking_id).where(BookingAttendee.seat_uid == bindparam("seat_uid"))
_BY_SEAT = VIEWS.where(Booking.id == _ID_BY_SEAT.scalar_subquery())
_VALID = (Status.ACCEPTED.value, Status.PENDING.value)
_SEATED_AT = (
    VIEWS.where(
        Booking.event_type_id == bindparam("event_type_id"),
        Booking.starts_at == bindparam("starts_at"),
        Booking.status.in_(_VALID),
        # Somebody who booked before there were seats meets the host alone.
        exists().where(BookingAttendee.booking_id == Booking.id, BookingAttendee.seat_uid.is_not(None)),
    )
    .order_by(Booking.id)
    .limit(1)
    .with_for_update(of=Booking)
    .execution_options(populate_existing=True)
)
_instant = DateTime(timezone=True)
_HOSTS_AT = select(
    *_ORGANIZER,
    exists()
    .where(
        HostBusy.host_id == User.id,
        HostBusy.blocks,
        HostBusy.starts_at < bindparam("end", type_=_instant),
        HostBusy.ends_at > bindparam("start", type_=_instant),
        HostBusy.booking_id != bindparam("left_out", type_=BigInteger),
    )
    .label("taken"),
).where(User.id == any_(bindparam("user_ids", type_=ARRAY(BigInteger))))


def views_of(rows: Iterable[Any]) -> list[BookingView]:
    """Rows of `VIEWS` as views."""
    return [
        BookingView(booking, Organizer(*organizer) if organizer[0] is not None else None, slug, Seats.of(seats))
        for booking, slug, seats, *organizer in rows
    ]


async def by_uid(session: AsyncSession, uid: str, *, hold: bool = False) -> BookingView | None:
    """One booking, held until the end of the transaction where that is asked."""
    found = views_of(await session.execute(_BY_UID_HELD if hold else _BY_UID, {"uid": uid}))
    return found[0] if found else None


async def by_id(session: AsyncSession, booking_id: int, *, hold: bool = False) -> BookingView | None:
    """The same by its id."""
    found = views_of(await session.execute(_BY_ID_HELD if hold else _AGAIN, {"booking_id": booking_id}))
    return found[0] if found else None


async def by_uid_of_team(session: AsyncSession, uid: str, team_id: int) -> BookingView | None:
    """One booking, if it is one of a team's event types, or of what members have of its managed ones."""
    found = views_of(await session.execute(_BY_UID_OF_TEAM, {"uid": uid, "team_id": team_id}))
    return found[0] if found else None


async def again(session: AsyncSession, view: BookingView) -> BookingView:
    """A booking as it stands now, read anew, the reader's part of the view kept."""
    (found,) = views_of(await session.execute(_AGAIN, {"booking_id": view.booking.id}))
    return replace(found, only_seats_of=view.only_seats_of, taken_seat=view.taken_seat, own_seat=view.own_seat)


async def by_seat(session: AsyncSession, seat_uid: str) -> BookingView | None:
    """The booking in which somebody has a seat."""
    found = views_of(await session.execute(_BY_SEAT, {"seat_uid": seat_uid}))
    return found[0] if found else None


async def id_by_seat(session: AsyncSession, seat_uid: str) -> int | None:
    """The id alone of the booking that a seat belongs to now."""
    return (await session.scalars(_ID_BY_SEAT, {"seat_uid": seat_uid})).first()


async def seated_at(session: AsyncSession, event_type_id: int, starts_at: datetime) -> BookingView | None:
    """The shared, valid booking of an event type that begins at an instant, held until the end of the transaction."""
    parameters = {"event_type_id": event_type_id, "starts_at": starts_at}
    found = views_of(await session.execute(_SEATED_AT, parameters))
    return found[0] if found else None


async def of_series(session: AsyncSession, recurring_uid: str, *, hold: bool = False) -> Sequence[BookingView]:
    """All occurrences of a series by start, held until the end of the transaction where that is asked."""
    found = views_of(await session.execute(_SERIES_HELD if hold else _OF_SERIES, {"uid": recurring_uid}))
    return sorted(found, key=lambda view: (view.booking.starts_at, view.booking.id)) if hold else found


class Occurrence(NamedTuple):
    """One of a series: of which, how it stands, and when it begins."""

    series_uid: str
    status: str
    starts_at: datetime


_OCCURRENCES = (
    select(Booking.recurring_uid, Booking.status, Booking.starts_at)
    .where(Booking.recurring_uid == any_(bindparam("uids", type_=ARRAY(String))))
    .order_by(Booking.recurring_uid, Booking.starts_at)
)


async def occurrences(session: AsyncSession, recurring_uids: Collection[str]) -> Sequence[Occurrence]:
    """All occurrences of series, by series and start."""
    if not recurring_uids:
        return ()
    rows = await session.execute(_OCCURRENCES, {"uids": list(recurring_uids)})
    return [Occurrence(uid or "", status, starts_at) for uid, status, starts_at in rows]


async def held_with_series(session: AsyncSession, booking: Booking) -> Sequence[BookingView]:
    """A booking, or all occurrences of its series, held until the end of the transaction."""
    if booking.recurring_uid is not None:
        return await of_series(session, booking.recurring_uid, hold=True)
    view = await by_uid(session, booking.uid, hold=True)
    return [] if view is None else [view]


class HostAt(NamedTuple):
    """Somebody who hosts, and whether a booking already takes part of the time that is looked at."""

    person: Organizer
    taken: bool


async def hosts_at(
    session: AsyncSession, user_ids: Sequence[int], start: datetime, end: datetime, *, left_out: int | None = None
) -> dict[int, HostAt]:
    """Hosts by user id, and whether a booking of theirs, `left_out` aside, takes part of [start, end)."""
    parameters = {"user_ids": list(user_ids), "start": start, "end": end, "left_out": left_out or 0}
    rows = await session.execute(_HOSTS_AT, parameters)
    return {row.id: HostAt(Organizer(*row[:-1]), row.taken) for row in rows}


_starts: Any = bindparam("starts", type_=ARRAY(_instant))
_ends: Any = bindparam("ends", type_=ARRAY(_instant))
_span = (
    func.unnest(_starts, _ends)
    .table_valued(column("starts_at", _instant), column("ends_at", _instant))
    .render_derived("span")
)
_TAKEN_AT_ANY = (
    select(HostBusy.host_id)
    .join(_span, and_(HostBusy.starts_at < _span.c.ends_at, HostBusy.ends_at > _span.c.starts_at))
    .where(HostBusy.host_id == any_(bindparam("user_ids", type_=ARRAY(BigInteger))), HostBusy.blocks)
    .distinct()
)


async def taken_at_any(
    session: AsyncSession, user_ids: Sequence[int], spans: Sequence[tuple[datetime, datetime]]
) -> frozenset[int]:
    """Whose bookings take part of any of these times, each [start, end)."""
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    parameters = {"user_ids": list(user_ids), "starts": starts, "ends": ends}
    return frozenset(await session.scalars(_TAKEN_AT_ANY, parameters))


_BY_IDS = select(*_ORGANIZER).where(User.id == any_(bindparam("user_ids", type_=ARRAY(BigInteger))))
_BY_ADDRESSES = select(*_ORGANIZER).where(User.email == any_(bindparam("emails", type_=ARRAY(String))))


async def by_ids(session: AsyncSession, user_ids: Collection[int]) -> dict[int, Organizer]:
    """Accounts by id."""
    if not user_ids:
        return {}
    rows = await session.execute(_BY_IDS, {"user_ids": list(user_ids)})
    return {row.id: Organizer(*row) for row in rows}


async def by_addresses(session: AsyncSession, emails: Collection[str]) -> dict[str, Organizer]:
    """Accounts by address, in lower case."""
    if not emails:
        return {}
    rows = await session.execute(_BY_ADDRESSES, {"emails": list(emails)})
    return {row.email: Organizer(*row) for row in rows}


def _attended_by(email: Any) -> Any:
    return exists().where(BookingAttendee.booking_id == Booking.id, func.lower(BookingAttendee.email) == email)


_SAME = VIEWS.where(
    Booking.event_type_id == bindparam("event_type_id"),
    Booking.starts_at == bindparam("starts_at"),
    Booking.status.in_(_VALID),
    _attended_by(bindparam("email")),
).limit(1)


async def same(session: AsyncSession, event_type_id: int, starts_at: datetime, email: str) -> BookingView | None:
    """A valid booking of the same event type, start and attendee: asking twice gives it again (sheet, section 3.3)."""
    parameters = {"event_type_id": event_type_id, "starts_at": starts_at, "email": email.lower()}
    found = views_of(await session.execute(_SAME, parameters))
    return found[0] if found else None


_ACTIVE = (
    select(Booking.uid)
    .where(
        Booking.event_type_id == bindparam("event_type_id"),
        Booking.status == Status.ACCEPTED.value,
        Booking.starts_at > bindparam("now"),
        _attended_by(bindparam("email")),
    )
    .order_by(Booking.id)
)


async def active_of_booker(session: AsyncSession, event_type_id: int, email: str, now: datetime) -> Sequence[str]:
    """The uids of a booker's accepted future bookings of an event type, the newest last."""
    parameters = {"event_type_id": event_type_id, "email": email.lower(), "now": now}
    return (await session.scalars(_ACTIVE, parameters)).all()


_mine, _theirs = aliased(Membership), aliased(Membership)
_MAY_OVER = {
    permission: select(
        exists().where(
            _theirs.user_id == bindparam("user_id"),
            _theirs.accepted.is_(True),
            Team.id == _theirs.team_id,
            Team.is_organization.is_(True),
            _mine.team_id == Team.id,
            _mine.user_id == bindparam("caller_id"),
            gives(_mine, permission),
        )
    )
    for permission in (Permission.BOOKING_READ, Permission.BOOKING_WRITE)
}


async def may_over(session: AsyncSession, caller_id: int, user_id: int, permission: Permission) -> bool:
    """Whether somebody has a permission (one of bookings) in an organization that another belongs to."""
    parameters = {"caller_id": caller_id, "user_id": user_id}
    return bool(await session.scalar(_MAY_OVER[permission], parameters))


_REFERENCES = (
    select(BookingReference).where(BookingReference.booking_id == bindparam("booking_id")).order_by(BookingReference.id)
)


async def references(session: AsyncSession, booking_id: int) -> Sequence[BookingReference]:
    """What calendars and video services call a booking."""
    return (await session.scalars(_REFERENCES, {"booking_id": booking_id})).all()


_INSTANT_HELD = select(InstantMeeting).where(InstantMeeting.digest == bindparam("digest")).with_for_update()


async def instant_held(session: AsyncSession, digest: str) -> InstantMeeting | None:
    """The meeting that waits for whoever has the token of a digest, held until the end of the transaction."""
    return (await session.scalars(_INSTANT_HELD, {"digest": digest})).one_or_none()
