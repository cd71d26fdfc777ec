"""Can exactly this time be had, and if not, why?"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types.loading import Bookable
from locum.slots import examine as engine
from locum.slots.answer import Verdict
from locum.slots.loading import Asked, load_question


async def examine(
    session: AsyncSession,
    bookable: Bookable,
    start: datetime,
    end: datetime,
    *,
    now: datetime,
    booker_zone: str = "UTC",
    leaving_out_booking_id: int | None = None,
) -> Verdict:
    """Whether [start, end), aware instants, can be booked, by which hosts, and if not, why.

    The answer holds for as long as the transaction has the locks of the hosts. The time need not be one that is
    offered as a slot. A booking that is being moved is left out: it is not busy and does not count for limits.
    Reservations keep nobody from booking (slots sheet, section 11). The zone of the booker decides what today is for
    booking windows (section 7).
    """
    asked = Asked(start, end, now, booker_zone, left_out_id=leaving_out_booking_id)
    return engine.examine(await load_question(session, bookable, asked), start, end)
