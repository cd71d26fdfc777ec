"""Bookings that an absence stands in the way of, over HTTP (an extension)."""

from typing import Annotated

from fastapi import Depends

from locum.absences import service as absences
from locum.absences.models import Absence
from locum.affected_bookings.deciding import decide
from locum.affected_bookings.listing import affected_bookings as listed
from locum.affected_bookings.schemas import (
    AffectedBookingOutput,
    DecidedOutput,
    DecisionsInput,
    affected_out,
    decided_out,
)
from locum.http.envelope import Envelope, success
from locum.http.parameters import CurrentPage, PathId
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session

affected_bookings = Resource("affected bookings")


async def _absence(realm: CurrentRealm, session: Session, oooId: PathId) -> Absence:
    return await absences.owned(session, realm.owner_id, oooId)


OwnAbsence = Annotated[Absence, Depends(_absence)]
"""Found before the body is read: whoever may not touch an absence learns nothing about his body."""


@affected_bookings.get("/{oooId}/affected-bookings", permission=Permission.BOOKING_READ)
async def list_affected_bookings(
    absence: OwnAbsence, realm: CurrentRealm, session: Session, page: CurrentPage
) -> Envelope[list[AffectedBookingOutput]]:
    """The bookings of somebody who is away in what is left of an absence, and what can be done about each."""
    return success([affected_out(one) for one in await listed(session, absence, page, realm.team_id)])


@affected_bookings.post("/{oooId}/affected-bookings", permission=Permission.BOOKING_WRITE, status_code=200)
async def decide_about_affected_bookings(
    absence: OwnAbsence, realm: CurrentRealm, session: Session, body: DecisionsInput
) -> Envelope[list[DecidedOutput]]:
    """Keep bookings, give them away, or ask their attendees to choose another time; all at once or nothing."""
    done = await decide(session, realm.caller, absence, body.decided(), realm.team_id)
    return success([decided_out(one) for one in done])
