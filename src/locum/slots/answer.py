"""What the slot engine answers. Instants are whole minutes since 1970-01-01T00:00Z (`locum.kit.zones`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Seats(NamedTuple):
    """Seats of one slot (slots sheet, section 10). `booking_uid` is None while nobody booked it."""

    booked: int
    remaining: int
    total: int
    booking_uid: str | None


class Slot(NamedTuple):
    """A time that can be booked; `seats` only for event types with seats."""

    start: int
    seats: Seats | None = None


class AwaySlot(NamedTuple):
    """A time that could be booked if a host were not away."""

    start: int
    absence_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class SlotAnswer:
    """Slots in ascending order. The `away` parts are filled for event types with one host only."""

    slots: tuple[Slot, ...] = ()
    away_slots: tuple[AwaySlot, ...] = ()
    away_dates: Mapping[date, int] = field(default_factory=dict)
    """Days off of the one host inside the window, as dates of his schedule's zone -> id of the absence."""


class Reason(StrEnum):
    """Why a time cannot be had."""

    PAST = "past"
    NOTICE = "notice"
    """Sooner than the minimum notice allows."""
    WINDOW = "window"
    """Outside the dates on which the event type can be booked."""
    NO_HOSTS = "no_hosts"
    OUTSIDE_HOURS = "outside_hours"
    ABSENCE = "absence"
    LIMIT = "limit"
    """A booking limit closes the period."""
    BUSY = "busy"
    CALENDAR_UNREADABLE = "calendar_unreadable"


class Obstacle(NamedTuple):
    """One reason, with what it points at where that is known."""

    reason: Reason
    absence_id: int | None = None
    booking_uid: str | None = None


class HostVerdict(NamedTuple):
    """Whether one host could take the time: free exactly when there is no obstacle."""

    user_id: int
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a time can be booked, and if not, why."""

    bookable: bool
    reason: Obstacle | None
    """The one to tell about: the first of the event type's, else of a host without whom it cannot be."""
    obstacles: tuple[Obstacle, ...]
    """What stands against it whoever the hosts are."""
    hosts: tuple[HostVerdict, ...]

    @property
    def free_hosts(self) -> tuple[int, ...]:
        """The user ids of hosts who could take it, in host order."""
        return tuple(host.user_id for host in self.hosts if not host.obstacles)
