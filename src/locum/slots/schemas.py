"""Slots and reservations on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from locum.kit.wire import Instant, WireInput, WireOutput
from locum.kit.wire_types import InstantText
from locum.slots.models import SlotReservation
from locum.slots.older_reservations import Wanted

LARGEST = 2**31 - 1


class SlotOutput(WireOutput):
    """A time that can be booked. What is not filled is left out."""

    start: str = Field(examples=["2050-09-05T09:00:00.000+02:00"])
    end: str | None = Field(default=None, description="Only with `format=range`")
    seats_booked: int | None = Field(default=None, description="This and what follows: only of event types with seats")
    seats_remaining: int | None = None
    seats_total: int | None = None
    booking_uid: str | None = Field(default=None, description="Of a slot in which somebody has a seat already")


class ReserveSlotInput(WireInput):
    """A slot to be kept for a while."""

    event_type_id: int = Field(examples=[1])
    slot_start: str = Field(examples=["2050-09-05T09:00:00Z"], description="ISO 8601; UTC when it names no offset")
    slot_duration: int | None = Field(
        default=None, description="Minutes; only for event types with several lengths, and one of those"
    )
    reservation_duration: int | None = Field(
        default=None,
        ge=1,
        le=LARGEST,
        description="Minutes; 5 if not given. Only for the event type's owner and his colleagues",
    )


class OlderReservationInput(WireInput):
    """A slot that a visitor has chosen, as older programs name it."""

    event_type_id: int
    slot_utc_start_date: InstantText
    slot_utc_end_date: InstantText
    booking_uid: str | None = Field(default=None, description="The booking in which a seat is taken")
    is_dry_run: bool | None = Field(default=None, alias="_isDryRun")

    def wanted(self) -> Wanted:
        """As the use case has it."""
        return Wanted(self.event_type_id, self.slot_utc_start_date, self.slot_utc_end_date, bool(self.booking_uid))


class ReservedSlotOutput(WireOutput):
    """A slot that is kept."""

    event_type_id: int
    slot_start: Instant
    slot_end: Instant
    slot_duration: int = Field(description="Minutes")
    reservation_uid: UUID
    reservation_until: Instant


class ReserveSlotOutput(ReservedSlotOutput):
    """A slot that was just kept, and for how long."""

    reservation_duration: int = Field(description="Minutes")


def reserved_out(reservation: SlotReservation) -> ReservedSlotOutput:
    """A row as clients see it."""
    return ReservedSlotOutput.model_construct(**_members(reservation))


def just_reserved_out(reservation: SlotReservation, now: datetime) -> ReserveSlotOutput:
    """A row as whoever reserved it sees it at that moment."""
    minutes = _minutes(now, reservation.until)
    return ReserveSlotOutput.model_construct(**_members(reservation), reservation_duration=minutes)


def _members(reservation: SlotReservation) -> dict[str, Any]:
    return {
        "event_type_id": reservation.event_type_id,
        "slot_start": reservation.starts_at,
        "slot_end": reservation.ends_at,
        "slot_duration": _minutes(reservation.starts_at, reservation.ends_at),
        "reservation_uid": reservation.uid,
        "reservation_until": reservation.until,
    }


def _minutes(start: datetime, end: datetime) -> int:
    return round((end - start).total_seconds() / 60)
