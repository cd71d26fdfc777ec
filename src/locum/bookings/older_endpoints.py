"""Bookings as older programs speak of them, such as the component library (client surface sheet, sections 0 and 1)."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.types import Scope

from locum.bookings import queries
from locum.bookings.cancel import cancel_booking
from locum.bookings.endpoints import create
from locum.bookings.listing import list_of_some
from locum.bookings.older import OlderBooking, book_or_move, named, to_be_moved
from locum.bookings.presenting_older import present_cancelled, present_list, present_older
from locum.bookings.proving import CurrentProver
from locum.bookings.rules.occurrences import MOST_OCCURRENCES
from locum.bookings.rules.status import Cancellation
from locum.bookings.schemas.older import EitherBody, OlderBookingInput, OlderCancelBody
from locum.bookings.schemas.older_parameters import CurrentOlderList
from locum.bookings.schemas.output import CreatedBooking
from locum.bookings.viewing import booking_for, shown_to
from locum.bookings.views import Found
from locum.http.envelope import Envelope
from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.http.versions import effective_version, is_before, sent_version

older_bookings = Resource("older bookings")
older_calls = Resource("calls of older programs")
"""Other answers at addresses that are documented, for those who ask for them."""

DOCUMENTED = "2024-08-13"
_READ, _WRITE = Permission.BOOKING_READ, Permission.BOOKING_WRITE
Series = Annotated[list[OlderBookingInput], Field(min_length=1, max_length=MOST_OCCURRENCES)]


def wants_older(scope: Scope) -> bool:
    """Whether a request is for the older answers: by its version, or by having none."""
    return is_before(effective_version(sent_version(scope)), DOCUMENTED)


def _answer(data: Any, status: int) -> JSONResponse:
    return JSONResponse({"status": "success", "data": data}, status)


async def _shown(session: AsyncSession, caller: Principal | None, found: Found, status: int = 201) -> JSONResponse:
    """Older programs want 201 of everything that they send."""
    shown = await shown_to(session, caller, found)
    await session.flush()
    return _answer(present_older(shown), status)


@older_bookings.post("/recurring", public=True, when_known=_WRITE)
async def create_series(realm: CurrentRealm, session: Session, prover: CurrentProver, body: Series) -> Any:
    """Book a series; the starts of its occurrences follow from the first."""
    first = min(body, key=lambda one: one.start)
    found = await book_or_move(session, realm.principal, prover, first.older(len(body)))
    return await _shown(session, realm.principal, found)


@older_bookings.post("/instant", public=True, when_known=_WRITE)
async def create_instant(realm: CurrentRealm, session: Session, prover: CurrentProver, body: OlderBookingInput) -> Any:
    """Meet at once whichever host comes first."""
    wanted = replace(body.older(instant=True), moved_uid=None)
    return await _shown(session, realm.principal, await book_or_move(session, realm.principal, prover, wanted))


@older_bookings.get("/{bookingUid}/reschedule", public=True, when_known=_READ)
async def get_for_moving(realm: CurrentRealm, session: Session, bookingUid: str) -> Any:
    """What whoever moves a booking has to know of it."""
    return await _shown(session, realm.principal, await to_be_moved(session, bookingUid), 200)


@older_calls.post(public=True, when_known=_WRITE, response_model=Envelope[CreatedBooking])
async def create_older(
    realm: CurrentRealm, session: Session, prover: CurrentProver, body: EitherBody | None = None
) -> Any:
    """Book, or move what the body names; a documented body has the documented answer."""
    if not isinstance(body, OlderBooking):
        return await create(realm, session, prover, body)
    return await _shown(session, realm.principal, await book_or_move(session, realm.principal, prover, body))


@older_calls.get(permission=_READ)
async def list_older(realm: CurrentRealm, session: Session, asked: CurrentOlderList) -> Any:
    """Bookings that the caller hosts or attends, and those of whom he administers."""
    found = await list_of_some(session, realm.caller, asked.asked, asked.page)
    series = {view.booking.recurring_uid for view in found.views if view.booking.recurring_uid is not None}
    return _answer(present_list(found, asked.page, await queries.occurrences(session, series)), 200)


@older_calls.get("/{bookingUid}", public=True, when_known=_READ)
async def get_older(realm: CurrentRealm, session: Session, bookingUid: str) -> Any:
    """One booking, or all occurrences of a series."""
    return await _shown(session, realm.principal, await booking_for(session, realm.principal, bookingUid), 200)


@older_calls.post("/{bookingUid}/cancel", public=True, when_known=_WRITE)
async def cancel_older(
    realm: CurrentRealm, session: Session, bookingUid: str, body: OlderCancelBody | None = None
) -> Any:
    """Call a booking off."""
    asked, caller = body or Cancellation(), realm.principal
    found = await shown_to(session, caller, await cancel_booking(session, caller, bookingUid, asked))
    await session.flush()
    return _answer(present_cancelled(named(found, bookingUid), asked), 201)
