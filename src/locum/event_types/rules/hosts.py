"""Who takes bookings of an event type (event types sheet, section 9)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Priority = Literal["lowest", "low", "medium", "high", "highest"]


@dataclass(frozen=True, slots=True)
class Host:
    """One who takes bookings. For a person's event type that is its owner, who attends every booking."""

    user_id: int
    mandatory: bool = True
    priority: Priority = "medium"
    """Among the free hosts that are not mandatory only those of the highest priority are candidates."""
    weight: int = 100
    """Share of the bookings, compared with the other hosts of the round."""
    group_key: str | None = None
    schedule_id: int | None = None
    """His own choice for this event type; None: the event type's, else his default one."""
    since: datetime | None = field(default=None, compare=False)
    """The instant from which he takes bookings; None for the owner of a person's event type."""
