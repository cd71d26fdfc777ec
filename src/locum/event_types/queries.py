"""Every SELECT of event types."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.event_types.models import EventType, EventTypeHost
from locum.event_types.rules import policies
from locum.http.permissions import Permission
from locum.memberships.authority import gives
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.schedules.models import Schedule

Order = Literal["asc", "desc"]

_mine, _theirs, _place = aliased(Membership), aliased(Membership), aliased(Team)
_parent = aliased(EventType)


_IS_HOST = exists().where(EventTypeHost.event_type_id == EventType.id, EventTypeHost.user_id == bindparam("caller_id"))


def _may_in(team_id: Any, permission: Permission) -> Any:
    return exists().where(_mine.user_id == bindparam("caller_id"), _mine.team_id == team_id, gives(_mine, permission))


def privileged(permission: Permission) -> ColumnElement[bool]:
    """Whom an event type concerns, whatever its visibility: its owner, its hosts, and whoever has a permission, as
    administrators do, in its team (or in that of the managed event type it follows), in the team's or in the owner's
    organization (event types sheet, section 1; bookings sheet, section 1). System administrators besides.

    Needs the parameter `caller_id`.
    """
    over_parent = exists().where(
        _parent.id == EventType.parent_id,
        or_(_may_in(_parent.team_id, permission), _may_in(_parent.organization_id, permission)),
    )
    # Joined, not listed: copies of a statement no longer see that what is listed belongs together, and warn of it.
    over_owner = exists(
        select(literal(1))
        .select_from(_theirs)
        .join(_place, _place.id == _theirs.team_id)
        .join(_mine, _mine.team_id == _place.id)
        .where(
            _theirs.user_id == EventType.user_id,
            _theirs.accepted.is_(True),
            _place.is_organization.is_(True),
            _mine.user_id == bindparam("caller_id"),
            gives(_mine, permission),
        )
    )
    return or_(
        EventType.user_id == bindparam("caller_id"),
        _IS_HOST,
        _may_in(EventType.team_id, permission),
        _may_in(EventType.organization_id, permission),
        over_parent,
        over_owner,
    )


_BY_ID = select(EventType).where(EventType.id == bindparam("event_type_id"))
_PLACE = select(EventType.user_id, EventType.team_id).where(EventType.id == bindparam("event_type_id"))
_DISABLE_CANCELLING = select(EventType.disable_cancelling).where(EventType.id == bindparam("event_type_id"))
_SEEN_BY = _BY_ID.where(privileged(Permission.EVENT_TYPE_READ))
_OWNED = _BY_ID.where(EventType.user_id == bindparam("owner_id")).with_for_update(of=EventType)
_OF_PERSON = select(EventType).where(EventType.user_id == bindparam("owner_id"))
_SLUG_TAKEN = select(EventType.id).where(
    EventType.user_id == bindparam("owner_id"),
    EventType.slug == bindparam("slug"),
    EventType.id != bindparam("except_id"),
)
_HOLD_SLUGS = select(func.pg_advisory_xact_lock(func.hashtext(bindparam("place"))))
_OWNS_SCHEDULE = select(Schedule.id).where(
    Schedule.id == bindparam("schedule_id"), Schedule.user_id == bindparam("owner_id")
)


class Place(NamedTuple):
    """Whose an event type is: a person's or a team's."""

    user_id: int | None
    team_id: int | None


async def place(session: AsyncSession, event_type_id: int) -> Place | None:
    """Whose an event type is; None when there is none."""
    row = (await session.execute(_PLACE, {"event_type_id": event_type_id})).first()
    return None if row is None else Place(*row)


async def by_id(session: AsyncSession, event_type_id: int) -> EventType | None:
    """An event type, whoever asks. For uses that are public by nature (slots, booking)."""
    return (await session.scalars(_BY_ID, {"event_type_id": event_type_id})).first()


async def forbids_cancelling(session: AsyncSession, event_type_id: int | None) -> bool:
    """Whether bookers may not cancel what they booked of an event type; one that is gone forbids nothing."""
    if event_type_id is None:
        return False
    return policies.forbids_cancelling(await session.scalar(_DISABLE_CANCELLING, {"event_type_id": event_type_id}))


async def seen_by(session: AsyncSession, caller_id: int, event_type_id: int) -> EventType | None:
    """An event type that the caller is privileged for."""
    return (await session.scalars(_SEEN_BY, {"event_type_id": event_type_id, "caller_id": caller_id})).first()


async def owned(session: AsyncSession, owner_id: int, event_type_id: int) -> EventType | None:
    """A person's own event type, held until the end of the transaction."""
    return (await session.scalars(_OWNED, {"event_type_id": event_type_id, "owner_id": owner_id})).first()


def _filtered(slug: str | None, with_hidden: bool, order: Order) -> Select[EventType]:
    statement = _OF_PERSON.order_by(EventType.id.asc() if order == "asc" else EventType.id.desc())
    if slug is not None:
        statement = statement.where(EventType.slug == slug)
    return statement if with_hidden else statement.where(EventType.hidden.is_(False))


async def of_person(
    session: AsyncSession, owner_id: int, *, slug: str | None = None, with_hidden: bool, order: Order = "asc"
) -> Sequence[EventType]:
    """A person's event types, children of managed ones included, by id."""
    return (await session.scalars(_filtered(slug, with_hidden, order), {"owner_id": owner_id})).all()


async def hold_slugs(session: AsyncSession, owner_id: int) -> None:
    """Who takes a slug of the same person at the same moment waits for us, and then sees that it is taken."""
    await session.execute(_HOLD_SLUGS, {"place": f"event_types.slug.{owner_id}"})


async def slug_taken(session: AsyncSession, owner_id: int, slug: str, except_id: int = 0) -> bool:
    """Whether a person has another event type with this slug."""
    parameters = {"owner_id": owner_id, "slug": slug, "except_id": except_id}
    return (await session.scalar(_SLUG_TAKEN, parameters)) is not None


async def owns_schedule(session: AsyncSession, owner_id: int, schedule_id: int) -> bool:
    """Whether a schedule is this person's."""
    return (await session.scalar(_OWNS_SCHEDULE, {"schedule_id": schedule_id, "owner_id": owner_id})) is not None
