"""Use case: somebody changes his own account."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit.errors import MissingReference
from locum.schedules import queries as schedule_queries
from locum.schedules import service as schedule_service
from locum.users import service as users
from locum.users.models import User


async def change_me(session: AsyncSession, user: User, changes: dict[str, Any]) -> User:
    """Change what is named, by column; `email` waits to be confirmed and `properties` replaces the whole.

    Raises MissingReference for a schedule that is not one's own, DuplicateRecord for an address in use.
    """
    email = changes.pop("email", None)
    schedule_id = changes.get("default_schedule_id")
    if schedule_id is not None:
        schedule = await schedule_queries.one(session, schedule_id)
        if schedule is None or schedule.user_id != user.id:
            raise MissingReference
    waiting = (user.properties or {}).get(users.WAITING)
    users.apply(user, changes)
    if waiting is not None:
        user.properties = {**(user.properties or {}), users.WAITING: waiting}
    await session.flush()
    if changes.get("time_zone") is not None:
        await _move_default_schedule(session, user)
    if email is not None:
        await users.request_email(session, user, email)
    await session.flush()
    return user


async def _move_default_schedule(session: AsyncSession, user: User) -> None:
    schedule = await schedule_queries.default_of(session, user.id)
    if schedule is not None:
        await schedule_service.change(session, schedule, schedule_service.Changes(zone=user.time_zone))
