"""The busy time of hosts, kept in step with their bookings (slots sheet, section 5)."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from psycopg.errors import ExclusionViolation, UniqueViolation
from sqlalchemy import BigInteger, Boolean, DateTime, String, any_, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import Booking
from locum.bookings.rules.status import CONFLICT, Status
from locum.event_types.rules.settings import Timing
from locum.kit.errors import Conflict
from locum.slots.models import HostBusy
from locum.users.models import User

_instant = DateTime(timezone=True)
_is_organizer = User.id == bindparam("organizer_id", type_=BigInteger)
_COLUMNS: dict[str, Any] = {
    "booking_id": bindparam("booking_id", type_=BigInteger),
    "booking_uid": bindparam("booking_uid", type_=String),
    "event_type_id": bindparam("event_type_id", type_=BigInteger),
    "host_id": User.id,
    "starts_at": bindparam("starts_at", type_=_instant),
    "ends_at": bindparam("ends_at", type_=_instant),
    "before_minutes": bindparam("before_minutes", type_=BigInteger),
    "after_minutes": bindparam("after_minutes", type_=BigInteger),
    "blocks": _is_organizer & bindparam("accepted", type_=Boolean),
    "pending": ~bindparam("accepted", type_=Boolean),
    "is_organizer": _is_organizer,
}
# Whoever attends with an account is busy too, but nobody asked him: his row excludes nothing.
_TAKE = insert(HostBusy.__table__).from_select(  # type: ignore[arg-type]
    list(_COLUMNS),
    select(*(value.label(name) for name, value in _COLUMNS.items())).where(
        or_(_is_organizer, User.email == any_(bindparam("emails", type_=ARRAY(String))))
    ),
    include_defaults=False,
)
_FREE = delete(HostBusy).where(HostBusy.booking_id == bindparam("booking_id"))
_CONFIRM = (
    update(HostBusy)
    .where(HostBusy.booking_id == bindparam("id_of_booking"))
    .values(pending=False, blocks=HostBusy.is_organizer)
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


async def take(session: AsyncSession, booking: Booking, timing: Timing, emails: Iterable[str]) -> None:
    """The organizer is busy, and so is whoever attends with an account. Raises Conflict when the time is taken."""
    parameters = {
        "booking_id": booking.id,
        "booking_uid": booking.uid,
        "event_type_id": booking.event_type_id,
        "organizer_id": booking.user_id,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "before_minutes": timing.before_buffer,
        "after_minutes": timing.after_buffer,
        "accepted": booking.status == Status.ACCEPTED,
        "emails": [email.lower() for email in emails],
    }
    async with one_booking_at_once():
        await session.execute(_TAKE, parameters)


async def free(session: AsyncSession, booking_id: int) -> None:
    """Nobody is busy with a booking any more."""
    await session.execute(_FREE, {"booking_id": booking_id})


async def confirm(session: AsyncSession, booking_id: int) -> None:
    """A pending booking's time is taken now. Raises Conflict when somebody was faster."""
    async with one_booking_at_once():
        await session.execute(_CONFIRM, {"id_of_booking": booking_id})
