"""Event types as slots, bookings and pages want them: settings with their meaning, and who hosts.

Statements are built once; asking does not depend on who asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import queries
from locum.event_types.models import EventType, EventTypeHost
from locum.event_types.rules.hosts import Host
from locum.event_types.rules.settings import EventTypeSettings, settings_of
from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.organizations.models import Team
from locum.users.models import User

_columns = EventType.__table__.c
_hosts = EventTypeHost.__table__.c

_is_managed = User.platform_client_id.is_not(None)
_WITH_TEAM = select(
    *_columns,
    Team.name.label("team_name"),
    Team.booking_limits.label("team_limits"),
    Team.include_managed_events_in_limits.label("team_counts_managed"),
    or_(
        exists().where(User.id == _columns.user_id, _is_managed),
        exists().where(_hosts.event_type_id == _columns.id, User.id == _hosts.user_id, _is_managed),
    ).label("of_platform"),
).outerjoin(Team, Team.id == _columns.team_id)
_BY_ID = _WITH_TEAM.where(_columns.id == bindparam("id"))
_OF_PERSON = _WITH_TEAM.where(_columns.user_id == bindparam("user_id"), _columns.slug == bindparam("slug"))
_OF_TEAM = _WITH_TEAM.where(_columns.team_id == bindparam("team_id"), _columns.slug == bindparam("slug"))
_HOSTS = select(*_hosts).where(_hosts.event_type_id == bindparam("id")).order_by(_hosts.position, _hosts.user_id)
_PRIVILEGED = {
    permission: select(EventType.id).where(EventType.id == bindparam("event_type_id"), queries.privileged(permission))
    for permission in (Permission.BOOKING_READ, Permission.BOOKING_WRITE)
}


@dataclass(frozen=True, slots=True)
class OwningTeam:
    """What bookings of a team's event types want to know of the team."""

    name: str
    booking_limits: Mapping[str, int] | None
    """Over all of its event types, as `{"PER_DAY": 3}`."""
    counts_managed: bool
    """Whether what its managed event types have become of members' counts for these."""


@dataclass(frozen=True, slots=True)
class Bookable:
    """An event type and its hosts, in their order. A managed parent, or a team's without hosts, has none."""

    settings: EventTypeSettings
    hosts: tuple[Host, ...]
    team: OwningTeam | None = None
    of_platform: bool = True
    """Whether a platform manages any of the hosts, as far as is known."""


async def load(session: AsyncSession, event_type_id: int) -> Bookable | None:
    """An event type by id, hidden ones too. None when there is none."""
    return await _load(session, _BY_ID, {"id": event_type_id})


async def load_of_person(session: AsyncSession, owner_id: int, slug: str) -> Bookable | None:
    """A person's event type by its slug."""
    return await _load(session, _OF_PERSON, {"user_id": owner_id, "slug": slug})


async def load_of_team(session: AsyncSession, team_id: int, slug: str) -> Bookable | None:
    """A team's event type by its slug."""
    return await _load(session, _OF_TEAM, {"team_id": team_id, "slug": slug})


async def _load(session: AsyncSession, statement: Select[Any], parameters: dict[str, Any]) -> Bookable | None:
    row = (await session.execute(statement, parameters)).mappings().first()
    if row is None:
        return None
    settings = settings_of(row)
    of_platform = row["of_platform"]
    if settings.owner_id is not None:
        return Bookable(settings, (Host(settings.owner_id),), of_platform=of_platform)
    team = OwningTeam(row["team_name"], row["team_limits"], row["team_counts_managed"])
    return Bookable(settings, await _team_hosts(session, settings), team, of_platform)


async def _team_hosts(session: AsyncSession, settings: EventTypeSettings) -> tuple[Host, ...]:
    """Outside round robin everybody attends every booking."""
    takes_turns = settings.scheduling_type == "roundRobin"
    rows = (await session.execute(_HOSTS, {"id": settings.id})).mappings()
    return tuple(
        Host(
            user_id=row["user_id"],
            mandatory=row["mandatory"] or not takes_turns,
            priority=row["priority"],
            weight=row["weight"],
            group_key=row["group_key"],
            schedule_id=row["schedule_id"],
            since=row["created_at"],
        )
        for row in rows
    )


async def is_privileged(
    session: AsyncSession, caller: Principal | None, event_type_id: int, permission: Permission
) -> bool:
    """Whether the bookings of an event type are his to read or change, as for its owner, hosts and administrators.

    `permission` is one of bookings (bookings sheet, section 1).
    """
    if caller is None:
        return False
    if caller.is_system_admin:
        return True
    parameters = {"event_type_id": event_type_id, "caller_id": caller.user_id}
    return (await session.scalar(_PRIVILEGED[permission], parameters)) is not None
