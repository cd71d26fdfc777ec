"""A booking on somebody's desk: whether he may see it there, what can be done with it, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, reassign
from locum.bookings.models import BookingAttendee
from locum.bookings.rules.status import OVER, Status
from locum.kit import clock
from locum.kit.errors import Forbidden, LocumError
from locum.pages.booking.seen import Shown, can_cancel, shown
from locum.pages.dashboard.desk import Desk
from locum.pages.people import display_name
from locum.users import queries as users


@dataclass(frozen=True, slots=True)
class BookingDesk:
    """Somebody signed in, looking at a booking; `reads` says whether it is his business, as the API decides it."""

    desk: Desk
    seen: Shown
    reads: bool

    @property
    def booking(self) -> Any:
        """The booking as it is stored."""
        return self.seen.view.booking

    @property
    def stands(self) -> bool:
        """Whether it was neither called off nor declined, nor moved."""
        return self.booking.status not in OVER

    @property
    def may_answer(self) -> bool:
        """Whether it waits for a yes or a no, which the person may give."""
        return self.seen.is_host and self.booking.status == Status.PENDING and self.booking.ends_at > clock.now()

    @property
    def may_cancel(self) -> bool:
        """Whether the person can call it off."""
        return self.seen.is_host and can_cancel(self.seen)

    @property
    def may_mark(self) -> bool:
        """Whether it has begun, so that somebody can have been missing."""
        accepted = self.booking.status == Status.ACCEPTED
        return self.seen.is_host and accepted and self.booking.starts_at <= clock.now()

    @property
    def guests(self) -> Sequence[BookingAttendee]:
        """Everybody who attends without hosting."""
        return self.seen.view.holders

    async def successors(self, session: AsyncSession) -> list[tuple[str, str]] | None:
        """The other hosts who could take it, by id and name; None where hosts do not take turns."""
        if not (self.seen.is_host and self.stands and self.booking.ends_at > clock.now()):
            return None
        # Nothing is written, and pages that are only read have no transaction to go back in.
        try:
            found = await reassign.round_of(session, self.desk.caller, self.booking.uid)
        except LocumError:
            return None
        there = {attendee.email.lower() for attendee in self.booking.attendees}
        others = await users.by_ids(session, [host.user_id for host in found.hosts if not host.mandatory])
        free = [one for one in others if one.id != self.booking.user_id and one.email.lower() not in there]
        named = [(str(one.id), display_name(one)) for one in free]
        return sorted(named, key=lambda one: one[1].casefold())


async def at_booking(session: AsyncSession, desk: Desk, uid: str) -> BookingDesk:
    """A booking as it stands now. Raises NotFound."""
    found = await shown(desk.request, session, desk.person, uid)
    reads = found.is_host or await access.has_access(session, desk.caller, found.view)
    return BookingDesk(desk, replace(found, clock=desk.clock), reads)


async def at_own_booking(session: AsyncSession, desk: Desk, uid: str) -> BookingDesk:
    """The same for whoever is in charge of it. Raises NotFound or Forbidden."""
    found = await at_booking(session, desk, uid)
    if not found.seen.is_host:
        raise Forbidden("This booking is looked after by somebody else.")
    return found
