"""What holidays announce."""

from dataclasses import dataclass

from locum.db.events import Event


@dataclass(frozen=True, slots=True)
class HolidaysChosen(Event):
    """A person, or an organization for its people, keeps other holidays now. One of the two."""

    user_id: int | None = None
    organization_id: int | None = None
