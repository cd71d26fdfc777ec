"""Meetings that lie in a time away, told before it is entered: those one organizes, and those one hosts with others."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.absences.windows import Window
from locum.affected_bookings.listing import time_ahead
from locum.affected_bookings.queries import hosted
from locum.bookings.handing_over import other_hosts
from locum.bookings.views import BookingView
from locum.kit.paging import Page
from locum.pages.dashboard.whose import Whose
from locum.users.models import User

MOST_MEETINGS, MOST_LOOKED_AT = 20, 2000


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that lies in the time away. `organizer` is somebody else, where it is; `others` host it as well."""

    uid: str
    title: str
    day: str
    span: str
    organizer: str | None
    others: Sequence[str]


@dataclass(frozen=True, slots=True)
class Meetings:
    """The first of them. `more`: there are more than those; `hidden`: whoever looks may not know of any."""

    shown: Sequence[Meeting] = ()
    more: bool = False
    hidden: bool = False


NO_MEETINGS = Meetings()
_HIDDEN = Meetings(hidden=True)


async def meetings_of(session: AsyncSession, whose: Whose, absence: Absence) -> Meetings:
    """Those that an absence stands in the way of: the ones that can be decided about once it is entered."""
    if not whose.sees_meetings:
        return _HIDDEN
    ahead = await time_ahead(session, absence)
    return _told(whose, await _between(session, whose, ahead, MOST_MEETINGS + 1)) if ahead else NO_MEETINGS


async def meetings_within(session: AsyncSession, whose: Whose, windows: Sequence[Window]) -> Meetings:
    """Those that lie in one of many windows of time, of which there is at least one."""
    if not whose.sees_meetings:
        return _HIDDEN
    whole = Window(min(one.start for one in windows), max(one.end for one in windows))
    found = await _between(session, whose, whole, MOST_LOOKED_AT)
    return _told(whose, [view for view in found if any(_lies_in(view, window) for window in windows)])


async def _between(session: AsyncSession, whose: Whose, window: Window, most: int) -> list[BookingView]:
    return await hosted(session, whose.owner.id, window, Page(most), whose.team_id)


def _lies_in(view: BookingView, window: Window) -> bool:
    return view.booking.starts_at < window.end and view.booking.ends_at > window.start


def _told(whose: Whose, found: Sequence[BookingView]) -> Meetings:
    return Meetings([_meeting(whose, view) for view in found[:MOST_MEETINGS]], len(found) > MOST_MEETINGS)


def _meeting(whose: Whose, view: BookingView) -> Meeting:
    booking, clock, owner = view.booking, whose.desk.clock, whose.owner
    is_his = booking.user_id == owner.id
    return Meeting(
        booking.uid,
        booking.title,
        clock.day(booking.starts_at),
        clock.span(booking.starts_at, booking.ends_at),
        None if is_his or view.organizer is None else view.organizer.shown_name,
        _beside(view, owner),
    )


def _beside(view: BookingView, owner: User) -> list[str]:
    return [row.name for row in other_hosts(view) if row.email.lower() != owner.email]
