"""Telling subscribers that somebody is away from now on, or back."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from locum.absences.models import Absence
from locum.absences.windows import window_of_absence
from locum.users.models import User
from locum.webhooks import subscribers
from locum.webhooks.absence_events import someone
from locum.webhooks.payloads.absence import Presence, presence_body
from locum.webhooks.telling import tell

_substitute = aliased(User)
_FACTS = (
    select(Absence, User, _substitute)
    .join(User, User.id == Absence.user_id)
    .outerjoin(_substitute, _substitute.id == Absence.substitute_id)
    .where(Absence.id == bindparam("absence_id"))
)


async def tell_of_moment(session: AsyncSession, trigger: str, absence_id: int, now: datetime) -> None:
    """Tell whoever listens by now."""
    absence, person, substitute = (await session.execute(_FACTS, {"absence_id": absence_id})).one()
    audience = await subscribers.audience_of_person(session, person.id)
    if not await subscribers.of(session, trigger, audience):
        return
    window = window_of_absence(absence, person.time_zone)
    facts = Presence(
        absence.id,
        absence.uuid,
        window.start,
        window.end,
        someone(person),
        someone(substitute) if substitute else None,
    )
    await tell(session, trigger, audience, presence_body(trigger, facts, now))
