"""From a team's stored event types to their wire shape (event types sheet, sections 2, 9 and 10)."""

from collections.abc import Iterable, Mapping
from typing import Any

from locum.event_types.models import EventType, stored_settings
from locum.event_types.presenting import settings_members
from locum.event_types.rules.managed import UNLOCKED
from locum.event_types.rules.team import MANAGED, ROUND_ROBIN
from locum.event_types.schemas.team_output import DeletedTeamEventTypeOutput, HostOutput, TeamEventTypeOutput
from locum.event_types.team_queries import HostRow
from locum.organizations.models import Team

_OF_TEAM = ("id", "name", "slug", "banner_url", "logo_url", "week_start", "brand_color", "dark_brand_color", "theme")

_OF_ROUNDS = ("reschedule_with_same_round_robin_host", "weights_enabled", "max_lead_threshold", "include_no_shows")


def _host(row: HostRow, *, takes_turns: bool) -> HostOutput:
    """A host; only round robin tells how he takes part."""
    return HostOutput.model_construct(
        user_id=row.user_id,
        name=row.name or "",
        username=row.username or "",
        avatar_url=row.avatar_url,
        mandatory=row.mandatory if takes_turns else None,
        priority=row.priority if takes_turns else None,
        weight=row.weight if takes_turns else None,
        group_id=row.group_key if takes_turns else None,
    )


def _members(event_type: EventType, team: Team) -> dict[str, Any]:
    stored = stored_settings(event_type)
    return {
        **settings_members(stored, public=False),
        "team_id": event_type.team_id,
        "owner_id": event_type.user_id,
        "parent_event_type_id": event_type.parent_id,
        "hosts": [],
        "scheduling_type": event_type.scheduling_type,
        "team": {name: getattr(team, name) for name in _OF_TEAM},
        "email_settings": event_type.email_settings,
        **{name: stored[name] for name in _OF_ROUNDS},
    }


def present_team_event_type(event_type: EventType, team: Team, hosts: Iterable[HostRow]) -> TeamEventTypeOutput:
    """A team's own event type."""
    members = _members(event_type, team)
    if event_type.scheduling_type == MANAGED:
        unlocked = {"unlockedFields": dict.fromkeys(UNLOCKED, True)}
        members["metadata"] = {**members["metadata"], "managedEventConfig": unlocked}
    takes_turns = event_type.scheduling_type == ROUND_ROBIN
    members["hosts"] = [_host(row, takes_turns=takes_turns) for row in hosts]
    return TeamEventTypeOutput.model_validate(
        {**members, "assign_all_team_members": event_type.assign_all_team_members}
    )


def present_child(child: EventType, team: Team) -> TeamEventTypeOutput:
    """A member's child of a managed event type, as its team is told of it."""
    return TeamEventTypeOutput.model_validate(_members(child, team))


def present_many(
    event_types: Iterable[EventType], teams: Mapping[int, Team], hosts: Mapping[int, list[HostRow]]
) -> list[TeamEventTypeOutput]:
    """Event types of these teams."""
    return [present_team_event_type(one, teams[one.team_id or 0], hosts.get(one.id, ())) for one in event_types]


def present_deleted(event_type: EventType) -> DeletedTeamEventTypeOutput:
    """What is told of an event type that is gone."""
    return DeletedTeamEventTypeOutput(id=event_type.id, title=event_type.title)
