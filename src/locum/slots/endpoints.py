"""Slots over HTTP: free times, and reservations of them. All public; credentials matter for long reservations only."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from locum.http.envelope import Done, Envelope, success
from locum.http.principal import MaybeCaller
from locum.http.realms import Resource
from locum.http.session import Session
from locum.kit import clock
from locum.kit.ids import parse_uuid
from locum.slots import reservation_queries, reservations
from locum.slots.asking import read_query
from locum.slots.documentation import SLOT_PARAMETERS
from locum.slots.models import SlotReservation
from locum.slots.presenting import slots_json
from locum.slots.reservations import Wanted
from locum.slots.schemas import (
    ReservedSlotOutput,
    ReserveSlotInput,
    ReserveSlotOutput,
    SlotOutput,
    just_reserved_out,
    reserved_out,
)
from locum.slots.service import find_slots

slots = Resource("slots")


@slots.get(
    public=True,
    response_model=Envelope[dict[str, list[SlotOutput]]],
    openapi_extra={"parameters": SLOT_PARAMETERS},
)
async def list_slots(request: Request, caller: MaybeCaller, session: Session) -> Response:
    """Free times of an event type, or of several persons at once, under their dates in the asked zone."""
    parameters = request.query_params
    query = read_query({name: parameters.getlist(name) for name in parameters})
    asked = query.asked(clock.now())
    bookable = await query.form.find(session, caller.user_id if caller else None)
    answer = await find_slots(session, bookable, asked)
    length = (query.duration or bookable.settings.timing.length) if query.with_end else None
    return Response(slots_json(answer.slots, query.zone, length), media_type="application/json")


async def _uid(uid: str) -> UUID | None:
    """The name of a reservation; what can be none names none."""
    return parse_uuid(uid)


ReservationUid = Annotated[UUID | None, Depends(_uid)]


async def _held(uid: ReservationUid, session: Session) -> SlotReservation:
    return await reservations.held(session, uid, clock.now())


HeldReservation = Annotated[SlotReservation, Depends(_held)]
"""Found before the body is read."""


@slots.post("/reservations", public=True)
async def reserve_slot(session: Session, caller: MaybeCaller, body: ReserveSlotInput) -> Envelope[ReserveSlotOutput]:
    """Keep a slot from being offered to others for a while."""
    now = clock.now()
    reservation = await reservations.reserve(session, _wanted(body), caller, now)
    return success(just_reserved_out(reservation, now))


@slots.get("/reservations/{uid}", public=True)
async def get_reserved_slot(uid: ReservationUid, session: Session) -> Envelope[ReservedSlotOutput | None]:
    """A reservation; null when there is none of this name, or when it has run out."""
    found = await reservation_queries.live(session, uid, clock.now()) if uid else None
    return success(reserved_out(found) if found else None)


@slots.patch("/reservations/{uid}", public=True)
async def change_reserved_slot(
    reservation: HeldReservation, session: Session, caller: MaybeCaller, body: ReserveSlotInput
) -> Envelope[ReserveSlotOutput]:
    """Keep another slot instead, or the same one for longer."""
    now = clock.now()
    changed = await reservations.change(session, reservation, _wanted(body), caller, now)
    return success(just_reserved_out(changed, now))


@slots.delete("/reservations/{uid}", public=True)
async def release_slot(uid: ReservationUid, session: Session) -> Done:
    """Let a slot go; also when it is not kept."""
    if uid is not None:
        await reservation_queries.remove(session, uid)
    return Done()


def _wanted(body: ReserveSlotInput) -> Wanted:
    return Wanted(body.event_type_id, body.slot_start, body.slot_duration, body.reservation_duration)
