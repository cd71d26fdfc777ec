"""The first step of booking: a day and a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from locum.kit import clock as kit_clock
from locum.pages import zones
from locum.pages.booking import layouts
from locum.pages.booking.month import DAYS_AT_ONCE, DayTimes, Month, Time, days_from, month_grid
from locum.pages.booking.notices import AwayNotice, notices_on
from locum.pages.booking.offers import Sight, sight, sight_near
from locum.pages.booking.visit import Visit
from locum.pages.booking.what import Link, What, what_of
from locum.pages.rendering import here, url
from locum.pages.when import Clock, short_day
from locum.pages.zones import ZoneChoice


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
    layout: str
    layouts: Sequence[Link]
    """Nothing where there is no choice."""
    carried_by_ask: Sequence[tuple[str, str]]
    carried_by_times: Sequence[tuple[str, str]]
    is_listed: bool
    refusal: str | None = None

    @property
    def has_times(self) -> bool:
        """Whether there is anything to choose."""
        return any(day.times for day in self.days)


async def choose_view(visit: Visit, *, refusal: str | None = None) -> ChooseView:
    """The page for a visitor."""
    request, asked, clock, now = visit.request, visit.asked, visit.clock, kit_clock.now()
    today = clock.local(now).date()
    seen = await _sight(visit, today)
    locale = clock.words.locale
    earlier = max(seen.chosen - timedelta(days=DAYS_AT_ONCE), today)
    locked = visit.event.row.lock_time_zone_toggle_on_booking_page
    allowed = layouts.layouts_of(visit.event.row.booker_layouts)
    carried = asked.carried("date", "month", "slot", "cal.tz", "choose")
    return ChooseView(
        what=what_of(visit),
        address=url(request, visit.event.path).partition("?")[0],
        month=month_grid(clock, seen.offer, seen.month, today=today, chosen=seen.chosen, first=locale.first_week_day),
        days=await _days(visit, seen),
        chosen=seen.chosen.isoformat(),
        earlier=earlier.isoformat() if seen.chosen > today else None,
        later=(seen.chosen + timedelta(days=DAYS_AT_ONCE)).isoformat(),
        zone=clock.zone,
        zone_locked=locked,
        zone_asked=asked.zone is not None or visit.moved is not None,
        zones=[] if locked else zones.common(locale, now, clock.zone, zones.wanted_zone(visit.event.inviter.time_zone)),
        zones_address=url(request, f"/static/zones/{locale.language}").partition("?")[0],
        all_zones=here(request, choose="zone"),
        cycles=[
            Link(clock.words.text(f"book.hours_{cycle}"), here(request, hours=cycle), cycle == clock.cycle, str(cycle))
            for cycle in (12, 24)
        ],
        layout=layouts.chosen(allowed, asked.first_of("layout")),
        layouts=_layouts(visit, allowed),
        carried_by_ask=carried,
        carried_by_times=[*carried, ("cal.tz", clock.zone)],
        is_listed=visit.event.is_listed and visit.moved is None,
        refusal=refusal,
    )


async def _sight(visit: Visit, today: date) -> Sight:
    """What the address asks for; who moves a booking and asks for nothing begins where it is."""
    asked, zone = visit.asked, visit.clock.zone
    if visit.moved is None or asked.month or asked.day:
        return await sight(visit.free_times, zone, today, asked.month, asked.day)
    return await sight_near(visit.free_times, zone, today, visit.clock.local(visit.moved.booking.starts_at).date())


def _layouts(visit: Visit, allowed: Sequence[str]) -> Sequence[Link]:
    if len(allowed) < 2:
        return []
    now = layouts.chosen(allowed, visit.asked.first_of("layout"))
    return [
        Link(visit.clock.words.text(f"book.layout_{one}"), here(visit.request, layout=layouts.NAMES[one]), one == now)
        for one in (layouts.MONTH, layouts.COLUMNS)
    ]


async def _days(visit: Visit, seen: Sight) -> Sequence[DayView]:
    seats = visit.event.bookable.settings.rules.seats
    shown = days_from(visit.clock, seen.offer, seen.chosen, shows_seats=bool(seats and seats.show_availability))
    notices = await notices_on(visit, shown)
    return [_day(visit.clock, seen, day, notices) for day in shown]


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
