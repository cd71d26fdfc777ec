"""What is told of absences.

A change is told twice: as `OOO_CREATED` again, which is what subscribers of the API know, and as our own
`OOO_UPDATED`; a removal as our own `OOO_DELETED` (out-of-office sheet, section 8). What covers no whole day is no entry
for scheduling (bridge sheet, R4): an absence that comes to do so is told as a new one, one that does no longer as gone.

What recurs is told once, by its next occurrence that is still to come, and not for each: beside the published members
its entry has a `recurrence`.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.events import AbsenceCreated, AbsenceDeleted, AbsenceUpdated, SeriesChanged, SeriesRemoved
from locum.absences.models import Absence, AbsenceSeries
from locum.kit import clock
from locum.users import queries as users
from locum.users.models import User
from locum.webhooks import subscribers
from locum.webhooks.payloads.absence import AbsenceFacts, Recurrence, Someone, absence_body
from locum.webhooks.telling import tell

AbsenceEvent = AbsenceCreated | AbsenceUpdated | AbsenceDeleted

_CREATED, _UPDATED, _DELETED = ("OOO_CREATED",), ("OOO_CREATED", "OOO_UPDATED"), ("OOO_DELETED",)
_OF_SERIES = {"entered": _CREATED, "changed": _UPDATED}


async def tell_of_absence(session: AsyncSession, event: AbsenceEvent) -> None:
    """Tell subscribers; of a removal while the row is still there."""
    absence = await session.get_one(Absence, event.absence_id)
    triggers = _triggers(event, absence)
    if not triggers:
        return
    audience, heard = await _heard(session, triggers, event.user_id)
    if not heard:
        return
    facts = await _facts(session, absence)
    if triggers is _DELETED and isinstance(event, AbsenceUpdated):
        facts = replace(facts, first_day=event.previous_first_day, last_day=event.previous_last_day)
    for trigger in heard:
        await tell(session, trigger, audience, absence_body(trigger, facts, clock.now()))


async def tell_of_series(session: AsyncSession, event: SeriesChanged | SeriesRemoved) -> None:
    """Tell subscribers of what recurs; of a removal while the rows are still there."""
    triggers = _DELETED if isinstance(event, SeriesRemoved) else _OF_SERIES.get(event.act, ())
    absence = await session.get(Absence, event.next_id) if triggers and event.next_id is not None else None
    if absence is None or not absence.covers_days:
        return
    audience, heard = await _heard(session, triggers, event.user_id)
    if not heard:
        return
    series = await session.get_one(AbsenceSeries, event.series_id)
    facts = replace(await _facts(session, absence), recurrence=Recurrence(series.id, series.rule, series.zone))
    for trigger in heard:
        await tell(session, trigger, audience, absence_body(trigger, facts, clock.now()))


def _triggers(event: AbsenceEvent, absence: Absence) -> tuple[str, ...]:
    covers = absence.covers_days
    if not isinstance(event, AbsenceUpdated):
        told = _CREATED if isinstance(event, AbsenceCreated) else _DELETED
        return told if covers else ()
    if event.previous_covers_days:
        return _UPDATED if covers else _DELETED
    return _CREATED if covers else ()


async def _heard(
    session: AsyncSession, triggers: Sequence[str], user_id: int
) -> tuple[subscribers.Audience, list[str]]:
    """Whose webhooks may hear of a person's absences, and which of the triggers any of them listens to."""
    audience = await subscribers.audience_of_person(session, user_id)
    return audience, [name for name in triggers if await subscribers.of(session, name, audience)]


async def _facts(session: AsyncSession, absence: Absence) -> AbsenceFacts:
    wanted = [absence.user_id, *([absence.substitute_id] if absence.substitute_id else [])]
    people = {user.id: someone(user) for user in await users.by_ids(session, wanted)}
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


def someone(user: User) -> Someone:
    """A person as subscribers see him."""
    return Someone(user.id, user.name, user.username, user.email, user.time_zone)
