"""Absences that somebody looks after: of people of his organization, of members of a team that he leads."""

from collections.abc import Callable
from typing import Any

from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import NotFound
from locum.memberships import queries as memberships
from locum.memberships.realms import enter_organization, enter_team
from locum.pages.dashboard import absences
from locum.pages.dashboard.absences import Whose
from locum.pages.dashboard.desk import CurrentDesk
from locum.users import queries as users
from locum.users.models import User


def _of_person(permission: Permission) -> Callable[..., Any]:
    async def resolve(desk: CurrentDesk, session: Session, user_id: PathId) -> Whose:
        if desk.place is None or await memberships.of_user(session, desk.place.id, user_id) is None:
            raise NotFound("There is no such person.")
        await enter_organization(session, desk.caller, desk.place.id, permission, user_id)
        return Whose(desk, _there(await users.by_id(session, user_id)), f"/dashboard/people/{user_id}/away")

    return resolve


def _of_member(permission: Permission) -> Callable[..., Any]:
    async def resolve(desk: CurrentDesk, session: Session, team_id: PathId, user_id: PathId) -> Whose:
        for one in {user_id, desk.person.id} if not desk.person.is_system_admin else {user_id}:
            if await memberships.of_user(session, team_id, one) is None:
                raise NotFound("There is no such person or team.")
        await enter_team(session, desk.caller, team_id, permission, user_id)
        base = f"/dashboard/teams/{team_id}/members/{user_id}/away"
        return Whose(desk, _there(await users.by_id(session, user_id)), base)

    return resolve


def _there(user: User | None) -> User:
    if user is None:
        raise NotFound("There is no such person.")
    return user


of_people = absences.build("/dashboard/people/{user_id}/away", _of_person)
of_members = absences.build("/dashboard/teams/{team_id}/members/{user_id}/away", _of_member)
