"""The statements of lists of bookings: filters as conditions, one page, its total (bookings sheet, section 4.2)."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, and_, any_, bindparam, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.bookings.models import Booking, BookingAttendee
from locum.bookings.queries import VIEWS, views_of
from locum.bookings.rules.listing import Bucket, Filters, Order
from locum.bookings.rules.status import OVER, Status
from locum.bookings.scope_queries import Conditions, Cut, Scope, Shape, event_types_of, number
from locum.bookings.views import BookingView
from locum.event_types.models import EventType
from locum.event_types.queries import privileged
from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.kit.paging import LAST, Page
from locum.memberships.models import Membership
from locum.users.models import User

_OVER = tuple(status.value for status in OVER)
_somebody = aliased(BookingAttendee)
_ids = any_(bindparam("ids", type_=ARRAY(BigInteger)))
_PEOPLE = select(
    User.id,
    User.email,
    exists()
    .where(
        Membership.user_id == User.id,
        Membership.team_id == any_(bindparam("team_ids", type_=ARRAY(BigInteger))),
        Membership.accepted.is_(True),
    )
    .label("belongs"),
).where(User.id == _ids)
_EVENT_TYPES = select(EventType.id).where(or_(EventType.id == _ids, EventType.parent_id == _ids))
_IN_CHARGE_OF = select(EventType.id).where(EventType.id == _ids, privileged(Permission.BOOKING_READ))


class Person(NamedTuple):
    """An account, and whether it belongs to one of the teams and organizations in question."""

    id: int
    email: str
    belongs: bool


async def people(session: AsyncSession, user_ids: Collection[int], team_ids: Collection[int]) -> list[Person]:
    """Those of the accounts that exist."""
    rows = await session.execute(_PEOPLE, {"ids": list(user_ids), "team_ids": list(team_ids)})
    return [Person(*row) for row in rows]


async def event_types(session: AsyncSession, ids: Collection[int]) -> Sequence[int]:
    """Those of the event types that exist, with what members have of managed ones."""
    return (await session.scalars(_EVENT_TYPES, {"ids": list(ids)})).all()


async def in_charge_of(session: AsyncSession, caller_id: int, event_type_ids: Collection[int | None]) -> frozenset[int]:
    """Those of the event types whose bookings are somebody's to read."""
    ids = [event_type_id for event_type_id in event_type_ids if event_type_id is not None]
    return frozenset(await session.scalars(_IN_CHARGE_OF, {"ids": ids, "caller_id": caller_id}))


async def page_of(
    session: AsyncSession, scope: Scope, conditions: Conditions, order: Order, page: Page
) -> list[BookingView]:
    """One page of what is in scope and meets the conditions, in this order."""
    statement = _page_of(scope.shape, order, conditions) if conditions else _whole_page_of(scope.shape, order)
    bounds = {"reach": min(page.skip + page.take, LAST), "take": page.take, "skip": page.skip}
    return views_of(await session.execute(statement, scope.parameters | bounds))


async def count(session: AsyncSession, scope: Scope, conditions: Conditions) -> int:
    """How many bookings are in scope and meet the conditions."""
    statement = scope.shape.total(conditions) if conditions else _whole_count_of(scope.shape)
    return (await session.scalar(statement, scope.parameters)) or 0


def _page_of(shape: Shape, order: Order, conditions: Conditions) -> Any:
    """Only what is shown is loaded with all that belongs to it."""
    cut = Cut(order)
    found = shape.branches(conditions, cut).subquery("found")
    ids = cut.ordered(select(found.c.id), found.c)
    shown = ids.limit(number("take")).offset(number("skip")).subquery("shown")
    page: Any = VIEWS.join(shown, shown.c.id == Booking.id)
    return cut.ordered(page)


@lru_cache(maxsize=256)
def _whole_page_of(shape: Shape, order: Order) -> Any:
    """Lists without filters are asked for most, and making their statements took longer than executing them."""
    return _page_of(shape, order, ())


@lru_cache(maxsize=256)
def _whole_count_of(shape: Shape) -> Select[Any]:
    return shape.total(())


def conditions(
    filters: Filters, addresses: Sequence[str], event_type_ids: Sequence[int], caller: Principal, now: datetime
) -> Conditions:
    """What a booking has to meet: the filters, their attendee and event types looked up beforehand.

    `addresses` are all under which the attendee is kept, `event_type_ids` none where none are named.
    """
    of_types = [Booking.event_type_id.in_(event_type_ids)] if event_type_ids else []
    return [*_of_themselves(filters, now), *_of_attendee(filters, addresses, caller), *of_types]


def _of_themselves(filters: Filters, now: datetime) -> Iterator[ColumnElement[bool]]:
    if filters.buckets:
        yield or_(*(_in_bucket(bucket, now) for bucket in filters.buckets))
    if filters.uid is not None:
        yield Booking.uid == filters.uid
    if filters.team_ids:
        yield Booking.event_type_id.in_(event_types_of(filters.team_ids))
    bounds = (
        (Booking.starts_at, filters.after_start, None),
        (Booking.ends_at, None, filters.before_end),
        (Booking.created_at, filters.after_created, filters.before_created),
        (Booking.updated_at, filters.after_updated, filters.before_updated),
    )
    for column, first, last in bounds:
        if first is not None:
            yield column >= first
        if last is not None:
            yield column <= last


def _of_attendee(filters: Filters, addresses: Sequence[str], caller: Principal) -> Iterator[ColumnElement[bool]]:
    """Exact and case-sensitive, any of the addresses; in lower case they are what the index knows.

    Whom the list hides it does not find either: nobody learns by asking who else has a seat.
    """
    anybody = and_(_somebody.booking_id == Booking.id, *_may_be_known(caller))
    if addresses:
        lowered = [address.lower() for address in addresses]
        yield exists().where(anybody, func.lower(_somebody.email).in_(lowered), _somebody.email.in_(addresses))
    if filters.attendee_name is not None:
        yield exists().where(anybody, _somebody.name == filters.attendee_name)


def _may_be_known(caller: Principal) -> Iterator[ColumnElement[bool]]:
    """As `_with_hidden` has it: seats of others, where they are hidden, only to whoever is in charge."""
    if caller.is_system_admin:
        return
    opened = or_(EventType.seats["showAttendeeInfo"].as_boolean(), privileged(Permission.BOOKING_READ))
    types = select(EventType.id).where(EventType.id == Booking.event_type_id, opened).correlate(Booking)
    yield or_(
        _somebody.seat_uid.is_(None),
        func.lower(_somebody.email) == caller.email.lower(),
        Booking.user_id == caller.user_id,
        types.params(caller_id=caller.user_id).exists(),
    )


def _in_bucket(bucket: Bucket, now: datetime) -> ColumnElement[bool]:
    standing = Booking.status.not_in(_OVER)
    occurrence = Booking.recurring_uid.is_not(None)
    match bucket:
        case Bucket.UPCOMING:
            accepted = and_(occurrence, Booking.status == Status.ACCEPTED.value)
            return and_(Booking.ends_at >= now, or_(accepted, and_(~occurrence, standing)))
        case Bucket.RECURRING:
            return and_(Booking.ends_at >= now, occurrence, standing)
        case Bucket.PAST:
            return and_(Booking.ends_at <= now, standing)
        case Bucket.CANCELLED:
            return Booking.status.in_(_OVER)
        case Bucket.UNCONFIRMED:
            return and_(Booking.ends_at >= now, Booking.status == Status.PENDING.value)
