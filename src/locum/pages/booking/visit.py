"""One visit to a booking page: what is booked there, what the address asks for, how the visitor reads times."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import queries as bookings
from locum.bookings.views import BookingView
from locum.kit import clock as kit_clock
from locum.kit.errors import NotFound
from locum.pages.booking.asked import Asked
from locum.pages.booking.event import Event, event_at
from locum.pages.booking.ways import event_of_booking
from locum.pages.rendering import words_of
from locum.pages.when import Clock
from locum.pages.zones import wanted_zone
from locum.slots.answer import SlotAnswer
from locum.slots.availability import examine
from locum.slots.engine import away_slots, find_slots
from locum.slots.loading import Asked as Question
from locum.slots.loading import load_question


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything that the steps of booking have in common. `moved` is the booking that gets another time, if one is."""

    request: Request
    session: AsyncSession
    event: Event
    asked: Asked
    clock: Clock
    moved: BookingView | None

    @property
    def length(self) -> int:
        """Minutes of the meeting; a moved one keeps its length."""
        if self.moved is None:
            return self.event.length(self.asked.duration)
        return (self.moved.booking.ends_at - self.moved.booking.starts_at) // timedelta(minutes=1)

    async def free_times(self, start: datetime, end: datetime) -> SlotAnswer:
        """What is free between two instants."""
        question = Question(
            start,
            end,
            kit_clock.now(),
            booker_zone=self.clock.zone,
            duration=self.length,
            moved_uid=self.moved.booking.uid if self.moved else None,
            sources=False,
        )
        asked = await load_question(self.session, self.event.bookable, question)
        found = find_slots(asked)
        return found if self.event.inviter.person else replace(found, away_slots=away_slots(asked))

    async def is_free(self, slot: datetime) -> bool:
        """Whether a time can be booked; links may name times that are not offered as slots."""
        verdict = await examine(
            self.session,
            self.event.bookable,
            slot,
            slot + timedelta(minutes=self.length),
            now=kit_clock.now(),
            booker_zone=self.clock.zone,
            leaving_out_booking_id=self.moved.booking.id if self.moved else None,
        )
        return verdict.bookable


async def visit_of(request: Request, session: AsyncSession) -> Visit:
    """The visit that a request is part of. Raises NotFound for what is not there."""
    asked, uid = Asked.of(request.query_params.multi_items()), request.path_params.get("moved")
    if uid is not None:
        event, asked = await event_of_booking(session, uid), replace(asked, reschedule_uid=uid)
    else:
        event = await event_at(session, request.path_params)
    moved = await _moved(session, event, asked)
    return Visit(request, session, event, asked, _clock(request, event, asked, moved), moved)


async def _moved(session: AsyncSession, event: Event, asked: Asked) -> BookingView | None:
    """Raises NotFound for a booking of something else: booking anew instead of moving would surprise."""
    if asked.reschedule_uid is None:
        return None
    found = await bookings.by_uid(session, asked.reschedule_uid)
    if found is None or found.booking.event_type_id != (event.row.id or None):
        raise NotFound(f"Booking with uid={asked.reschedule_uid} was not found")
    return found


def _clock(request: Request, event: Event, asked: Asked, moved: BookingView | None) -> Clock:
    """In the zone that is asked for, unless the event type keeps to its owner's; who moves has one already."""
    words = words_of(request, event.row.interface_language)
    locked = event.row.lock_time_zone_toggle_on_booking_page
    known = moved.booker.time_zone if moved and moved.booker else None
    wishes = () if locked else (asked.zone, known)
    return Clock(words, wanted_zone(*wishes, event.inviter.time_zone), asked.cycle(words.locale))
