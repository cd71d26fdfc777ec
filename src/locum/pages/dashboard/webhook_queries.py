"""Webhooks of event types across a person's own ones and those of his teams. Elsewhere a path names the event type."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.event_types.models import EventType
from locum.http.permissions import Permission
from locum.kit.paging import Page
from locum.memberships.authority import gives
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.webhooks.models import Webhook

_mine = aliased(Membership)


class Kind(NamedTuple):
    """An event type, and the team that it is of; None for a person's."""

    event_type: EventType
    team: Team | None


class Hung(NamedTuple):
    """A webhook and the event type that it hangs on."""

    webhook: Webhook
    kind: Kind


def _within(person_id: int, place_id: int | None, permission: Permission) -> ColumnElement[bool]:
    """One's own event types; and those of teams of this organization, or of none, where one may do this."""
    gives_it = exists().where(
        _mine.user_id == person_id,
        or_(_mine.team_id == EventType.team_id, _mine.team_id == EventType.organization_id),
        gives(_mine, permission),
    )
    is_here = or_(EventType.organization_id.is_(None), EventType.organization_id == place_id)
    return or_(EventType.user_id == person_id, and_(EventType.team_id.is_not(None), is_here, gives_it))


def _kinds() -> Select[EventType, Team]:
    return select(EventType, Team).outerjoin(Team, Team.id == EventType.team_id)


def _hung() -> Select[Webhook, EventType, Team]:
    statement = select(Webhook, EventType, Team).join(EventType, EventType.id == Webhook.event_type_id)
    return statement.outerjoin(Team, Team.id == EventType.team_id)


async def kinds(
    session: AsyncSession, person_id: int, place_id: int | None, permission: Permission, most: int
) -> Sequence[Kind]:
    """The event types whose webhooks somebody may see to, his own first, at most so many."""
    statement = _kinds().where(_within(person_id, place_id, permission))
    ordered = statement.order_by(Team.name.nulls_first(), EventType.title, EventType.id).limit(most)
    return [Kind(event_type, team) for event_type, team in await session.execute(ordered)]


async def kind(session: AsyncSession, event_type_id: int) -> Kind | None:
    """One event type, whosever it is."""
    row = (await session.execute(_kinds().where(EventType.id == event_type_id))).one_or_none()
    return None if row is None else Kind(row[0], row[1])


async def listing(
    session: AsyncSession, person_id: int, place_id: int | None, permission: Permission, page: Page
) -> Sequence[Hung]:
    """A page of the webhooks of event types that somebody may see, by event type, the oldest first."""
    statement = _hung().where(_within(person_id, place_id, permission))
    ordered = statement.order_by(Team.name.nulls_first(), EventType.title, EventType.id, Webhook.created_at, Webhook.id)
    rows = await session.execute(ordered.limit(page.take).offset(page.skip))
    return [Hung(webhook, Kind(event_type, team)) for webhook, event_type, team in rows]


async def one(session: AsyncSession, webhook_id: UUID) -> Hung | None:
    """A webhook of an event type, whosever it is."""
    row = (await session.execute(_hung().where(Webhook.id == webhook_id))).one_or_none()
    return None if row is None else Hung(row[0], Kind(row[1], row[2]))
