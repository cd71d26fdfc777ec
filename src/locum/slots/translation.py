"""An event type's settings as the slot engine wants them."""

from collections.abc import Mapping
from datetime import date

from locum.event_types.rules import limits as stored
from locum.event_types.rules.settings import EventTypeSettings
from locum.event_types.rules.window import BookingWindow, RangeWindow
from locum.kit.zones import DAY
from locum.slots.question import DateRange, DaysAhead, EventSettings, Kind, Limits, Unit

LONGEST_BUFFER = 366 * DAY
"""Minutes. Nothing is booked closer than that, and instants stay within the calendar."""

_FIRST_DATE, _LAST_DATE = date(1970, 1, 1), date(9990, 12, 31)
"""Dates that every zone can put on a clock; whoever says 9999-12-31 means for ever."""

_UNITS = (Unit.YEAR, Unit.MONTH, Unit.WEEK, Unit.DAY)


def kind_of(settings: EventTypeSettings) -> Kind:
    """How the hosts come together. What belongs to nobody is a meeting of persons who were asked for together."""
    if settings.scheduling_type == "roundRobin":
        return Kind.ROUND_ROBIN
    if settings.team_id is not None:
        return Kind.COLLECTIVE
    return Kind.ONE_HOST if settings.owner_id is not None else Kind.DYNAMIC


def engine_settings(settings: EventTypeSettings) -> EventSettings:
    """The settings that decide about slots. The zone of its own schedule and its team's limits are not yet known."""
    timing = settings.timing
    return EventSettings(
        kind=kind_of(settings),
        length=timing.length,
        slot_interval=timing.slot_interval,
        offset_start=timing.offset_start,
        minimum_notice=timing.minimum_notice,
        before_buffer=min(timing.before_buffer, LONGEST_BUFFER),
        after_buffer=min(timing.after_buffer, LONGEST_BUFFER),
        limits=Limits(_by_unit(timing.count_limits), _by_unit(timing.duration_limits)),
        booking_window=_window(timing.window),
        first_slot_only=timing.first_slot_only,
        optimized=timing.optimized,
        seats=settings.rules.seats.per_slot if settings.rules.seats else None,
    )


def _by_unit(limits: stored.Limits) -> dict[Unit, int]:
    found = ((unit, getattr(limits, unit.value)) for unit in _UNITS)
    return {unit: limit for unit, limit in found if limit is not None}


def _window(window: BookingWindow | None) -> DaysAhead | DateRange | None:
    if window is None:
        return None
    if isinstance(window, RangeWindow):
        return DateRange(_within_clocks(window.first), _within_clocks(window.last))
    return DaysAhead(window.days, window.kind == "businessDays", window.rolling)


def _within_clocks(day: date) -> date:
    return min(max(day, _FIRST_DATE), _LAST_DATE)


def team_limits(booking_limits: Mapping[str, int] | None) -> Limits:
    """A team's own limits, kept as `{"PER_DAY": 3}`: numbers of bookings."""
    found = ((unit, (booking_limits or {}).get(f"PER_{unit.name}")) for unit in _UNITS)
    return Limits({unit: limit for unit, limit in found if limit is not None})
