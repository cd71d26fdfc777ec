"""Who may do what with a booking (bookings sheet, section 1)."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access_queries, queries
from locum.bookings.views import BookingView
from locum.event_types.loading import is_privileged
from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.kit.errors import Forbidden, NotFound, Unauthorized

NEEDS_AUTHENTICATION = (
    "checkBookingRequiresAuthentication - event type with id={id} requires authentication: only its owner, hosts and "
    "their administrators may book it."
)


async def check_may_book(session: AsyncSession, caller: Principal | None, event_type_id: int) -> None:
    """For event types that want to know who books. Raises Unauthorized for nobody, Forbidden for strangers."""
    if caller is None:
        raise Unauthorized(NEEDS_AUTHENTICATION.format(id=event_type_id))
    if not await is_privileged(session, caller, event_type_id, Permission.BOOKING_WRITE):
        raise Forbidden(NEEDS_AUTHENTICATION.format(id=event_type_id))


def is_organizer(caller: Principal | None, view: BookingView) -> bool:
    """Whether the caller hosts the booking."""
    return caller is not None and view.booking.user_id == caller.user_id


async def is_in_charge(
    session: AsyncSession,
    caller: Principal | None,
    view: BookingView,
    permission: Permission = Permission.BOOKING_WRITE,
) -> bool:
    """Organizer, hosts, owners of the event type, whoever has the permission over them, system administrators."""
    if caller is None:
        return False
    if caller.is_system_admin or is_organizer(caller, view):
        return True
    event_type_id, organizer_id = view.booking.event_type_id, view.booking.user_id
    if event_type_id is not None and await is_privileged(session, caller, event_type_id, permission):
        return True
    return organizer_id is not None and await queries.may_over(session, caller.user_id, organizer_id, permission)


async def booking_in_charge(session: AsyncSession, caller: Principal, uid: str) -> BookingView:
    """A booking for whoever is in charge of it, not held. Raises NotFound, or Forbidden for everybody else."""
    view = await found(session, uid)
    if not await is_in_charge(session, caller, view):
        raise Forbidden(f"User with id={caller.user_id} is not in charge of booking with uid={uid}")
    return view


async def has_access(
    session: AsyncSession,
    caller: Principal,
    view: BookingView,
    permission: Permission = Permission.BOOKING_READ,
) -> bool:
    """The organizer, hosts who attend, whoever has the permission where the booking belongs, system administrators.

    Not the booker, nor his guests.
    """
    if caller.is_system_admin or is_organizer(caller, view):
        return True
    event_type_id, organizer_id = view.booking.event_type_id, view.booking.user_id
    if _attends(caller, view) and await access_queries.hosts(session, caller.user_id, event_type_id):
        return True
    return await access_queries.administers(session, caller.user_id, event_type_id, organizer_id, permission)


def _attends(caller: Principal, view: BookingView) -> bool:
    return any(attendee.email.lower() == caller.email.lower() for attendee in view.booking.attendees)


async def accessible(session: AsyncSession, caller: Principal, uid: str) -> BookingView:
    """A booking for whoever has access. Raises Forbidden, also where there is no such booking: nobody is told which."""
    view = await queries.by_uid(session, uid)
    if view is None or not await has_access(session, caller, view):
        raise Forbidden(f"User with id={caller.user_id} has no access to booking with uid={uid}")
    return view


async def check_may_invite(session: AsyncSession, caller: Principal, view: BookingView) -> None:
    """Attendees may bring others along, as may whoever has access. Raises Forbidden."""
    if not _attends(caller, view) and not await has_access(session, caller, view, Permission.BOOKING_WRITE):
        raise Forbidden(f"User with id={caller.user_id} may not add anybody to this booking.")


async def found(session: AsyncSession, uid: str) -> BookingView:
    """A booking as it stands now. Raises NotFound."""
    return _existing(await queries.by_uid(session, uid), uid)


async def held(session: AsyncSession, uid: str) -> BookingView:
    """A booking that nobody else changes until the transaction ends. Raises NotFound."""
    return _existing(await queries.by_uid(session, uid, hold=True), uid)


def _existing(view: BookingView | None, uid: str) -> BookingView:
    if view is None:
        raise NotFound(f"Booking with uid={uid} was not found in the database")
    return view
