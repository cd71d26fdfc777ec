"""Every SELECT of private links. Statements are built once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, bindparam, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types.models import EventType
from locum.http.credentials import digest
from locum.kit import clock
from locum.private_links.models import PrivateLink
from locum.private_links.rules import is_name

_OF_EVENT_TYPE = (
    select(PrivateLink).where(PrivateLink.event_type_id == bindparam("event_type_id")).order_by(PrivateLink.id)
)
_ONE = select(PrivateLink).where(
    PrivateLink.event_type_id == bindparam("event_type_id"), PrivateLink.digest == bindparam("digest")
)
_HELD = _ONE.with_for_update().execution_options(populate_existing=True)
_COUNT = select(func.count()).where(PrivateLink.event_type_id == bindparam("event_type_id"))
_SLUG = select(EventType.slug).where(EventType.id == bindparam("event_type_id"))
_OPENED = (
    select(PrivateLink, EventType)
    .join(EventType, EventType.id == PrivateLink.event_type_id)
    .where(PrivateLink.digest == bindparam("digest"))
)
_counts = PrivateLink.most_uses.is_not(None)
_USE = (
    update(PrivateLink)
    .where(
        PrivateLink.event_type_id == bindparam("of_event_type"),
        PrivateLink.digest == bindparam("of_digest"),
        or_(
            and_(_counts, PrivateLink.uses < PrivateLink.most_uses),
            and_(PrivateLink.most_uses.is_(None), PrivateLink.expires_at > bindparam("now")),
        ),
    )
    .values(uses=PrivateLink.uses + case((_counts, 1), else_=0))
    .returning(PrivateLink.id)
    .execution_options(synchronize_session=False)
)


def _named(event_type_id: int, name: str) -> dict[str, Any]:
    return {"event_type_id": event_type_id, "digest": digest(name)}


async def of_event_type(session: AsyncSession, event_type_id: int) -> Sequence[PrivateLink]:
    """The links of an event type, the oldest first."""
    return (await session.scalars(_OF_EVENT_TYPE, {"event_type_id": event_type_id})).all()


async def one(session: AsyncSession, event_type_id: int, name: str, *, hold: bool = False) -> PrivateLink | None:
    """A link of an event type; held until the end of the transaction where that is asked."""
    if not is_name(name):
        return None
    return (await session.scalars(_HELD if hold else _ONE, _named(event_type_id, name))).first()


async def count(session: AsyncSession, event_type_id: int) -> int:
    """How many links an event type has."""
    return (await session.scalar(_COUNT, {"event_type_id": event_type_id})) or 0


async def slug_of(session: AsyncSession, event_type_id: int) -> str:
    """The slug of an event type that is there."""
    return (await session.scalars(_SLUG, {"event_type_id": event_type_id})).one()


async def opened(session: AsyncSession, name: str) -> tuple[PrivateLink, EventType] | None:
    """A link, over or not, and what it leads to."""
    if not is_name(name):
        return None
    row = (await session.execute(_OPENED, {"digest": digest(name)})).first()
    return None if row is None else (row[0], row[1])


async def use(session: AsyncSession, event_type_id: int, name: str) -> bool:
    """Count one booking, if the link is still good: of many at once no more than it allows."""
    if not is_name(name):
        return False
    parameters = {"of_event_type": event_type_id, "of_digest": digest(name), "now": clock.now()}
    return (await session.scalar(_USE, parameters)) is not None
