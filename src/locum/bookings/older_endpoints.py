"""What the component library calls beside the documented operations (client surface sheet, sections 1.2 and 1.3)."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import Response
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.older import book_or_move, to_be_moved
from locum.bookings.presenting_older import present_older
from locum.bookings.proving import CurrentProver
from locum.bookings.rules.occurrences import MOST_OCCURRENCES
from locum.bookings.schemas.older import OlderBookingInput
from locum.bookings.viewing import shown_to
from locum.bookings.views import Found
from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session

older_bookings = Resource("older bookings")

_WRITE = Permission.BOOKING_WRITE
Series = Annotated[list[OlderBookingInput], Field(min_length=1, max_length=MOST_OCCURRENCES)]


async def older_answer(session: AsyncSession, caller: Principal | None, found: Found, status: int = 201) -> Response:
    """Bookings in the older shape; older clients want 201 of everything that they send."""
    shown = await shown_to(session, caller, found)
    await session.flush()
    return JSONResponse({"status": "success", "data": present_older(shown)}, status)


@older_bookings.post("/recurring", public=True, when_known=_WRITE)
async def create_series(realm: CurrentRealm, session: Session, prover: CurrentProver, body: Series) -> Any:
    """Book a series; the starts of its occurrences follow from the first."""
    first = min(body, key=lambda one: one.start)
    found = await book_or_move(session, realm.principal, prover, first.older(len(body)))
    return await older_answer(session, realm.principal, found)


@older_bookings.post("/instant", public=True, when_known=_WRITE)
async def create_instant(realm: CurrentRealm, session: Session, prover: CurrentProver, body: OlderBookingInput) -> Any:
    """Meet at once whichever host comes first."""
    wanted = replace(body.older(instant=True), moved_uid=None)
    return await older_answer(session, realm.principal, await book_or_move(session, realm.principal, prover, wanted))


@older_bookings.get("/{bookingUid}/reschedule", public=True, when_known=Permission.BOOKING_READ)
async def get_for_moving(realm: CurrentRealm, session: Session, bookingUid: str) -> Any:
    """What whoever moves a booking has to know of it."""
    return await older_answer(session, realm.principal, await to_be_moved(session, bookingUid), 200)
