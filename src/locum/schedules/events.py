"""What schedules announce."""

from dataclasses import dataclass

from locum.db.events import Event


@dataclass(frozen=True, slots=True)
class HoursChanged(Event):
    """Somebody's schedules, or which of them is his default, are others now: he may be back on another day."""

    user_id: int
