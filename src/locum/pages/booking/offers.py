"""Which day and month a visitor sees first, and what is free then."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from locum.kit.zones import date_of_day, end_of_day, minutes_in, start_of_day
from locum.pages.booking.month import DAYS_AT_ONCE, Offer, first_of_month, offer_of
from locum.slots.answer import SlotAnswer

FreeTimes = Callable[[datetime, datetime], Awaitable[SlotAnswer]]
"""Asks for what is free between two instants."""

LOOKS_AHEAD_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Sight:
    """What the page is about: a month, a day in it, what is free; and where free times begin after that, if seen."""

    month: date
    chosen: date
    offer: Offer
    next_free: date | None


async def sight(free_times: FreeTimes, zone: str, today: date, month: date | None, day: date | None) -> Sight:
    """The asked day, else the first free one of the asked month, else the first free one at all."""
    wanted = day if day and day >= today else None
    shown = max(first_of_month(wanted or month or today), first_of_month(today))
    offer = await _offer(free_times, zone, max(shown, today), _end_of_sight(shown, wanted))
    chosen = wanted or _first_in(offer, shown, today)
    if chosen is None and month is None:
        return await _first_at_all(free_times, zone, today, shown, offer)
    chosen = chosen or max(shown, today)
    next_free = offer.first_free(chosen)
    if next_free is None:
        next_free = (await _ahead(free_times, zone, _end_of_sight(shown, wanted))).first_free(chosen)
    return Sight(shown, chosen, offer, next_free)


async def sight_near(free_times: FreeTimes, zone: str, today: date, near: date) -> Sight:
    """A day that somebody has in mind, if anything is free on it; else the first free one after it, else at all."""
    if near < today:
        return await sight(free_times, zone, today, None, None)
    seen = await sight(free_times, zone, today, None, near)
    return seen if near in seen.offer.free else await sight(free_times, zone, today, None, seen.next_free)


def _end_of_sight(month: date, day: date | None) -> date:
    """The first date that is not seen: the month to its end, and a week from the chosen day."""
    end = first_of_month(month, 1)
    return max(end, day + timedelta(days=DAYS_AT_ONCE)) if day else end + timedelta(days=DAYS_AT_ONCE - 1)


def _first_in(offer: Offer, month: date, today: date) -> date | None:
    first = offer.first_free(max(month, today))
    return first if first and first < first_of_month(month, 1) else None


async def _first_at_all(free_times: FreeTimes, zone: str, today: date, shown: date, offer: Offer) -> Sight:
    first = offer.first_free(today) or (await _ahead(free_times, zone, _end_of_sight(shown, None))).first_free(today)
    if first is None:
        return Sight(shown, today, offer, None)
    return await sight(free_times, zone, today, None, first)


async def _ahead(free_times: FreeTimes, zone: str, after: date) -> Offer:
    return await _offer(free_times, zone, after, first_of_month(after, LOOKS_AHEAD_MONTHS))


async def _offer(free_times: FreeTimes, zone: str, first: date, end: date) -> Offer:
    """What is free from a date until before another, in the visitor's zone."""
    answer = await free_times(start_of_day(first, zone), end_of_day(end - timedelta(days=1), zone))
    local = minutes_in(zone)
    away = {day: absence_id for day, absence_id in answer.away_dates.items() if first <= day < end}
    away |= {date_of_day(local.local_day(slot.start)): slot.absence_id for slot in answer.away_slots}
    return offer_of(answer.slots, away, zone)
