"""What teams announce."""

from dataclasses import dataclass

from locum.db.events import Event


@dataclass(frozen=True, slots=True)
class TeamDeleted(Event):
    """A team, or an organization named as one, is about to go with everything that hangs from it."""

    team_id: int
    organization_id: int | None
