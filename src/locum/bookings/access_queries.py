"""Who has access to a booking beside its people (bookings sheet, section 1)."""

from sqlalchemy import ColumnElement, bindparam, exists, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.event_types.models import EventType, EventTypeHost
from locum.http.permissions import Permission
from locum.memberships.authority import gives
from locum.memberships.models import Membership

_mine, _theirs = aliased(Membership), aliased(Membership)
_own, _parent = aliased(EventType), aliased(EventType)
_event_type_id: ColumnElement[int] = bindparam("event_type_id")
_is_of_team = exists().where(_own.id == _event_type_id, _own.team_id.is_not(None))
# The team and the organization of the event type, or of the managed one that it follows; of a person's event type also
# every team and organization that the organizer belongs to.
_places = union_all(
    *(
        select(func.coalesce(own, parents))
        .select_from(_own)
        .outerjoin(_parent, _parent.id == _own.parent_id)
        .where(_own.id == _event_type_id)
        for own, parents in ((_own.team_id, _parent.team_id), (_own.organization_id, _parent.organization_id))
    ),
    select(_theirs.team_id).where(
        _theirs.user_id == bindparam("organizer_id"), _theirs.accepted.is_(True), ~_is_of_team
    ),
)
_ADMINISTERS = {
    permission: select(
        exists().where(_mine.user_id == bindparam("caller_id"), gives(_mine, permission), _mine.team_id.in_(_places))
    )
    for permission in (Permission.BOOKING_READ, Permission.BOOKING_WRITE)
}
_HOSTS = select(
    exists().where(EventTypeHost.event_type_id == _event_type_id, EventTypeHost.user_id == bindparam("caller_id"))
)


async def administers(
    session: AsyncSession,
    caller_id: int,
    event_type_id: int | None,
    organizer_id: int | None,
    permission: Permission,
) -> bool:
    """Whether somebody has a permission (one of bookings) where a booking belongs."""
    parameters = {"caller_id": caller_id, "event_type_id": event_type_id, "organizer_id": organizer_id}
    return bool(await session.scalar(_ADMINISTERS[permission], parameters))


async def hosts(session: AsyncSession, caller_id: int, event_type_id: int | None) -> bool:
    """Whether somebody is one of an event type's hosts."""
    return bool(await session.scalar(_HOSTS, {"caller_id": caller_id, "event_type_id": event_type_id}))
