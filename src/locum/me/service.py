"""Use case: somebody changes his own account."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.principal import CredentialKind, Principal
from locum.kit.errors import Forbidden, MissingReference
from locum.schedules import queries as schedule_queries
from locum.schedules import service as schedule_service
from locum.schedules.models import Schedule
from locum.users import service as users
from locum.users.models import User

NOT_THE_PERSON = "Only the person himself changes the address of his account, by the dashboard or a key of his own."


async def change_me(session: AsyncSession, caller: Principal, user: User, changes: dict[str, Any]) -> User:
    """Change what is named, by column; `email` waits to be confirmed and `properties` replaces the whole.

    Raises MissingReference for a schedule that is not one's own, DuplicateRecord for an address in use, Forbidden for
    another address where it is not the person himself who asks.
    """
    email = changes.pop("email", None)
    if email is not None and not _is_the_person(caller) and not users.is_address_of(user, email):
        raise Forbidden(NOT_THE_PERSON)
    chosen = await _chosen_schedule(session, user.id, changes.get("default_schedule_id"))
    moved = chosen or await _default_to_move(session, user) if changes.get("time_zone") is not None else None
    waiting = (user.properties or {}).get(users.WAITING)
    await users.apply(session, user, changes)
    if waiting is not None:
        user.properties = {**(user.properties or {}), users.WAITING: waiting}
    await session.flush()
    if moved is not None:
        await schedule_service.change(session, moved, schedule_service.Changes(zone=user.time_zone))
    if email is not None:
        await users.request_email(session, user, email)
    await session.flush()
    return user


def _is_the_person(caller: Principal) -> bool:
    """Whoever has the address can let himself in by it. So whom somebody lets act for him, an application or whoever
    holds a key of another organization, may not take it.
    """
    if caller.kind in {CredentialKind.OAUTH2_TOKEN, CredentialKind.OAUTH_CLIENT}:
        return False
    return caller.bound_to in {None, caller.main_organization_id}


async def _chosen_schedule(session: AsyncSession, user_id: int, schedule_id: int | None) -> Schedule | None:
    if schedule_id is None:
        return None
    schedule = await schedule_queries.one(session, schedule_id, hold=True)
    if schedule is None or schedule.user_id != user_id:
        raise MissingReference
    return schedule


async def _default_to_move(session: AsyncSession, user: User) -> Schedule | None:
    """The schedule whose zone goes along, held; none if somebody removed it a moment ago."""
    schedule = await schedule_queries.default_of(session, user.id, hold=True)
    if schedule is None:
        await session.refresh(user, ["default_schedule_id"])
    return schedule
