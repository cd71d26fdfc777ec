"""Managed event types: what members' children take from the parent (event types sheet, section 10)."""

from collections.abc import Mapping
from typing import Any

from locum.kit.errors import BadRequest

UNLOCKED = ("locations", "scheduleId", "destinationCalendar")
"""What members may change on their child, by its name on the wire."""

_UNLOCKED = frozenset({"locations", "schedule_id", "destination_calendar"})
# Somebody's own: a schedule or calendar of whoever made the parent is none of the members'.
_OF_ONE_PERSON = frozenset({"schedule_id", "destination_calendar"})
_OF_TEAMS = frozenset(
    {
        "scheduling_type",
        "assign_all_team_members",
        "reschedule_with_same_round_robin_host",
        "weights_enabled",
        "max_lead_threshold",
        "include_no_shows",
    }
)

Settings = Mapping[str, Any]


def settings_of_child(parent: Settings, columns: Settings) -> dict[str, Any]:
    """What a new child begins with. `columns` are those that an event type's settings have."""
    taken = {name: parent[name] for name in columns if name not in _OF_ONE_PERSON | _OF_TEAMS}
    return taken | dict.fromkeys(_OF_ONE_PERSON)


def followed(changed: Settings) -> dict[str, Any]:
    """What of a change of the parent holds for all its children."""
    return {name: value for name, value in changed.items() if name not in _UNLOCKED | _OF_TEAMS}


def followed_unless_own(changed: Settings) -> dict[str, Any]:
    """What of it holds for those whose member has not chosen something else."""
    return {name: value for name, value in changed.items() if name in _UNLOCKED - _OF_ONE_PERSON}


def check_locked(shown: Settings, changed: Settings) -> None:
    """A member changes nothing on his child but what is unlocked. Raises BadRequest.

    Both are settings as they are answered, so that an answer can be sent back.
    """
    locked = [name for name, value in shown.items() if name not in UNLOCKED and changed[name] != value]
    if locked:
        raise BadRequest(f"The managed event type of the team decides about {', '.join(locked)}.")
