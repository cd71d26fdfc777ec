"""Every SELECT of the lists: a page of schedules with their owners' defaults, then the rules of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, selectinload

from locum.event_types.models import EventType, EventTypeHost
from locum.kit.paging import Page
from locum.memberships.reach import in_organization, in_team
from locum.schedules.models import Schedule
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Listed:
    """A schedule with its rules, and the default schedule of its owner now."""

    schedule: Schedule
    default_id: int | None


_child = aliased(EventType)
_first = select(func.min(Schedule.id)).where(Schedule.user_id == User.id).correlate(User).scalar_subquery()
_event_type = (EventType.id == bindparam("event_type_id"), EventType.team_id == bindparam("team_id"))
_USED_BY_HOSTS = (
    select(func.coalesce(EventType.schedule_id, EventTypeHost.schedule_id, User.default_schedule_id, _first))
    .select_from(EventType)
    .join(EventTypeHost, EventTypeHost.event_type_id == EventType.id)
    .join(User, User.id == EventTypeHost.user_id)
    .where(*_event_type)
)
_USED_BY_CHILDREN = (
    select(func.coalesce(_child.schedule_id, User.default_schedule_id, _first))
    .select_from(EventType)
    .join(_child, _child.parent_id == EventType.id)
    .join(User, User.id == _child.user_id)
    .where(*_event_type)
)

_LISTED = (
    select(Schedule, User.default_schedule_id)
    .join(User, User.id == Schedule.user_id)
    .options(selectinload(Schedule.rules))
    .order_by(Schedule.id)
)
_OF_ORGANIZATION = _LISTED.where(in_organization(bindparam("organization_id")))
_OF_TEAM = _LISTED.where(in_team(bindparam("team_id")))
_OF_MEMBER = _LISTED.where(Schedule.user_id == bindparam("user_id"))
_used = Schedule.id.in_(union(_USED_BY_HOSTS, _USED_BY_CHILDREN))
_OF_TEAM_USED, _OF_MEMBER_USED = _OF_TEAM.where(_used), _OF_MEMBER.where(_used)


async def of_organization(session: AsyncSession, organization_id: int, page: Page) -> Sequence[Listed]:
    """The schedules of everybody in an organization."""
    statement = _OF_ORGANIZATION.limit(page.take).offset(page.skip)
    return await _listed(session, statement, {"organization_id": organization_id})


async def of_team(
    session: AsyncSession, team_id: int, page: Page, event_type_id: int | None = None
) -> Sequence[Listed]:
    """The schedules of a team's members, perhaps only those that an event type of the team would use.

    Those are the event type's own, else each host's for it, else each host's default, else his first; of a managed one
    those of the event types that its members have from it (availability sheet, sections 6 and 8).
    """
    statement = _OF_TEAM if event_type_id is None else _OF_TEAM_USED
    parameters = {"team_id": team_id, "event_type_id": event_type_id}
    return await _listed(session, statement.limit(page.take).offset(page.skip), parameters)


async def of_member(
    session: AsyncSession, team_id: int, user_id: int, event_type_id: int | None = None
) -> Sequence[Listed]:
    """The schedules of one member of a team, perhaps only those that an event type of the team would use."""
    statement = _OF_MEMBER if event_type_id is None else _OF_MEMBER_USED
    parameters = {"user_id": user_id, "team_id": team_id, "event_type_id": event_type_id}
    return await _listed(session, statement, parameters)


async def _listed(
    session: AsyncSession, statement: Select[Schedule, int | None], parameters: Mapping[str, Any]
) -> list[Listed]:
    rows = await session.execute(statement, parameters)
    return [Listed(schedule, default_id) for schedule, default_id in rows]
