"""Schedules over HTTP: one resource, mounted for oneself and for a person of an organization."""

from typing import Annotated

from fastapi import Body, Depends

from locum.http.envelope import Done
from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.errors import BadRequest
from locum.schedules import queries, service
from locum.schedules.models import Schedule
from locum.schedules.rules import USUAL_WEEK
from locum.schedules.schemas import ScheduleAnswer, ScheduleCreate, ScheduleOut, ScheduleUpdate, answer, schedule_out

schedules = Resource("schedules")


async def _own(realm: CurrentRealm, session: Session, scheduleId: PathId) -> Schedule:
    return await service.owned(session, realm.owner_id, scheduleId)


async def _own_to_change(realm: CurrentRealm, session: Session, scheduleId: PathId) -> Schedule:
    return await service.owned(session, realm.owner_id, scheduleId, hold=True)


async def _own_to_remove(realm: CurrentRealm, session: Session, scheduleId: PathId) -> Schedule:
    # An unknown schedule is a 400 here, unlike elsewhere (availability sheet, section 4).
    return await service.owned(session, realm.owner_id, scheduleId, missing=BadRequest, hold=True)


OwnSchedule = Annotated[Schedule, Depends(_own)]
ScheduleToChange = Annotated[Schedule, Depends(_own_to_change)]
ScheduleToRemove = Annotated[Schedule, Depends(_own_to_remove)]


@schedules.post(permission=Permission.SCHEDULE_CREATE)
async def create_schedule(realm: CurrentRealm, session: Session, body: ScheduleCreate) -> ScheduleAnswer[ScheduleOut]:
    """Make a schedule; open Monday to Friday, 09:00 to 17:00, unless it says otherwise."""
    schedule = await service.create(
        session,
        realm.owner_id,
        body.name,
        body.time_zone,
        make_default=body.is_default,
        weekly=USUAL_WEEK if body.availability is None else [given.hours() for given in body.availability],
        overrides=[given.hours() for given in body.overrides or []],
    )
    return answer(schedule_out(schedule, await queries.default_id_of(session, realm.owner_id)))


@schedules.get(permission=Permission.SCHEDULE_READ)
async def list_schedules(realm: CurrentRealm, session: Session) -> ScheduleAnswer[list[ScheduleOut]]:
    """All schedules of a person."""
    found = await queries.of_person(session, realm.owner_id)
    default_id = await queries.default_id_of(session, realm.owner_id)
    return answer([schedule_out(schedule, default_id) for schedule in found])


@schedules.get("/default", permission=Permission.SCHEDULE_READ)
async def get_default_schedule(realm: CurrentRealm, session: Session) -> ScheduleAnswer[ScheduleOut | None]:
    """The default schedule, null where there is none."""
    found = await queries.default_of(session, realm.owner_id)
    return answer(schedule_out(found, found.id) if found else None)


@schedules.get("/{scheduleId}", permission=Permission.SCHEDULE_READ)
async def get_schedule(realm: CurrentRealm, session: Session, schedule: OwnSchedule) -> ScheduleAnswer[ScheduleOut]:
    """One schedule."""
    return answer(schedule_out(schedule, await queries.default_id_of(session, realm.owner_id)))


@schedules.patch("/{scheduleId}", permission=Permission.SCHEDULE_UPDATE)
async def change_schedule(
    realm: CurrentRealm,
    session: Session,
    schedule: ScheduleToChange,
    body: Annotated[ScheduleUpdate, Body(default_factory=ScheduleUpdate)],
) -> ScheduleAnswer[ScheduleOut]:
    """Change what the body names; a list that is sent replaces the whole list."""
    await service.change(session, schedule, _changes(body))
    return answer(schedule_out(schedule, await queries.default_id_of(session, realm.owner_id)))


@schedules.delete("/{scheduleId}", permission=Permission.SCHEDULE_DELETE)
async def remove_schedule(session: Session, schedule: ScheduleToRemove) -> Done:
    """Remove a schedule, even the default one."""
    await service.remove(session, schedule)
    return Done()


def _changes(body: ScheduleUpdate) -> service.Changes:
    return service.Changes(
        name=body.name,
        zone=body.time_zone,
        make_default=body.is_default is True,
        weekly=None if body.availability is None else [given.hours() for given in body.availability],
        overrides=None if body.overrides is None else [given.hours() for given in body.overrides],
    )
