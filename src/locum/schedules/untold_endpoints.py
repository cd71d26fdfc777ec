"""A person's schedules, written by programs that do not say their version: what the body holds tells it."""

from typing import Annotated, Any

from fastapi import Body
from pydantic import Discriminator, Tag

from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.http.versions import told_by_body
from locum.schedules.endpoints import ScheduleToChange, change_schedule, create_schedule
from locum.schedules.older_endpoints import change_older_schedule, create_older_schedule
from locum.schedules.older_schemas import OlderScheduleCreate, OlderScheduleUpdate
from locum.schedules.schemas import ScheduleCreate, ScheduleUpdate

untold_schedules = Resource("schedules of untold versions")

CreateBody = Annotated[
    Annotated[OlderScheduleCreate, Tag("older")] | Annotated[ScheduleCreate, Tag("newer")],
    Discriminator(told_by_body(OlderScheduleCreate, ScheduleCreate)),
]
UpdateBody = Annotated[
    Annotated[OlderScheduleUpdate, Tag("older")] | Annotated[ScheduleUpdate, Tag("newer")],
    Discriminator(told_by_body(OlderScheduleUpdate, ScheduleUpdate)),
]


@untold_schedules.post(permission=Permission.SCHEDULE_CREATE, response_model=None)
async def create_untold_schedule(realm: CurrentRealm, session: Session, body: CreateBody) -> Any:
    """Make a schedule."""
    if isinstance(body, OlderScheduleCreate):
        return await create_older_schedule(realm, session, body)
    return await create_schedule(realm, session, body)


@untold_schedules.patch("/{scheduleId}", permission=Permission.SCHEDULE_UPDATE, response_model=None)
async def change_untold_schedule(
    realm: CurrentRealm,
    session: Session,
    schedule: ScheduleToChange,
    body: Annotated[UpdateBody, Body(default_factory=OlderScheduleUpdate)],
) -> Any:
    """Change what the body names."""
    if isinstance(body, OlderScheduleUpdate):
        return await change_older_schedule(session, schedule, body)
    return await change_schedule(realm, session, schedule, body)
