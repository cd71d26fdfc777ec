"""SELECTs of the bookings that an absence stands in the way of, and of what was decided about them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, DateTime, String, any_, bindparam, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.absences.windows import Window
from locum.affected_bookings.models import AbsenceDecision
from locum.bookings.models import Booking, BookingAttendee
from locum.bookings.queries import VIEWS, views_of
from locum.bookings.rules.status import OVER
from locum.bookings.scope_queries import event_types_of
from locum.bookings.views import BookingView
from locum.event_types.models import EventType
from locum.kit.paging import Page
from locum.slots.models import HostBusy
from locum.users.models import User

_instant = DateTime(timezone=True)
_ids: Any = ARRAY(BigInteger)
_away = aliased(User)

_hosts_beside = exists().where(
    BookingAttendee.booking_id == Booking.id,
    BookingAttendee.kind == "host",
    func.lower(BookingAttendee.email) == _away.email,
    _away.id == HostBusy.host_id,
)
_HOSTED = (
    VIEWS.join(HostBusy, HostBusy.booking_id == Booking.id)
    .where(
        HostBusy.host_id == bindparam("host_id", type_=BigInteger),
        HostBusy.ends_at > bindparam("start", type_=_instant),
        HostBusy.starts_at < bindparam("end", type_=_instant),
        or_(HostBusy.is_organizer, _hosts_beside),
        Booking.status.not_in([status.value for status in OVER]),
    )
    .order_by(Booking.starts_at, Booking.id)
)
_PAGE = _HOSTED.limit(bindparam("most")).offset(bindparam("skip"))
_OF_UIDS = _HOSTED.where(Booking.uid == any_(bindparam("uids", type_=ARRAY(String))))
_DECISIONS = select(AbsenceDecision).where(
    AbsenceDecision.absence_id == bindparam("absence_id", type_=BigInteger),
    AbsenceDecision.booking_id == any_(bindparam("booking_ids", type_=_ids)),
)
_new = insert(AbsenceDecision)
_DECIDE = _new.on_conflict_do_update(
    index_elements=[AbsenceDecision.absence_id, AbsenceDecision.booking_id],
    set_={name: _new.excluded[name] for name in ("action", "decided_by", "decided_at")},
).execution_options(populate_existing=True)


def _within(statement: Any, team_id: int | None) -> Any:
    return statement if team_id is None else statement.where(Booking.event_type_id.in_(event_types_of([team_id])))


async def hosted(
    session: AsyncSession, host_id: int, window: Window, page: Page, team_id: int | None = None
) -> list[BookingView]:
    """The bookings that somebody hosts, alone or with others, in a window of time, by start: one page.

    With `team_id` only those of this team's event types.
    """
    parameters = {"host_id": host_id, "start": window.start, "end": window.end, "most": page.take, "skip": page.skip}
    return views_of(await session.execute(_within(_PAGE, team_id), parameters))


async def hosted_of(
    session: AsyncSession, host_id: int, window: Window, uids: Collection[str], team_id: int | None = None
) -> list[BookingView]:
    """Those of them that have one of these uids."""
    parameters = {"host_id": host_id, "start": window.start, "end": window.end, "uids": list(uids)}
    return views_of(await session.execute(_within(_OF_UIDS, team_id), parameters))


async def decisions(session: AsyncSession, absence_id: int, booking_ids: Collection[int]) -> dict[int, AbsenceDecision]:
    """What was decided about bookings because of an absence, by booking."""
    found = await session.scalars(_DECISIONS, {"absence_id": absence_id, "booking_ids": list(booking_ids)})
    return {decision.booking_id: decision for decision in found}


async def decide(
    session: AsyncSession, absence_id: int, booking_id: int, action: str, decided_by: int, at: datetime
) -> None:
    """Keep a decision in the place of an earlier one."""
    values = {"absence_id": absence_id, "booking_id": booking_id, "action": action}
    await session.execute(_DECIDE, {**values, "decided_by": decided_by, "decided_at": at})


class MovingRules(NamedTuple):
    """What an event type says of moving its bookings."""

    disable_rescheduling: dict[str, Any] | None
    scheduling_type: str | None


_MOVING_RULES = select(EventType.id, EventType.disable_rescheduling, EventType.scheduling_type).where(
    EventType.id == any_(bindparam("ids", type_=_ids))
)


async def moving_rules(session: AsyncSession, event_type_ids: Collection[int]) -> dict[int, MovingRules]:
    """Those of event types by id; of what is gone nothing."""
    rows = await session.execute(_MOVING_RULES, {"ids": list(event_type_ids)})
    return {row[0]: MovingRules(*row[1:]) for row in rows}
