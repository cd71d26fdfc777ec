"""The first step of booking: a day and a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.kit import clock as kit_clock
from locum.mail.catalogue import Words
from locum.pages import zones
from locum.pages.booking import substitutes
from locum.pages.booking.asked import Asked
from locum.pages.booking.event import Event
from locum.pages.booking.month import DAYS_AT_ONCE, DayTimes, Month, Time, days_from, month_grid
from locum.pages.booking.offers import FreeTimes, Sight, sight
from locum.pages.booking.what import Link, What, what_of
from locum.pages.people import display_name
from locum.pages.rendering import here, url
from locum.pages.when import Clock, short_day
from locum.pages.zones import ZoneChoice


@dataclass(frozen=True, slots=True)
class AwayNotice:
    """What is said on a day off."""

    text: str
    note: str | None
    link: str | None
    link_text: str | None


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day to go to."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class DayView:
    """One day of the list."""

    value: str
    name: str
    times: Sequence[Time]
    is_chosen: bool
    announcement: str
    away: AwayNotice | None
    next_free: NamedDay | None
    is_last: bool
    """Nothing is free after it for as long as anybody looked."""


@dataclass(frozen=True, slots=True)
class ChooseView:
    """Everything the page shows."""

    what: What
    address: str
    month: Month
    days: Sequence[DayView]
    chosen: str
    earlier: str | None
    later: str
    zone: str
    zone_locked: bool
    zone_asked: bool
    zones: Sequence[ZoneChoice]
    zones_address: str
    all_zones: str
    cycles: Sequence[Link]
    carried_by_ask: Sequence[tuple[str, str]]
    carried_by_times: Sequence[tuple[str, str]]
    is_listed: bool
    refusal: str | None = None

    @property
    def has_times(self) -> bool:
        """Whether there is anything to choose."""
        return any(day.times for day in self.days)


async def choose_view(
    request: Request,
    session: AsyncSession,
    event: Event,
    asked: Asked,
    clock: Clock,
    free_times: FreeTimes,
    *,
    refusal: str | None = None,
    moving: str | None = None,
) -> ChooseView:
    """The page for a visitor."""
    now = kit_clock.now()
    today = clock.local(now).date()
    seen = await sight(free_times, clock.zone, today, asked.month, asked.day)
    locale = clock.words.locale
    grid = month_grid(clock, seen.offer, seen.month, today=today, chosen=seen.chosen, first=locale.first_week_day)
    earlier = max(seen.chosen - timedelta(days=DAYS_AT_ONCE), today)
    zone_asked, locked = asked.zone is not None, event.row.lock_time_zone_toggle_on_booking_page
    return ChooseView(
        what=what_of(request, event, asked, clock, moving=moving),
        address=url_without_query(request, event),
        month=grid,
        days=await _days(request, session, event, clock, seen),
        chosen=seen.chosen.isoformat(),
        earlier=earlier.isoformat() if seen.chosen > today else None,
        later=(seen.chosen + timedelta(days=DAYS_AT_ONCE)).isoformat(),
        zone=clock.zone,
        zone_locked=locked,
        zone_asked=zone_asked,
        zones=[] if locked else zones.common(locale, now, clock.zone, zones.wanted_zone(event.owner.time_zone)),
        zones_address=url(request, f"/static/zones/{locale.language}"),
        all_zones=here(request, choose="zone"),
        cycles=[
            Link(clock.words.text(f"book.hours_{cycle}"), here(request, hours=cycle), cycle == clock.cycle, str(cycle))
            for cycle in (12, 24)
        ],
        carried_by_ask=asked.carried("date", "month", "slot", "cal.tz", "choose"),
        carried_by_times=[*asked.carried("date", "month", "slot", "cal.tz", "choose"), ("cal.tz", clock.zone)],
        is_listed=not event.row.hidden,
        refusal=refusal,
    )


def url_without_query(request: Request, event: Event) -> str:
    """The address of the page alone: its forms bring the query."""
    return url(request, event.path).partition("?")[0]


async def _days(request: Request, session: AsyncSession, event: Event, clock: Clock, seen: Sight) -> Sequence[DayView]:
    seats = event.bookable.settings.rules.seats
    shown = days_from(clock, seen.offer, seen.chosen, shows_seats=bool(seats and seats.show_availability))
    notices = await _notices(request, session, event, clock, shown)
    return [_day(clock, seen, day, notices) for day in shown]


def _day(clock: Clock, seen: Sight, day: DayTimes, notices: Mapping[str, AwayNotice]) -> DayView:
    words = clock.words
    after = seen.offer.first_free(date.fromisoformat(day.value)) or seen.next_free
    announcement = (
        words.text("book.times_on", times=words.count("times", len(day.times)), day=day.name)
        if day.times
        else words.text("book.none_on", day=day.name)
    )
    return DayView(
        value=day.value,
        name=day.name,
        times=day.times,
        is_chosen=day.is_chosen,
        announcement=announcement,
        away=notices.get(day.value),
        next_free=None if day.times or after is None else NamedDay(after.isoformat(), short_day(words.locale, after)),
        is_last=after is None,
    )


async def _notices(
    request: Request, session: AsyncSession, event: Event, clock: Clock, days: Sequence[DayTimes]
) -> Mapping[str, AwayNotice]:
    """What is said on the days off among those shown, by day."""
    wanted = {day.absence_id for day in days if day.absence_id is not None}
    if not wanted:
        return {}
    # The absence is in the owner's zone, the day in the visitor's.
    since = date.fromisoformat(days[0].value) - timedelta(days=1)
    known = await substitutes.absences_of(session, event.owner.id, since)
    notices: dict[str, AwayNotice] = {}
    for day in days:
        absence = known.get(day.absence_id) if day.absence_id is not None else None
        if absence is not None:
            notices[day.value] = await _notice(request, session, event, clock.words, day.name, absence)
    return notices


async def _notice(
    request: Request, session: AsyncSession, event: Event, words: Words, day: str, absence: Absence
) -> AwayNotice:
    away = await substitutes.told(session, absence, event.row.slug)
    path, name = away.substitute_path, away.substitute
    return AwayNotice(
        text=words.text("book.away_on", name=display_name(event.owner), day=day),
        note=away.note,
        link=url(request, path) if path else None,
        link_text=words.text("book.away_instead", name=name) if path and name else None,
    )
