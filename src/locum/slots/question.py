"""What the slot engine is asked. Instants in bulk are whole minutes since 1970-01-01T00:00Z (`locum.kit.zones`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from locum.kit.intervals import Interval
from locum.slots.schedule import Absence, Schedule


class Kind(StrEnum):
    """How the hosts of an event type come together (slots sheet, section 9)."""

    ONE_HOST = "one_host"
    """A user's event type, a managed child too. Has exactly one host."""
    COLLECTIVE = "collective"
    ROUND_ROBIN = "round_robin"
    DYNAMIC = "dynamic"
    """Several users asked for at once: collective rules."""


class Unit(StrEnum):
    """Periods of booking limits, the largest first. Weeks start on Sunday."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be booked in a period: numbers of bookings, and minutes (slots sheet, section 6)."""

    count: Mapping[Unit, int] = field(default_factory=dict)
    duration: Mapping[Unit, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DaysAhead:
    """Bookable for a number of days; `rolling` counts only dates that have a slot (slots sheet, section 7)."""

    days: int
    business: bool = False
    rolling: bool = False


@dataclass(frozen=True, slots=True)
class DateRange:
    """Bookable from one date to another, both included, in the event's zone (slots sheet, section 7)."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class EventSettings:
    """The settings of an event type that decide about slots. Lengths, buffers and notice in minutes."""

    kind: Kind
    length: int
    slot_interval: int | None = None
    offset_start: int = 0
    minimum_notice: int = 0
    before_buffer: int = 0
    after_buffer: int = 0
    limits: Limits = field(default_factory=Limits)
    team_limits: Limits = field(default_factory=Limits)
    """Counted over all event types of the team."""
    booking_window: DaysAhead | DateRange | None = None
    first_slot_only: bool = False
    optimized: bool = False
    seats: int | None = None
    zone: str | None = None
    """Zone of the event type's own schedule; None when it has none and each host uses his."""


class BusyBooking(NamedTuple):
    """A booking that takes a host's time, with the buffers of its own event type."""

    start: int
    end: int
    before: int = 0
    after: int = 0
    uid: str = ""
    same_type: bool = False
    """Whether it is of the asked event type (decides for seats)."""


class CalendarBusy(NamedTuple):
    """Busy time of a connected calendar. `booking_uid` when it is the copy of a booking made here."""

    start: int
    end: int
    booking_uid: str | None = None


class CountedBooking(NamedTuple):
    """An accepted booking as limits and seats see it."""

    start: int
    end: int
    organizer_id: int
    uid: str = ""
    seats_taken: int = 0
    """Its attendees, host addresses left out for team event types."""


@dataclass(frozen=True, slots=True)
class Host:
    """One whose calendar counts. Data outside the window does no harm."""

    user_id: int
    schedule: Schedule
    profile_zone: str = "UTC"
    fixed: bool = False
    """Must attend every booking; matters in round robin only."""
    group: str | None = None
    """Host group in round robin; hosts without one form a group of their own."""
    absences: tuple[Absence, ...] = ()
    bookings: tuple[BusyBooking, ...] = ()
    calendar: tuple[CalendarBusy, ...] = ()
    reservations: tuple[Interval, ...] = ()
    """Live reservations of this host, of any event type; those of a seat left out."""
    calendars_unreadable: bool = False
    busy: tuple[Interval, ...] = ()
    """Time taken by bookings with their own buffers, of which nothing else matters; in no order."""


@dataclass(frozen=True, slots=True)
class SlotQuestion:
    """Everything the engine needs for one answer. `start`, `end` and `now` are aware instants."""

    settings: EventSettings
    hosts: tuple[Host, ...]
    start: datetime
    end: datetime
    now: datetime
    booker_zone: str = "UTC"
    duration: int | None = None
    """Asked length in minutes, if it differs from the event type's; 0 counts as absent."""
    bookings: tuple[CountedBooking, ...] = ()
    """Accepted bookings of this event type, of all hosts: for limits and seats."""
    team_bookings: tuple[CountedBooking, ...] = ()
    """Accepted bookings of all event types of the team: for team limits."""
    seat_reservations: tuple[int, ...] = ()
    """Starts of the live seat reservations of this event type, one entry for each seat."""
    reschedule_uid: str | None = None
    """The booking that is being moved: not busy, not counted, nor is its calendar copy."""

    @property
    def length(self) -> int:
        """Minutes of a slot."""
        return self.duration or self.settings.length

    @property
    def step(self) -> int:
        """Minutes from one slot to the next, offset aside."""
        return max(1, self.settings.slot_interval or self.length)

    @property
    def period_zone(self) -> str:
        """The zone in which limits count days, weeks, months and years (slots sheet, section 6)."""
        if self.settings.zone:
            return self.settings.zone
        return self.hosts[0].profile_zone if self.hosts else "UTC"

    @property
    def event_zone(self) -> str:
        """The zone of a `DateRange` (slots sheet, section 7)."""
        if self.settings.zone:
            return self.settings.zone
        return self.hosts[0].schedule.zone if self.hosts else "UTC"
