"""A person's schedules as programs of 2024-04-15 know them (availability sheet, section 7).

The rows are those of the other versions: what is written through one is seen through all.
"""

from typing import Annotated

from fastapi import Body
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.types import Scope

from locum.http.envelope import Done, Envelope, success
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.http.versions import OLDEST, effective_version, sent_version
from locum.schedules import queries, service
from locum.schedules.endpoints import OwnSchedule, ScheduleToChange, ScheduleToRemove
from locum.schedules.models import Schedule
from locum.schedules.older_schemas import (
    OlderChangedOut,
    OlderScheduleCreate,
    OlderScheduleOut,
    OlderScheduleUpdate,
    older_schedule_out,
)

older_schedules = Resource("older schedules")


def wants_older(scope: Scope) -> bool:
    """Whether a request is of 2024-04-15: by its header, or by having none (client surface sheet, section 0)."""
    return effective_version(sent_version(scope)) == OLDEST


async def _shown(session: AsyncSession, schedule: Schedule) -> OlderScheduleOut:
    default_id = await queries.default_id_of(session, schedule.user_id)
    return older_schedule_out(schedule, default_id, is_last=await queries.count(session, schedule.user_id) == 1)


@older_schedules.post(permission=Permission.SCHEDULE_CREATE)
async def create_older_schedule(
    realm: CurrentRealm, session: Session, body: OlderScheduleCreate
) -> Envelope[OlderScheduleOut]:
    """Make a schedule."""
    schedule = await service.create(
        session, realm.owner_id, body.name, body.time_zone, make_default=body.is_default, weekly=body.weekly()
    )
    return success(await _shown(session, schedule))


@older_schedules.get(permission=Permission.SCHEDULE_READ)
async def list_older_schedules(realm: CurrentRealm, session: Session) -> Envelope[list[OlderScheduleOut]]:
    """All schedules of a person."""
    found = await queries.of_person(session, realm.owner_id)
    default_id = await queries.default_id_of(session, realm.owner_id)
    return success([older_schedule_out(schedule, default_id, is_last=len(found) == 1) for schedule in found])


@older_schedules.get("/default", permission=Permission.SCHEDULE_READ)
async def get_older_default_schedule(realm: CurrentRealm, session: Session) -> Envelope[OlderScheduleOut | None]:
    """The default schedule, null where there is none."""
    found = await queries.default_of(session, realm.owner_id)
    return success(await _shown(session, found) if found else None)


@older_schedules.get("/{scheduleId}", permission=Permission.SCHEDULE_READ)
async def get_older_schedule(session: Session, schedule: OwnSchedule) -> Envelope[OlderScheduleOut]:
    """One schedule."""
    return success(await _shown(session, schedule))


@older_schedules.patch("/{scheduleId}", permission=Permission.SCHEDULE_UPDATE)
async def change_older_schedule(
    session: Session,
    schedule: ScheduleToChange,
    body: Annotated[OlderScheduleUpdate, Body(default_factory=OlderScheduleUpdate)],
) -> Envelope[OlderChangedOut]:
    """Change what the body names; answers with the default schedule before and after."""
    before = await queries.default_id_of(session, schedule.user_id)
    changes = service.Changes(body.name, body.time_zone, body.is_default is True, body.weekly(), body.overrides())
    await service.change(session, schedule, changes)
    shown = await _shown(session, schedule)
    return success(
        OlderChangedOut(
            schedule=shown,
            is_default=shown.is_default,
            time_zone=shown.time_zone,
            prev_default_id=before,
            current_default_id=schedule.id if shown.is_default else before,
        )
    )


@older_schedules.delete("/{scheduleId}", permission=Permission.SCHEDULE_DELETE)
async def remove_older_schedule(session: Session, schedule: ScheduleToRemove) -> Done:
    """Remove a schedule, even the default one."""
    await service.remove(session, schedule)
    return Done()
