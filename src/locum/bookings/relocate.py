"""Use case: have a booking take place elsewhere (bookings sheet, section 11)."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access
from locum.bookings.events import LocationChanged, about
from locum.bookings.rules.places import ChosenPlace
from locum.bookings.rules.status import check_stands
from locum.bookings.views import BookingView
from locum.db.events import publish
from locum.http.principal import Principal


async def change_location(session: AsyncSession, caller: Principal, uid: str, place: ChosenPlace | None) -> BookingView:
    """Another place, which need not be among those of the event type; None changes nothing. For those in charge.

    Raises NotFound, Forbidden or BadRequest.
    """
    await access.booking_in_charge(session, caller, uid)
    view = await access.held(session, uid)
    booking = view.booking
    check_stands(view.standing())
    if place is None or place.location == booking.location:
        return view
    booking.location = place.location
    if not view.seated:
        booking.responses = {**booking.responses, "location": place.response()}
    booking.ics_sequence += 1
    await publish(session, LocationChanged(*about(booking)))
    return view
