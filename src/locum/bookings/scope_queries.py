"""Whose bookings a list may show, as branches of one union (bookings sheet, sections 4.2 and 4.3).

Each branch is narrowed, and for a page also ordered and cut, before they meet: so a page costs what it shows, however
many bookings an organization has. What an organization's bookings are is written into their rows; only what that does
not tell (bookings from before somebody joined, meetings that members attend elsewhere) is looked up by its people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    SelectBase,
    String,
    any_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.bookings.models import Booking, BookingAttendee
from locum.bookings.rules.listing import Order
from locum.event_types.models import EventType
from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.memberships.authority import gives
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.users.models import User

_MAY_READ = (
    select(Membership.team_id, Team.is_organization, Team.organization_id)
    .join(Team, Team.id == Membership.team_id)
    .where(Membership.user_id == bindparam("user_id"), gives(Membership, Permission.BOOKING_READ))
)

Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Cut:
    """The first `reach` in an order."""

    order: Order

    def of(self, statement: Select[Any], rows: Any = Booking) -> Select[Any]:
        """A statement over bookings, or over `rows` with their ids and the column of the order, ordered and cut."""
        return self.ordered(statement, rows).limit(number("reach"))

    def ordered(self, statement: Select[Any], rows: Any = Booking) -> Select[Any]:
        """All of it in this order."""
        column = self.column(rows)
        # An index is read forwards or backwards as a whole: ties go the same way.
        by = (column, rows.id) if self.order.direction == "asc" else (column.desc(), rows.id.desc())
        return statement.order_by(*by)

    def column(self, rows: Any = Booking) -> Any:
        """What it goes by."""
        return getattr(rows, self.order.column)

    def known(self, rows: Any = Booking) -> Select[Any]:
        """The ids, with what they are ordered by: nobody has to look that up again."""
        return select(rows.id, self.column(rows))


@dataclass(frozen=True, slots=True)
class Shape:
    """How many of each a scope names: all that its statements depend on."""

    people: int = 0
    emails: int = 0
    organizations: int = 0
    teams: int = 0
    event_teams: int = 0

    def branches(self, conditions: Conditions, cut: Cut | None = None) -> CompoundSelect[Any]:
        """The ids of all bookings in scope that meet the conditions, each once.

        With a cut only those of the first ones of each branch, and the column that they are ordered by. Its parameters
        are those of the scope, and `reach` of a cut.
        """
        return union(*self._parts(conditions, cut))

    def total(self, conditions: Conditions) -> Select[Any]:
        """How many there are. What is an organization's own is none of what its members have elsewhere."""
        if self != Shape(organizations=1):
            return select(_number_of(self.branches(conditions)))
        own, *elsewhere = self._parts(conditions)
        return select(_number_of(own) + _number_of(union(*elsewhere)))

    def _parts(self, conditions: Conditions, cut: Cut | None = None) -> list[Select[Any]]:
        found = _Branches(conditions, cut)
        organizations = [number(f"organization_{place}") for place in range(self.organizations)]
        teams = (number(f"team_{place}") for place in range(self.teams))
        event_teams = (number(f"event_team_{place}") for place in range(self.event_teams))
        return [
            *(found.of_person(number(f"user_{place}")) for place in range(self.people)),
            *([found.attended_by(any_(bindparam("emails", type_=ARRAY(String))))] if self.emails else []),
            *(part for organization in organizations for part in found.of_organization(organization)),
            *(part for team in teams for part in found.of_team(team)),
            *(found.of_event_types(event_types_of([team])) for team in event_teams),
        ]


@dataclass(frozen=True, slots=True)
class Scope:
    """Bookings that people organize or attend, that belong to organizations, and that teams have to do with."""

    user_ids: tuple[int, ...] = ()
    emails: tuple[str, ...] = ()
    """Of the same people, in lower case."""
    organization_ids: tuple[int, ...] = ()
    """Their event types, and what their members organize or attend."""
    team_ids: tuple[int, ...] = ()
    """The same of teams."""
    event_teams: tuple[int, ...] = ()
    """Only the event types of these teams."""

    @property
    def shape(self) -> Shape:
        """What its statements depend on."""
        named = (self.user_ids, self.emails, self.organization_ids, self.team_ids, self.event_teams)
        return Shape(*map(len, named))

    @property
    def parameters(self) -> dict[str, Any]:
        """What its statements are executed with."""
        numbers = {
            "user": self.user_ids,
            "organization": self.organization_ids,
            "team": self.team_ids,
            "event_team": self.event_teams,
        }
        found = {f"{name}_{place}": number for name, ids in numbers.items() for place, number in enumerate(ids)}
        return {**found, "emails": list(self.emails)} if self.emails else {**found}


@dataclass(frozen=True, slots=True)
class _Branches:
    conditions: Conditions
    cut: Cut | None

    def of_person(self, user_id: Any) -> Select[Any]:
        """What somebody organizes."""
        return self._plain(Booking.user_id == user_id)

    def attended_by(self, emails: ColumnElement[Any]) -> Select[Any]:
        """What the owners of addresses attend."""
        return self._ids(_attended(func.lower(BookingAttendee.email) == emails))

    def of_organization(self, organization_id: Any) -> Iterator[Select[Any]]:
        """What its rows say is an organization's, and what they do not say but its members have to do with."""
        members, types = _members(organization_id), event_types_of([organization_id])
        visible = or_(Booking.user_id.in_(members), Booking.event_type_id.in_(types), _attended_by_member(members))
        yield self._plain(Booking.organization_id == organization_id, visible)
        member, address = members.subquery("member"), _addresses(members).subquery("address")
        for elsewhere in (
            Booking.organization_id.is_(None),
            Booking.organization_id < organization_id,
            Booking.organization_id > organization_id,
        ):
            organized = select(Booking.id).where(Booking.user_id == member.c.user_id, elsewhere)
            yield self._elsewhere(member, organized)
        outside = Booking.organization_id.is_distinct_from(organization_id)
        # Co-hosts attend their team's meetings, which are the organization's already, or another one's business.
        attended = _attended(func.lower(BookingAttendee.email) == address.c.email, BookingAttendee.kind != "host")
        yield self._elsewhere(address, attended.where(outside))
        yield self._plain(Booking.event_type_id.in_(types), outside)

    def of_team(self, team_id: Any) -> Iterator[Select[Any]]:
        """A team's event types, and what its members organize or attend."""
        members = _members(team_id)
        yield self.of_event_types(event_types_of([team_id]))
        yield self._of_each(members.subquery("member"), "user_id", Booking.user_id)
        yield self._ids(_attended(func.lower(BookingAttendee.email).in_(_addresses(members))))

    def of_event_types(self, types: Select[Any]) -> Select[Any]:
        """The bookings of event types."""
        return self._of_each(types.subquery("type"), "id", Booking.event_type_id)

    def _plain(self, *where: ColumnElement[bool]) -> Select[Any]:
        return self._ids(select(Booking.id).where(*where))

    def _of_each(self, owners: Any, key: str, column: Any) -> Select[Any]:
        """Of every owner the first ones: an index knows them in their order, one owner at a time."""
        if self.cut is None:
            return self._plain(column.in_(select(owners.c[key])))
        theirs = self.cut.of(self.cut.known().where(column == owners.c[key], *self.conditions)).lateral("theirs")
        return self.cut.known(theirs.c).select_from(owners.join(theirs, true()))

    def _elsewhere(self, owners: Any, statement: Select[Any]) -> Select[Any]:
        """What each owner has elsewhere: all of it, which an index finds at once and is little or nothing.

        The planner, who cannot know that, would read the whole table: it does not look behind an offset of nothing.
        """
        theirs = statement.where(*self.conditions).offset(0)
        if self.cut is None:
            found = theirs.lateral("theirs")
            return select(found.c.id).select_from(owners.join(found, true()))
        found = theirs.add_columns(self.cut.column()).lateral("theirs")
        first = self.cut.of(self.cut.known(found.c).select_from(owners.join(found, true())), found.c)
        return self.cut.known(first.subquery().c)

    def _ids(self, statement: Select[Any]) -> Select[Any]:
        narrowed = statement.where(*self.conditions)
        if self.cut is None:
            return narrowed
        return self.cut.known(self.cut.of(narrowed.add_columns(self.cut.column())).subquery().c)


def _number_of(found: SelectBase) -> Any:
    return select(func.count()).select_from(found.subquery()).scalar_subquery()


def number(name: str) -> BindParameter[int]:
    """A whole number that is told when the statement is executed."""
    return bindparam(name, type_=BigInteger)


def _members(team_id: Any) -> Select[Any]:
    return select(Membership.user_id).where(Membership.team_id == team_id, Membership.accepted.is_(True))


def _addresses(members: Select[Any]) -> Select[Any]:
    return select(User.email).where(User.id.in_(members))


def _attended(*where: ColumnElement[bool]) -> Select[Any]:
    return select(Booking.id).join(BookingAttendee, BookingAttendee.booking_id == Booking.id).where(*where)


def _attended_by_member(members: Select[Any]) -> ColumnElement[bool]:
    return exists(
        select(literal(1))
        .select_from(BookingAttendee)
        .join(User, User.email == func.lower(BookingAttendee.email))
        .where(BookingAttendee.booking_id == Booking.id, User.id.in_(members))
    )


_parent = aliased(EventType)


def event_types_of(team_ids: Sequence[Any]) -> Select[Any]:
    """The event types of teams and organizations, with what members have of their managed ones."""
    return (
        select(EventType.id)
        .outerjoin(_parent, _parent.id == EventType.parent_id)
        .where(
            or_(
                EventType.team_id.in_(team_ids),
                EventType.organization_id.in_(team_ids),
                _parent.team_id.in_(team_ids),
                _parent.organization_id.in_(team_ids),
            )
        )
    )


async def scope_of(session: AsyncSession, caller: Principal) -> Scope:
    """What somebody may see in lists: his own, and of the places whose bookings he may read.

    Keys and clients of one organization reach no other, and no team outside of it.
    """
    rows = (await session.execute(_MAY_READ, {"user_id": caller.user_id})).all()
    home = caller.bound_to
    places = [(place, is_organization) for place, is_organization, over in rows if home in {None, place, over}]
    return replace(
        of_people({caller.user_id: caller.email}),
        organization_ids=tuple(place for place, is_organization in places if is_organization),
        team_ids=tuple(place for place, is_organization in places if not is_organization),
    )


def of_people(people: dict[int, str]) -> Scope:
    """What people, by id with their addresses, organize or attend."""
    return Scope(tuple(people), tuple(email.lower() for email in people.values()))
