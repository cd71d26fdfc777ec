"""Every SELECT of teams' event types and their hosts. Statements are built once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import BigInteger, Select, any_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types.models import EventType, EventTypeHost
from locum.event_types.queries import Order, privileged
from locum.http.permissions import Permission
from locum.kit.paging import Page
from locum.memberships.authority import gives
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.users.models import User

_ids = any_(bindparam("event_type_ids", type_=ARRAY(BigInteger)))
_user_ids = any_(bindparam("user_ids", type_=ARRAY(BigInteger)))

_HOLD_TEAM = select(func.pg_advisory_xact_lock(func.hashtext(bindparam("place"))))
_HOLD_MEMBERS = select(func.pg_advisory_xact_lock_shared(func.hashtext(bindparam("place"))))
_OF_TEAM = select(EventType).where(
    EventType.id == bindparam("event_type_id"), EventType.team_id == bindparam("team_id")
)
_HELD = _OF_TEAM.with_for_update(of=EventType, key_share=True).execution_options(populate_existing=True)
_SLUG_TAKEN = select(EventType.id).where(
    EventType.team_id == bindparam("team_id"),
    EventType.slug == bindparam("slug"),
    EventType.id != bindparam("except_id"),
)
_BY_SLUG = select(EventType).where(EventType.team_id == bindparam("team_id"), EventType.slug == bindparam("slug"))
_COUNT = select(func.count()).where(EventType.team_id == bindparam("team_id"))
_CHILDREN = (
    select(EventType)
    .where(EventType.parent_id == bindparam("event_type_id"))
    .order_by(EventType.id)
    .execution_options(populate_existing=True)
)
_CHILD_OWNERS = select(EventType.user_id).where(EventType.parent_id == bindparam("event_type_id"))
_OPEN_TO_ALL = (
    select(EventType)
    .where(EventType.team_id == bindparam("team_id"), EventType.assign_all_team_members.is_(True))
    .order_by(EventType.id)
)
_seen = or_(EventType.hidden.is_(False), privileged(Permission.EVENT_TYPE_READ))
_LISTED = select(EventType).where(EventType.team_id == bindparam("team_id"))
_LISTED_IN_ORGANIZATION = (
    select(EventType)
    .join(Team, Team.id == EventType.team_id)
    .where(Team.organization_id == bindparam("organization_id"))
    .limit(bindparam("take", type_=BigInteger))
    .offset(bindparam("skip", type_=BigInteger))
)

# Managed platforms' teams are for people whom their client manages.
_MEMBERS = (
    select(Membership.user_id)
    .join(User, User.id == Membership.user_id)
    .join(Team, Team.id == Membership.team_id)
    .where(
        Membership.team_id == bindparam("team_id"),
        Membership.accepted.is_(True),
        or_(Team.platform_client_id.is_(None), User.platform_client_id == Team.platform_client_id),
    )
    .order_by(Membership.id)
)
_SOME_MEMBERS = _MEMBERS.where(Membership.user_id == _user_ids)
_HOSTS = select(EventTypeHost).where(EventTypeHost.event_type_id == bindparam("event_type_id"))

_person = (User.name, User.username, User.avatar_url)
_hosts_by_place = (
    select(
        EventTypeHost.event_type_id.label("of_type"),
        EventTypeHost.user_id.label("host_id"),
        *_person,
        EventTypeHost.mandatory,
        EventTypeHost.priority,
        EventTypeHost.weight,
        EventTypeHost.group_key,
        func.row_number()
        .over(partition_by=EventTypeHost.event_type_id, order_by=(EventTypeHost.position, EventTypeHost.user_id))
        .label("place"),
    )
    .join(User, User.id == EventTypeHost.user_id)
    .where(EventTypeHost.event_type_id == _ids)
    .subquery("hosts_by_place")
)
_HOSTS_OF_MANY = (
    select(*[column for column in _hosts_by_place.c if column.key != "place"])
    .where(_hosts_by_place.c.place <= bindparam("most", type_=BigInteger))
    .order_by(_hosts_by_place.c.of_type, _hosts_by_place.c.place)
)
_owners_by_place = (
    select(
        EventType.parent_id.label("of_type"),
        User.id.label("host_id"),
        *_person,
        func.row_number().over(partition_by=EventType.parent_id, order_by=EventType.id).label("place"),
    )
    .join(User, User.id == EventType.user_id)
    .where(EventType.parent_id == _ids)
    .subquery("owners_by_place")
)
_OWNERS_OF_MANY = (
    select(*[column for column in _owners_by_place.c if column.key != "place"])
    .where(_owners_by_place.c.place <= bindparam("most", type_=BigInteger))
    .order_by(_owners_by_place.c.of_type, _owners_by_place.c.place)
)

EVERY_HOST = 2**31 - 1

_TEAM = select(Team).where(Team.id == bindparam("team_id"))
_TEAM_WITHIN = _TEAM.where(Team.organization_id == bindparam("organization_id"))
_TEAMS = select(Team).where(Team.id == any_(bindparam("team_ids", type_=ARRAY(BigInteger))))
_LEADS_A_TEAM = (
    select(Membership.id)
    .join(Team, Team.id == Membership.team_id)
    .where(
        Team.organization_id == bindparam("organization_id"),
        Membership.user_id == bindparam("caller_id"),
        gives(Membership, Permission.EVENT_TYPE_READ),
    )
    .limit(1)
)


class HostRow(NamedTuple):
    """A host as lists show him; how he takes part is None for the owner of a managed event type's child."""

    event_type_id: int
    user_id: int
    name: str | None
    username: str | None
    avatar_url: str | None
    mandatory: bool | None = None
    priority: str | None = None
    weight: int | None = None
    group_key: str | None = None


_FOLLOWS_ANOTHER = (
    select(EventType.id)
    .where(
        EventType.user_id == any_(bindparam("owner_ids", type_=ARRAY(BigInteger))),
        EventType.slug == bindparam("slug"),
        EventType.parent_id.is_not(None),
        EventType.parent_id != bindparam("parent_id"),
    )
    .limit(1)
)
_LAST_POSITION = select(func.max(EventTypeHost.position)).where(
    EventTypeHost.event_type_id == bindparam("event_type_id")
)


async def hold_team(session: AsyncSession, team_id: int) -> None:
    """Who changes event types, hosts or members of the same team at the same moment waits for us."""
    await session.execute(_HOLD_TEAM, {"place": f"event_types.team.{team_id}"})


async def hold_members(session: AsyncSession, team_id: int) -> None:
    """The same for a member who comes or goes: several do so at once, and in several teams, in any order."""
    await session.execute(_HOLD_MEMBERS, {"place": f"event_types.team.{team_id}"})


async def team_at(session: AsyncSession, team_id: int, organization_id: int | None) -> Team | None:
    """A team by its id, where an organization is named only one of it."""
    if organization_id is None:
        return (await session.scalars(_TEAM, {"team_id": team_id})).first()
    parameters = {"team_id": team_id, "organization_id": organization_id}
    return (await session.scalars(_TEAM_WITHIN, parameters)).first()


async def teams(session: AsyncSession, team_ids: Iterable[int]) -> dict[int, Team]:
    """Teams by their ids."""
    return {team.id: team for team in await session.scalars(_TEAMS, {"team_ids": list(team_ids)})}


async def leads_a_team(session: AsyncSession, organization_id: int, caller_id: int) -> bool:
    """Whether somebody looks after the event types of a team of an organization."""
    parameters = {"organization_id": organization_id, "caller_id": caller_id}
    return (await session.scalar(_LEADS_A_TEAM, parameters)) is not None


async def of_team(session: AsyncSession, team_id: int, event_type_id: int, *, hold: bool = False) -> EventType | None:
    """A team's event type; held until the end of the transaction where that is asked."""
    parameters = {"team_id": team_id, "event_type_id": event_type_id}
    return (await session.scalars(_HELD if hold else _OF_TEAM, parameters)).first()


async def slug_taken(session: AsyncSession, team_id: int, slug: str, except_id: int = 0) -> bool:
    """Whether a team has another event type with this slug."""
    parameters = {"team_id": team_id, "slug": slug, "except_id": except_id}
    return (await session.scalar(_SLUG_TAKEN, parameters)) is not None


async def by_slug(session: AsyncSession, team_id: int, slug: str) -> EventType | None:
    """A team's event type by its slug, hidden ones too."""
    return (await session.scalars(_BY_SLUG, {"team_id": team_id, "slug": slug})).first()


async def count(session: AsyncSession, team_id: int) -> int:
    """How many event types a team has."""
    return (await session.scalar(_COUNT, {"team_id": team_id})) or 0


async def children_of(session: AsyncSession, event_type_id: int) -> Sequence[EventType]:
    """The members' children of a managed event type, read afresh."""
    return (await session.scalars(_CHILDREN, {"event_type_id": event_type_id})).all()


async def owners_of_children(session: AsyncSession, event_type_id: int) -> frozenset[int]:
    """The members who have a child of a managed event type."""
    owners = await session.scalars(_CHILD_OWNERS, {"event_type_id": event_type_id})
    return frozenset(owner for owner in owners if owner is not None)


async def follows_another(session: AsyncSession, parent_id: int, owner_ids: Collection[int], slug: str) -> bool:
    """Whether one of these follows another managed event type under a slug: that is not his to give up."""
    parameters = {"parent_id": parent_id, "owner_ids": list(owner_ids), "slug": slug}
    return (await session.scalar(_FOLLOWS_ANOTHER, parameters)) is not None


async def next_position(session: AsyncSession, event_type_id: int) -> int:
    """The place behind all hosts of an event type."""
    highest = await session.scalar(_LAST_POSITION, {"event_type_id": event_type_id})
    return 0 if highest is None else highest + 1


async def open_to_all(session: AsyncSession, team_id: int) -> Sequence[EventType]:
    """The event types of a team that every member hosts."""
    return (await session.scalars(_OPEN_TO_ALL, {"team_id": team_id})).all()


def _sorted(statement: Select[EventType], order: Order) -> Select[EventType]:
    return statement.where(_seen).order_by(EventType.id.asc() if order == "asc" else EventType.id.desc())


async def listed(
    session: AsyncSession, team_id: int, caller_id: int | None, slug: str | None, order: Order
) -> Sequence[EventType]:
    """A team's event types, by id; hidden ones for those whom they concern."""
    statement = _sorted(_LISTED, order)
    if slug is not None:
        statement = statement.where(EventType.slug == slug)
    return (await session.scalars(statement, {"team_id": team_id, "caller_id": caller_id or 0})).all()


async def listed_in_organization(
    session: AsyncSession, organization_id: int, caller_id: int, page: Page, order: Order
) -> Sequence[EventType]:
    """A page of the event types of all teams of an organization."""
    parameters = {
        "organization_id": organization_id,
        "caller_id": caller_id,
        "take": page.take,
        "skip": page.skip,
    }
    return (await session.scalars(_sorted(_LISTED_IN_ORGANIZATION, order), parameters)).all()


async def members(session: AsyncSession, team_id: int) -> list[int]:
    """Who can host event types of a team: its accepted members, in the order in which they came."""
    return list(await session.scalars(_MEMBERS, {"team_id": team_id}))


async def members_among(session: AsyncSession, team_id: int, user_ids: Collection[int]) -> frozenset[int]:
    """Those of these people who can host event types of a team."""
    return frozenset(await session.scalars(_SOME_MEMBERS, {"team_id": team_id, "user_ids": list(user_ids)}))


async def hosts(session: AsyncSession, event_type_id: int) -> Sequence[EventTypeHost]:
    """The hosts of an event type."""
    return (await session.scalars(_HOSTS, {"event_type_id": event_type_id})).all()


async def hosts_shown(
    session: AsyncSession, event_types: Iterable[EventType], most: int = EVERY_HOST
) -> Mapping[int, list[HostRow]]:
    """The hosts of many event types by id, at most so many of each: two statements, whatever their number."""
    ids: dict[bool, list[int]] = {False: [], True: []}
    for one in event_types:
        ids[one.scheduling_type == "managed"].append(one.id)
    shown: dict[int, list[HostRow]] = defaultdict(list)
    for managed, statement in ((False, _HOSTS_OF_MANY), (True, _OWNERS_OF_MANY)):
        if ids[managed]:
            for row in await session.execute(statement, {"event_type_ids": ids[managed], "most": most}):
                shown[row[0]].append(HostRow._make((*row, *[None] * (9 - len(row)))))
    return shown
