"""What is told of absences.

A change is told twice: as `OOO_CREATED` again, which is what subscribers of the API know, and as our own
`OOO_UPDATED`; a removal as our own `OOO_DELETED` (out-of-office sheet, section 8).
"""

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.events import AbsenceCreated, AbsenceDeleted, AbsenceUpdated
from locum.absences.models import Absence
from locum.kit import clock
from locum.users.models import User
from locum.webhooks import subscribers
from locum.webhooks.payloads.absence import AbsenceFacts, Someone, absence_body
from locum.webhooks.telling import tell

AbsenceEvent = AbsenceCreated | AbsenceUpdated | AbsenceDeleted

_TRIGGERS: dict[type[AbsenceEvent], tuple[str, ...]] = {
    AbsenceCreated: ("OOO_CREATED",),
    AbsenceUpdated: ("OOO_CREATED", "OOO_UPDATED"),
    AbsenceDeleted: ("OOO_DELETED",),
}
_ABSENCE = select(Absence).where(Absence.id == bindparam("absence_id"))
_PEOPLE = select(User).where(User.id.in_(bindparam("user_ids", expanding=True)))


async def tell_of_absence(session: AsyncSession, event: AbsenceEvent) -> None:
    """Tell subscribers; of a removal while the row is still there."""
    audience = await subscribers.audience_of_person(session, event.user_id)
    heard = [name for name in _TRIGGERS[type(event)] if await subscribers.of(session, name, audience)]
    facts = await _facts(session, event.absence_id) if heard else None
    if facts is None:
        return
    for trigger in heard:
        await tell(session, trigger, audience, absence_body(trigger, facts, clock.now()))


async def _facts(session: AsyncSession, absence_id: int) -> AbsenceFacts | None:
    """The absence; None for one that covers no whole day, which scheduling does not know as an entry."""
    absence = (await session.scalars(_ABSENCE, {"absence_id": absence_id})).one()
    if not absence.covers_days:
        return None
    wanted = [absence.user_id, *([absence.substitute_id] if absence.substitute_id else [])]
    people = {user.id: _someone(user) for user in await session.scalars(_PEOPLE, {"user_ids": wanted})}
    return AbsenceFacts(
        id=absence.id,
        uuid=absence.uuid,
        first_day=absence.first_day,
        last_day=absence.last_day,
        reason=absence.reason,
        notes=absence.notes,
        created_at=absence.created_at,
        updated_at=absence.updated_at,
        person=people[absence.user_id],
        substitute=people.get(absence.substitute_id) if absence.substitute_id else None,
    )


def _someone(user: User) -> Someone:
    return Someone(user.id, user.name, user.username, user.email, user.time_zone)
