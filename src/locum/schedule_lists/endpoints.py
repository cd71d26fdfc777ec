"""Lists of schedules over HTTP: of an organization, of a team, of a member of a team."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, Query
from pydantic import WithJsonSchema

from locum.http.parameters import CurrentPage, integers
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.schedule_lists import queries
from locum.schedule_lists.queries import Listed
from locum.schedules.schemas import ScheduleAnswer, ScheduleOut, answer, schedule_out

organization_schedules = Resource("organization schedules")
team_schedules = Resource("team schedules")
member_schedules = Resource("member schedules")


async def _event_type_id(
    eventTypeId: Annotated[
        str | None,
        Query(description="Only schedules that this event type of the team would use."),
        WithJsonSchema({"type": "number"}),
    ] = None,
) -> int | None:
    return integers("eventTypeId", [eventTypeId])[0] if eventTypeId else None


EventTypeId = Annotated[int | None, Depends(_event_type_id)]


@organization_schedules.get(permission=Permission.SCHEDULE_READ)
async def list_organization_schedules(
    realm: CurrentRealm, session: Session, page: CurrentPage
) -> ScheduleAnswer[list[ScheduleOut]]:
    """The schedules of everybody in the organization."""
    return _answer(await queries.of_organization(session, realm.organization, page))


@team_schedules.get(permission=Permission.SCHEDULE_READ)
async def list_team_schedules(
    realm: CurrentRealm, session: Session, page: CurrentPage, event_type_id: EventTypeId
) -> ScheduleAnswer[list[ScheduleOut]]:
    """The schedules of the team's members."""
    return _answer(await queries.of_team(session, realm.team, page, event_type_id))


@member_schedules.get(permission=Permission.SCHEDULE_READ)
async def list_member_schedules(
    realm: CurrentRealm, session: Session, event_type_id: EventTypeId
) -> ScheduleAnswer[list[ScheduleOut]]:
    """The schedules of one member of the team."""
    return _answer(await queries.of_member(session, realm.team, realm.owner_id, event_type_id))


def _answer(listed: Iterable[Listed]) -> ScheduleAnswer[list[ScheduleOut]]:
    return answer([schedule_out(row.schedule, row.default_id) for row in listed])
