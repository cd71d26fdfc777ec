"""From a team's stored event types to their wire shape (event types sheet, sections 2, 9 and 10)."""

from collections.abc import Mapping, Sequence
from typing import Any

from locum.event_types.models import EventTypeHost
from locum.event_types.presenting import settings_members
from locum.event_types.schemas.team_output import HostOutput, TeamEventTypeOutput
from locum.organizations.models import Team
from locum.users.models import User

Stored = Mapping[str, Any]

UNLOCKED = ("locations", "scheduleId", "destinationCalendar")
"""What members may change on their child of a managed event type."""

_OF_TEAM = ("id", "name", "slug", "banner_url", "logo_url", "week_start", "brand_color", "dark_brand_color", "theme")


def present_host(user: User, host: EventTypeHost | None = None) -> HostOutput:
    """A host; with a row also how he takes part (round robin)."""
    return HostOutput(
        user_id=user.id,
        name=user.name or "",
        username=user.username or "",
        avatar_url=user.avatar_url,
        mandatory=None if host is None else host.mandatory,
        priority=None if host is None else host.priority,
    )


def present_hosts(stored: Stored, hosts: Sequence[tuple[EventTypeHost, User]]) -> list[HostOutput]:
    """The hosts of a team's event type; only round robin tells how each takes part."""
    told = stored["scheduling_type"] == "roundRobin"
    return [present_host(user, host if told else None) for host, user in hosts]


def present_team_event_type(
    stored: Stored, team: Team, hosts: Sequence[HostOutput], *, public: bool = False
) -> TeamEventTypeOutput:
    """A team's own event type."""
    members = settings_members(stored, public=public)
    if stored["scheduling_type"] == "managed":
        unlocked = {"unlockedFields": dict.fromkeys(UNLOCKED, True)}
        members["metadata"] = {**members["metadata"], "managedEventConfig": unlocked}
    return TeamEventTypeOutput.model_validate(
        {
            **members,
            "team_id": team.id,
            "owner_id": None,
            "parent_event_type_id": None,
            "hosts": list(hosts),
            "assign_all_team_members": stored["assign_all_team_members"],
            "scheduling_type": stored["scheduling_type"],
            "team": {name: getattr(team, name) for name in _OF_TEAM},
            "email_settings": stored["email_settings"],
            "reschedule_with_same_round_robin_host": stored["reschedule_with_same_round_robin_host"],
        }
    )
