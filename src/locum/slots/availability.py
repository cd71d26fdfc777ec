"""Can exactly this time be had? And why is it not offered?"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types.loading import Bookable
from locum.kit.zones import end_of_day, local_date, start_of_day
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


async def explain(
    session: AsyncSession,
    bookable: Bookable,
    start: datetime,
    *,
    now: datetime,
    booker_zone: str = "UTC",
    duration: int | None = None,
) -> Verdict:
    """Why no slot of the asked length begins at this aware instant when its date is asked for in the booker's zone.

    Bookable when one does. Raises UnknownZone.
    """
    day = local_date(start, booker_zone)
    asked = Asked(start_of_day(day, booker_zone), end_of_day(day, booker_zone), now, booker_zone, duration)
    return engine.explain(await load_question(session, bookable, asked), start)
