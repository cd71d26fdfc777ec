"""Lists of bookings: filters as conditions, one page and its total (bookings sheet, section 4.2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.bookings.managed_people import sought_addresses
from locum.bookings.models import Booking, BookingAttendee
from locum.bookings.queries import VIEWS, views_of
from locum.bookings.rules.listing import Bucket, Filters, Order
from locum.bookings.rules.status import OVER, Status
from locum.bookings.scope import Conditions, Cut, Scope, Shape, event_types_of, number, of_people, scope_of
from locum.bookings.views import BookingView
from locum.event_types.models import EventType
from locum.event_types.queries import privileged
from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.kit import clock
from locum.kit.errors import BadRequest, Forbidden
from locum.kit.paging import LAST, Page
from locum.memberships.models import Membership
from locum.users.models import User

_OVER = tuple(status.value for status in OVER)
_somebody = aliased(BookingAttendee)


_PEOPLE = select(
    User.id,
    User.email,
    exists()
    .where(
        Membership.user_id == User.id,
        Membership.team_id.in_(bindparam("team_ids", expanding=True)),
        Membership.accepted.is_(True),
    )
    .label("belongs"),
).where(User.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class AskedOf:
    """Filters and order of a list of an organization, a team or a person; of an organization also some people."""

    filters: Filters
    order: Order
    user_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, and how many bookings there are on all pages."""

    views: Sequence[BookingView]
    total: int


async def list_bookings(session: AsyncSession, caller: Principal, filters: Filters, order: Order, page: Page) -> Listed:
    """The caller's bookings, and those that he may read as administrators may.

    Raises BadRequest for event types that do not exist. The number of statements depends neither on the page nor on
    the number of bookings.
    """
    scope = await scope_of(session, caller)
    return await list_in(session, caller, scope, filters, order, page)


async def list_of_some(session: AsyncSession, caller: Principal, asked: AskedOf, page: Page) -> Listed:
    """The same, or only what some people organize or attend: the caller, and whom he may read the bookings of.

    Raises BadRequest for people and event types that do not exist, Forbidden for other people.
    """
    if not asked.user_ids:
        return await list_bookings(session, caller, asked.filters, asked.order, page)
    scope = await scope_of(session, caller)
    people = await _people(session, asked.user_ids, [*scope.organization_ids, *scope.team_ids], caller.user_id)
    return await list_in(session, caller, of_people(people), asked.filters, asked.order, page)


async def list_of_organization(
    session: AsyncSession, caller: Principal, organization_id: int, asked: AskedOf, page: Page
) -> Listed:
    """The bookings of an organization, or only of some of its people.

    Raises BadRequest for people and event types that do not exist, Forbidden for people who are not its members.
    """
    if not asked.user_ids:
        scope = Scope(organization_ids=(organization_id,))
    else:
        scope = of_people(await _people(session, asked.user_ids, [organization_id]))
    return await list_in(session, caller, scope, asked.filters, asked.order, page)


async def list_of_person(session: AsyncSession, caller: Principal, user_id: int, asked: AskedOf, page: Page) -> Listed:
    """What somebody organizes or attends."""
    person = await session.get_one(User, user_id)
    return await list_in(session, caller, of_people({person.id: person.email}), asked.filters, asked.order, page)


async def list_of_team(session: AsyncSession, caller: Principal, team_id: int, asked: AskedOf, page: Page) -> Listed:
    """The bookings of a team's event types, with what members have of its managed ones."""
    return await list_in(session, caller, Scope(event_teams=(team_id,)), asked.filters, asked.order, page)


async def _people(
    session: AsyncSession, user_ids: Sequence[int], team_ids: Sequence[int], caller_id: int | None = None
) -> dict[int, str]:
    """Members of the teams and organizations, and perhaps the caller. Raises BadRequest or Forbidden for others."""
    rows = (await session.execute(_PEOPLE, {"ids": list(user_ids), "team_ids": list(team_ids)})).all()
    missing = sorted(set(user_ids) - {row.id for row in rows})
    if missing:
        raise BadRequest(f"Users with ids {', '.join(map(str, missing))} do not exist.")
    foreign = [row.id for row in rows if not row.belongs and row.id != caller_id]
    if foreign:
        raise Forbidden(f"Bookings of users with ids {', '.join(map(str, foreign))} may not be read here.")
    return {row.id: row.email for row in rows}


async def list_in(
    session: AsyncSession, caller: Principal, scope: Scope, filters: Filters, order: Order, page: Page
) -> Listed:
    """One page of the bookings of a scope. Raises BadRequest for event types that do not exist."""
    addresses = await sought_addresses(session, caller, filters.attendee_email) if filters.attendee_email else []
    conditions = [
        *_conditions(filters, clock.now()),
        *_of_attendee(filters, addresses, caller),
        *await _of_event_types(session, filters),
    ]
    views = await _page(session, scope, conditions, order, page)
    if len(views) < page.take and (views or page.skip == 0):
        total = page.skip + len(views)
    else:
        total = await _count(session, scope, conditions)
    return Listed(await _with_hidden(session, caller, views), total)


async def _page(
    session: AsyncSession, scope: Scope, conditions: Conditions, order: Order, page: Page
) -> list[BookingView]:
    statement = _page_of(scope.shape, order, conditions) if conditions else _whole_page_of(scope.shape, order)
    bounds = {"reach": min(page.skip + page.take, LAST), "take": page.take, "skip": page.skip}
    return views_of(await session.execute(statement, scope.parameters | bounds))


async def _count(session: AsyncSession, scope: Scope, conditions: Conditions) -> int:
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


def _conditions(filters: Filters, now: datetime) -> Iterator[ColumnElement[bool]]:
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


async def _of_event_types(session: AsyncSession, filters: Filters) -> Conditions:
    """The event types asked for, with what members have of managed ones. Raises BadRequest when none exists."""
    if not filters.event_type_ids:
        return ()
    wanted = or_(EventType.id.in_(filters.event_type_ids), EventType.parent_id.in_(filters.event_type_ids))
    found = (await session.scalars(select(EventType.id).where(wanted))).all()
    if not found:
        raise BadRequest(f"Event types with ids {', '.join(map(str, filters.event_type_ids))} do not exist.")
    return (Booking.event_type_id.in_(found),)


async def _with_hidden(session: AsyncSession, caller: Principal, views: list[BookingView]) -> list[BookingView]:
    """Seats of others are hidden as in single bookings, from whoever is not in charge; in one statement for all."""
    doubtful = {view.booking.event_type_id for view in views if view.hides_attendees}
    if not doubtful or caller.is_system_admin:
        return views
    statement = select(EventType.id).where(EventType.id.in_(doubtful), privileged(Permission.BOOKING_READ))
    known = set((await session.scalars(statement, {"caller_id": caller.user_id})).all())
    return [
        replace(view, only_seats_of=caller.email.lower())
        if view.hides_attendees and view.booking.event_type_id not in known and view.booking.user_id != caller.user_id
        else view
        for view in views
    ]
