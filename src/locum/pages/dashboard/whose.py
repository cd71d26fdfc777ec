"""Whose things a page is about: the person's own, or somebody's that he looks after, as the API decides it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit import clock
from locum.kit.errors import NotFound
from locum.kit.zones import local_date
from locum.memberships import queries as memberships
from locum.memberships.realms import enter_organization, enter_team
from locum.pages.dashboard.desk import CurrentDesk, Desk, Trail
from locum.pages.people import display_name
from locum.pages.zones import wanted_zone
from locum.users import queries as users
from locum.users.models import User

PEOPLE, TEAMS = "/dashboard/people", "/dashboard/teams"


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody signed in, and the one whose things he looks after; `base` is the address of these things.

    `team_id` is the team whose page this is, if it is one: its own meetings are its business, others are not.
    `sees_meetings`: he may read what meetings that one has.
    """

    desk: Desk
    owner: User
    base: str
    trail: Trail = ()
    team_id: int | None = None
    sees_meetings: bool = True

    @property
    def is_self(self) -> bool:
        """Whether these are one's own."""
        return self.owner.id == self.desk.person.id

    @property
    def name(self) -> str:
        """Of the one whose things these are."""
        return display_name(self.owner)

    @property
    def zone(self) -> str:
        """Where that one is."""
        return wanted_zone(self.owner.time_zone)

    def today(self) -> date:
        """The date there."""
        return local_date(clock.now(), self.zone)


Resolve = Callable[[Permission], Callable[..., Any]]
"""Makes the dependency that finds whose things these are and checks a permission."""


def own(base: str) -> Resolve:
    """One's own things, at an address."""

    def resolver(_: Permission) -> Callable[..., Any]:
        async def resolve(desk: CurrentDesk) -> Whose:
            return Whose(desk, desk.person, base)

        return resolve

    return resolver


def of_person(things: str) -> Resolve:
    """Things of somebody of the organization, below his page."""

    def resolver(permission: Permission) -> Callable[..., Any]:
        async def resolve(desk: CurrentDesk, session: Session, user_id: PathId) -> Whose:
            if desk.place is None or await memberships.of_user(session, desk.place.id, user_id) is None:
                raise NotFound("There is no such person.")
            realm = await enter_organization(session, desk.caller, desk.place.id, permission, user_id)
            owner, page = _there(await users.by_id(session, user_id)), f"{PEOPLE}/{user_id}"
            trail = [(PEOPLE, desk.text("people.title")), (page, display_name(owner))]
            reads = desk.may(Permission.ORGANIZATION_MEMBERS_READ)
            sees = realm.authority.may(Permission.BOOKING_READ)
            return Whose(desk, owner, f"{page}/{things}", trail if reads else (), sees_meetings=sees)

        return resolve

    return resolver


def of_member(things: str) -> Resolve:
    """Things of a member of a team, below his page in it."""

    def resolver(permission: Permission) -> Callable[..., Any]:
        async def resolve(desk: CurrentDesk, session: Session, team_id: PathId, user_id: PathId) -> Whose:
            for one in {user_id, desk.person.id} if not desk.person.is_system_admin else {user_id}:
                if await memberships.of_user(session, team_id, one) is None:
                    raise NotFound("There is no such person or team.")
            realm = await enter_team(session, desk.caller, team_id, permission, user_id)
            owner = _there(await users.by_id(session, user_id))
            base, sees = f"{TEAMS}/{team_id}/members/{user_id}/{things}", realm.authority.may(Permission.BOOKING_READ)
            return Whose(desk, owner, base, team_id=team_id, sees_meetings=sees)

        return resolve

    return resolver


def _there(user: User | None) -> User:
    if user is None:
        raise NotFound("There is no such person.")
    return user
