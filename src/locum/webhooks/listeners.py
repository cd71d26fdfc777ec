"""Absences reach the outbox, in the transaction that changes them.

A change is told twice: as `OOO_CREATED` again, which is what subscribers of the API know, and as our own
`OOO_UPDATED`; a removal as our own `OOO_DELETED` (out-of-office sheet, section 8).
"""

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.events import AbsenceCreated, AbsenceDeleted, AbsenceUpdated
from locum.absences.models import Absence
from locum.db.events import listens_to
from locum.kit import clock
from locum.users.models import User
from locum.webhooks.models import WebhookEvent
from locum.webhooks.outbox import put
from locum.webhooks.payloads.absence import AbsenceFacts, Someone, absence_body

_ABSENCE = select(Absence).where(Absence.id == bindparam("absence_id"))
_PEOPLE = select(User).where(User.id.in_(bindparam("user_ids", expanding=True)))


@listens_to(AbsenceCreated)
async def absence_created(session: AsyncSession, event: AbsenceCreated) -> None:
    """Somebody will be away."""
    await _tell(session, event.absence_id, "OOO_CREATED")


@listens_to(AbsenceUpdated)
async def absence_updated(session: AsyncSession, event: AbsenceUpdated) -> None:
    """An absence changed."""
    await _tell(session, event.absence_id, "OOO_CREATED", "OOO_UPDATED")


@listens_to(AbsenceDeleted)
async def absence_deleted(session: AsyncSession, event: AbsenceDeleted) -> None:
    """Somebody will not be away after all; the row is still there when this is told."""
    await _tell(session, event.absence_id, "OOO_DELETED")


async def _tell(session: AsyncSession, absence_id: int, *triggers: str) -> None:
    absence = (await session.scalars(_ABSENCE, {"absence_id": absence_id})).one()
    wanted = [absence.user_id, *([absence.substitute_id] if absence.substitute_id else [])]
    people = {user.id: _someone(user) for user in await session.scalars(_PEOPLE, {"user_ids": wanted})}
    facts = AbsenceFacts(
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
    bodies = ((trigger, absence_body(trigger, facts, clock.now())) for trigger in triggers)
    await put(session, *(WebhookEvent(trigger=name, user_id=absence.user_id, body=body) for name, body in bodies))


def _someone(user: User) -> Someone:
    return Someone(user.id, user.name, user.username, user.email, user.time_zone)
