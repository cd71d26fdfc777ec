"""Confirmation, seats, recurrence, active bookings, cancelling and moving (event types sheet, sections 4 and 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

Stored = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ConfirmationPolicy:
    """Bookings wait for the host's yes: all of them (`threshold` None), or those made at short notice."""

    threshold: timedelta | None
    unit: timedelta
    """The notice is measured in whole units of this length."""
    blocks_slot: bool
    """Whether a booking that waits closes its slot."""

    @classmethod
    def of(cls, stored: Stored) -> "ConfirmationPolicy | None":
        """From the stored form; None: bookings are accepted at once."""
        if stored is None:
            return None
        notice = stored.get("noticeThreshold") if stored["type"] == "time" else None
        unit = timedelta(hours=1) if notice and notice["unit"] == "hours" else timedelta(minutes=1)
        return cls(notice["count"] * unit if notice else None, unit, stored["blockUnconfirmedBookingsInBooker"])


def needs_confirmation(policy: ConfirmationPolicy | None, start: datetime, now: datetime) -> bool:
    """Whether a booking of `start` made at `now` waits for confirmation (bookings sheet, section 3.4).

    With a threshold: when the start is at most that far away, the difference cut to whole units.
    """
    if policy is None:
        return False
    if policy.threshold is None:
        return True
    return (start - now) // policy.unit * policy.unit <= policy.threshold


@dataclass(frozen=True, slots=True)
class Seats:
    """One slot for several bookers."""

    per_slot: int
    show_attendees: bool
    show_availability: bool

    @classmethod
    def of(cls, stored: Stored) -> "Seats | None":
        """From the stored form; None: a slot belongs to one booker."""
        if stored is None:
            return None
        return cls(stored["seatsPerTimeSlot"], stored["showAttendeeInfo"], stored["showAvailabilityCount"])


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A booking is a series: every `interval` weeks, months or years, `occurrences` times at most."""

    interval: int
    occurrences: int
    frequency: Literal["weekly", "monthly", "yearly"]

    @classmethod
    def of(cls, stored: Stored) -> "Recurrence | None":
        """From the stored form; None: single bookings."""
        if stored is None:
            return None
        return cls(stored["interval"], stored["occurrences"], stored["frequency"])


@dataclass(frozen=True, slots=True)
class ActiveBookingsLimit:
    """So many future accepted bookings of one booker (by e-mail); None: only the offer is set."""

    maximum: int | None
    offer_reschedule: bool

    @classmethod
    def of(cls, stored: Stored) -> "ActiveBookingsLimit | None":
        """From the stored form; None: no limit."""
        if stored is None:
            return None
        return cls(stored.get("maximumActiveBookings"), stored.get("offerReschedule", False))


def forbids_cancelling(stored: Stored) -> bool:
    """Whether bookers may not cancel, from the stored form; never set: they may."""
    return bool(stored and stored.get("disabled", False))


@dataclass(frozen=True, slots=True)
class Rescheduling:
    """Whether bookings can be moved: never, or not any more in the last so many minutes."""

    disabled: bool = False
    minutes_before: int | None = None

    @classmethod
    def of(cls, stored: Stored) -> "Rescheduling":
        """From the stored form; never set: always allowed. A plain `disabled` wins over the minutes."""
        disabled = bool(stored and stored.get("disabled", False))
        return cls(disabled, None if disabled or stored is None else stored.get("minutesBefore"))

    def allows(self, start: datetime, now: datetime) -> bool:
        """Whether a booking of `start` may be moved at `now`."""
        if self.disabled:
            return False
        return self.minutes_before is None or start - now >= timedelta(minutes=self.minutes_before)
