"""`/dashboard/bookings`: what is booked with somebody, and with others where that is his business."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.listing import AskedOf, Listed
from locum.bookings.rules.listing import Bucket, Filters, order_of
from locum.bookings.rules.status import Status
from locum.bookings.views import BookingView
from locum.http.session import Session
from locum.kit import clock
from locum.pages.dashboard.booking_ranges import Range, ranges
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.listing import Leaf, leaf
from locum.pages.rendering import here

router = APIRouter(include_in_schema=False)

BOOKINGS = "/dashboard/bookings"
AT_ONCE = 25
MOST_NAMES = 3
_LONGEST = 320
_TABS = (Bucket.UPCOMING, Bucket.UNCONFIRMED, Bucket.RECURRING, Bucket.PAST, Bucket.CANCELLED)


@dataclass(frozen=True, slots=True)
class Row:
    """A booking in the list. `state` is a key of the catalogue, of whatever is out of the ordinary."""

    uid: str
    title: str
    day: str
    span: str
    with_whom: str
    host: str | None
    state: str | None
    may_answer: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What the address asks for."""

    bucket: Bucket
    whose: Range
    event_type_id: int | None
    attendee: str

    @property
    def filters(self) -> Filters:
        """As lists take it."""
        only = (self.event_type_id,) if self.event_type_id else ()
        return Filters((self.bucket,), attendee_email=self.attendee or None, event_type_ids=only)

    async def answer(self, session: AsyncSession, desk: Desk, pages: Leaf) -> Listed:
        """One page of what is asked for."""
        asked = AskedOf(self.filters, order_of([self.bucket]))
        return await self.whose.listed(session, desk, asked, pages.exact)


@router.get(BOOKINGS)
async def bookings(session: Session, desk: CurrentDesk) -> Response:
    """One page of the bookings that are asked for."""
    query, pages = desk.request.query_params, leaf(desk.request, AT_ONCE)
    known = await ranges(session, desk, query.get("of", ""))
    whose = known.find(query.get("of", ""))
    kinds = [(str(kind.id), kind.title) for kind in await whose.event_types(session, desk)]
    kind = query.get("type", "")
    asked = Question(
        _bucket(query.get("show", "")),
        whose,
        int(kind) if kind in dict(kinds) else None,
        query.get("attendee", "").strip()[:_LONGEST],
    )
    found = await asked.answer(session, desk, pages)
    return desk.show(
        "bookings.html",
        desk.text("bookings.title"),
        path=BOOKINGS,
        rows=[_row(desk, whose, view) for view in found.views],
        tabs=_tabs(desk, asked.bucket),
        asked=asked,
        ranges=known,
        kinds=kinds,
        is_narrowed=not whose.is_mine or bool(asked.event_type_id or asked.attendee),
        pages=pages,
        total=found.total,
        span=pages.told(desk.words, len(found.views), found.total),
    )


def _bucket(text: str) -> Bucket:
    return Bucket(text) if text in set(Bucket) else Bucket.UPCOMING


def _tabs(desk: Desk, chosen: Bucket) -> Sequence[tuple[str, str, bool]]:
    return [
        (here(desk.request, show=one.value, page=None), desk.text(f"bookings.show.{one}"), one is chosen)
        for one in _TABS
    ]


def _row(desk: Desk, whose: Range, view: BookingView) -> Row:
    booking, reads = view.booking, desk.clock
    waits = booking.status == Status.PENDING and booking.ends_at > clock.now()
    return Row(
        booking.uid,
        booking.title,
        reads.day(booking.starts_at),
        reads.span(booking.starts_at, booking.ends_at),
        _names(desk, [one.name or one.email for one in view.shown_attendees() if one.kind != "host"]),
        None if whose.is_mine or view.organizer is None else view.organizer.shown_name,
        _state(view, waits=waits),
        # Whoever hosts may answer; of others the booking's own page knows.
        waits and booking.user_id == desk.person.id,
    )


def _names(desk: Desk, names: Sequence[str]) -> str:
    shown, more = ", ".join(names[:MOST_NAMES]), len(names) - MOST_NAMES
    return f"{shown} {desk.words.count('bookings.more', more)}" if more > 0 else shown


def _state(view: BookingView, *, waits: bool) -> str | None:
    booking = view.booking
    if waits:
        return "bookings.state.waits"
    if booking.rescheduled_to_uid:
        return "bookings.state.moved"
    states = {Status.CANCELLED: "bookings.state.cancelled", Status.REJECTED: "bookings.state.rejected"}
    return states.get(Status(booking.status))
