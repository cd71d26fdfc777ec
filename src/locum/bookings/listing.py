"""Use cases: lists of bookings, one page and how many there are (bookings sheet, section 4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import list_queries
from locum.bookings.managed_people import sought_addresses
from locum.bookings.rules.listing import Filters, Order
from locum.bookings.scope_queries import Scope, of_people, scope_of
from locum.bookings.views import BookingView
from locum.http.principal import Principal
from locum.kit import clock
from locum.kit.errors import BadRequest, Forbidden
from locum.kit.paging import Page
from locum.users.models import User


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
    rows = await list_queries.people(session, user_ids, team_ids)
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
    conditions = list_queries.conditions(filters, addresses, await _event_types(session, filters), caller, clock.now())
    views = await list_queries.page_of(session, scope, conditions, order, page)
    if len(views) < page.take and (views or page.skip == 0):
        total = page.skip + len(views)
    else:
        total = await list_queries.count(session, scope, conditions)
    return Listed(await _with_hidden(session, caller, views), total)


async def _event_types(session: AsyncSession, filters: Filters) -> Sequence[int]:
    """The event types asked for, with what members have of managed ones. Raises BadRequest when none exists."""
    if not filters.event_type_ids:
        return ()
    found = await list_queries.event_types(session, filters.event_type_ids)
    if not found:
        raise BadRequest(f"Event types with ids {', '.join(map(str, filters.event_type_ids))} do not exist.")
    return found


async def _with_hidden(session: AsyncSession, caller: Principal, views: list[BookingView]) -> list[BookingView]:
    """Seats of others are hidden as in single bookings, from whoever is not in charge; in one statement for all."""
    doubtful = {view.booking.event_type_id for view in views if view.hides_attendees}
    if not doubtful or caller.is_system_admin:
        return views
    known = await list_queries.in_charge_of(session, caller.user_id, doubtful)
    return [
        replace(view, only_seats_of=caller.email.lower())
        if view.hides_attendees and view.booking.event_type_id not in known and view.booking.user_id != caller.user_id
        else view
        for view in views
    ]
