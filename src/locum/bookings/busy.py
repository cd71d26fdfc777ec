"""The busy time of hosts, kept in step with their bookings (slots sheet, section 5)."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from psycopg.errors import ExclusionViolation, UniqueViolation
from sqlalchemy import (
    BigInteger,
    Boolean,
    String,
    and_,
    any_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import Booking, BookingAttendee
from locum.bookings.rules.status import CONFLICT, Status
from locum.event_types.rules.settings import Timing
from locum.kit.errors import Conflict
from locum.slots.models import HostBusy
from locum.users.models import User

_ids: Any = ARRAY(BigInteger)
_hosts = User.id == any_(bindparam("host_ids", type_=_ids))
_is_accepted = Booking.status == Status.ACCEPTED.value
_COLUMNS: dict[str, Any] = {
    "booking_id": Booking.id,
    "booking_uid": Booking.uid,
    "event_type_id": Booking.event_type_id,
    "host_id": User.id,
    "starts_at": Booking.starts_at,
    "ends_at": Booking.ends_at,
    "before_minutes": bindparam("before_minutes", type_=BigInteger),
    "after_minutes": bindparam("after_minutes", type_=BigInteger),
    "blocks": and_(_hosts, _is_accepted, ~bindparam("overlaps", type_=Boolean)),
    "pending": ~_is_accepted,
    "is_organizer": User.id == Booking.user_id,
    "seats_taken": bindparam("seats_taken", type_=BigInteger),
}
# Whoever attends with an account is busy too, but nobody asked him: his row excludes nothing.
_TAKE = insert(HostBusy.__table__).from_select(  # type: ignore[arg-type]
    list(_COLUMNS),
    select(*(value.label(name) for name, value in _COLUMNS.items()))
    .join_from(Booking, User, or_(_hosts, User.email == any_(bindparam("emails", type_=ARRAY(String)))))
    .where(
        Booking.id == any_(bindparam("booking_ids", type_=_ids)),
        ~exists().where(HostBusy.booking_id == Booking.id, HostBusy.host_id == User.id),
    ),
    include_defaults=False,
)
_of_bookings = HostBusy.booking_id == any_(bindparam("booking_ids", type_=_ids))
_FREE = delete(HostBusy).where(_of_bookings)
_COUNT = (
    update(HostBusy)
    .where(HostBusy.booking_id == bindparam("id_of_booking"))
    .values(seats_taken=bindparam("taken"))
    .execution_options(synchronize_session=False)
)
_STAND_UP = delete(HostBusy).where(
    HostBusy.booking_id == bindparam("id_of_booking"),
    HostBusy.is_organizer.is_(False),
    HostBusy.blocks.is_(False),
    HostBusy.host_id.in_(select(User.id).where(User.email == any_(bindparam("emails", type_=ARRAY(String))))),
)
_PEOPLE = select(HostBusy.host_id).where(HostBusy.booking_id == bindparam("id_of_booking"))
_LEAVE = delete(HostBusy).where(
    HostBusy.booking_id == bindparam("id_of_booking"),
    HostBusy.host_id == any_(bindparam("host_ids", type_=_ids)),
)
_is_host = exists().where(
    BookingAttendee.booking_id == HostBusy.booking_id,
    BookingAttendee.kind == "host",
    func.lower(BookingAttendee.email) == User.email,
    User.id == HostBusy.host_id,
)
_CONFIRM = (
    update(HostBusy)
    .where(_of_bookings)
    .values(pending=False, blocks=or_(HostBusy.is_organizer, _is_host))
    .execution_options(synchronize_session=False)
)


@asynccontextmanager
async def one_booking_at_once() -> AsyncIterator[None]:
    """What the database refuses because the time is taken is a Conflict, whoever came first."""
    try:
        yield
    except IntegrityError as error:
        if isinstance(error.orig, (ExclusionViolation, UniqueViolation)):
            raise Conflict(CONFLICT) from error
        raise


async def take(
    session: AsyncSession,
    bookings: Sequence[Booking],
    timing: Timing,
    host_ids: Iterable[int],
    seats_taken: int | None = None,
    *,
    overlaps: bool = False,
) -> None:
    """The hosts of bookings with the same people are busy, and so is whoever attends with an account.

    Raises Conflict when the time of any is taken, unless it `overlaps` on purpose. `seats_taken` is told of seated
    bookings only.
    """
    parameters = {
        "booking_ids": [booking.id for booking in bookings],
        "host_ids": list(host_ids),
        "before_minutes": timing.before_buffer,
        "after_minutes": timing.after_buffer,
        "emails": sorted({attendee.email.lower() for booking in bookings for attendee in booking.attendees}),
        "seats_taken": seats_taken,
        "overlaps": overlaps,
    }
    async with one_booking_at_once():
        await session.execute(_TAKE, parameters)


async def sit_down(session: AsyncSession, booking: Booking, timing: Timing, seats_taken: int) -> None:
    """Whoever took a seat is busy if he has an account; and how many seats are taken now."""
    await take(session, [booking], timing, (), seats_taken)
    await session.execute(_COUNT, {"id_of_booking": booking.id, "taken": seats_taken})


async def stand_up(session: AsyncSession, booking_id: int, emails: Iterable[str], seats_taken: int) -> None:
    """Whoever left his seat is not busy any more; and how many seats are taken now."""
    await session.execute(_STAND_UP, {"id_of_booking": booking_id, "emails": [email.lower() for email in emails]})
    await session.execute(_COUNT, {"id_of_booking": booking_id, "taken": seats_taken})


async def people_of(session: AsyncSession, booking_id: int) -> Sequence[int]:
    """Whose time a booking takes, or will take once it is confirmed."""
    return (await session.scalars(_PEOPLE, {"id_of_booking": booking_id})).all()


async def leave(session: AsyncSession, booking_id: int, host_ids: Iterable[int]) -> None:
    """These people are not busy with a booking any more; others still are."""
    await session.execute(_LEAVE, {"id_of_booking": booking_id, "host_ids": list(host_ids)})


async def free(session: AsyncSession, booking_ids: Iterable[int]) -> None:
    """Nobody is busy with these bookings any more."""
    await session.execute(_FREE, {"booking_ids": list(booking_ids)})


async def confirm(session: AsyncSession, booking_ids: Iterable[int]) -> None:
    """The time of pending bookings is taken now. Raises Conflict when somebody was faster."""
    async with one_booking_at_once():
        await session.execute(_CONFIRM, {"booking_ids": list(booking_ids)})
