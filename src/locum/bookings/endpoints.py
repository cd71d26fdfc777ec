"""Bookings over HTTP, version 2024-08-13."""

from typing import Any, TypeVar

from locum.bookings import presenting
from locum.bookings.cancel import cancel_booking
from locum.bookings.confirm import confirm_booking
from locum.bookings.create import create_booking
from locum.bookings.decline import decline_booking
from locum.bookings.listing import list_bookings
from locum.bookings.proving import CurrentProver
from locum.bookings.reschedule import reschedule_booking
from locum.bookings.schemas.change import CancelBody, DeclineBookingInput, MoveBody
from locum.bookings.schemas.create import CreateBody
from locum.bookings.schemas.output import (
    BookingEnvelope,
    BookingOrSeries,
    BookingsEnvelope,
    CreatedBooking,
    MovedBooking,
    OneBooking,
)
from locum.bookings.schemas.parameters import CurrentList, ListPage
from locum.bookings.viewing import booking_for, booking_of_seat, shown_to
from locum.http.envelope import Envelope, PagedEnvelope, paged, success
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.errors import BadRequest
from locum.kit.paging import pagination

bookings = Resource("bookings")


B = TypeVar("B")


def _needed(body: B | None) -> B:
    """Without a body the contract has a text of its own."""
    if body is None:
        raise BadRequest("Body is required")
    return body


_ONE = BookingEnvelope[BookingOrSeries]


@bookings.post(public=True, when_known=Permission.BOOKING_WRITE, response_model=Envelope[CreatedBooking])
async def create(
    realm: CurrentRealm, session: Session, prover: CurrentProver, body: CreateBody | None = None
) -> Envelope[Any]:
    """Book a time of an event type."""
    asked, caller = _needed(body), realm.principal
    proven = await prover.of_booking(asked, asked.verification_code, caller)
    booked = await create_booking(session, caller, proven)
    return success(presenting.present_booked(await shown_to(session, caller, booked)))


@bookings.get(permission=Permission.BOOKING_READ, response_model=BookingsEnvelope[list[OneBooking]])
async def get_bookings(
    realm: CurrentRealm, session: Session, asked: CurrentList, page: ListPage
) -> PagedEnvelope[list[OneBooking]]:
    """Bookings that the caller hosts or attends, and those of whom he administers."""
    found = await list_bookings(session, realm.caller, asked.filters, asked.order, page)
    return paged(presenting.present_all(found.views), pagination(page, found.total))


@bookings.get("/by-seat/{seatUid}", public=True, when_known=Permission.BOOKING_READ, response_model=_ONE)
async def get_booking_by_seat(realm: CurrentRealm, session: Session, seatUid: str) -> Envelope[Any]:
    """The booking in which somebody has a seat."""
    return success(presenting.present(await booking_of_seat(session, realm.principal, seatUid)))


@bookings.get("/{bookingUid}", public=True, when_known=Permission.BOOKING_READ, response_model=_ONE)
async def get_booking(realm: CurrentRealm, session: Session, bookingUid: str) -> Envelope[Any]:
    """One booking, or all occurrences of a series."""
    return success(presenting.present_booked(await booking_for(session, realm.principal, bookingUid)))


@bookings.post(
    "/{bookingUid}/reschedule", public=True, when_known=Permission.BOOKING_WRITE, response_model=Envelope[MovedBooking]
)
async def reschedule(
    realm: CurrentRealm, session: Session, prover: CurrentProver, bookingUid: str, body: MoveBody | None = None
) -> Envelope[Any]:
    """Move a booking to another time."""
    move = _needed(body)
    proven = await prover.of_move(session, bookingUid, move, move.verification_code, realm.principal)
    moved = await reschedule_booking(session, realm.principal, bookingUid, proven)
    return success(presenting.present_booked(await shown_to(session, realm.principal, moved)))


@bookings.post(
    "/{bookingUid}/cancel",
    public=True,
    when_known=Permission.BOOKING_WRITE,
    status_code=200,
    response_model=Envelope[BookingOrSeries],
)
async def cancel(
    realm: CurrentRealm, session: Session, bookingUid: str, body: CancelBody | None = None
) -> Envelope[Any]:
    """Call a booking off."""
    found = await cancel_booking(session, realm.principal, bookingUid, _needed(body))
    return success(presenting.present_booked(await shown_to(session, realm.principal, found)))


@bookings.post("/{bookingUid}/confirm", permission=Permission.BOOKING_WRITE, status_code=200, response_model=_ONE)
async def confirm(realm: CurrentRealm, session: Session, bookingUid: str) -> Envelope[Any]:
    """Say yes to a booking that waits for it."""
    return success(presenting.present(await confirm_booking(session, realm.caller, bookingUid)))


@bookings.post("/{bookingUid}/decline", permission=Permission.BOOKING_WRITE, status_code=200, response_model=_ONE)
async def decline(
    realm: CurrentRealm, session: Session, bookingUid: str, body: DeclineBookingInput | None = None
) -> Envelope[Any]:
    """Say no to a booking that waits."""
    reason = body.reason if body else None
    return success(presenting.present(await decline_booking(session, realm.caller, bookingUid, reason)))
