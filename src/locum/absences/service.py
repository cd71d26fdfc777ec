"""Use cases of absences: enter, change, remove."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries, rules
from locum.absences.events import AbsenceCreated, AbsenceDeleted, AbsenceUpdated
from locum.absences.models import Absence
from locum.absences.rules import Days
from locum.db.events import publish
from locum.kit.errors import BadRequest, Conflict, Forbidden, MissingReference

NOT_THEIRS = "This OOO entry does not belong to this user."


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change of an absence names: `substitute_named` tells null from absent; so does `notes_named`.

    `note_is_public`: whoever wants to book may read the notes.
    """

    first_day: date | None = None
    last_day: date | None = None
    substitute_named: bool = False
    substitute_id: int | None = None
    notes_named: bool = False
    notes: str | None = None
    reason: str | None = None
    note_is_public: bool | None = None

    def days(self) -> Days | None:
        """The new days, if both ends are named. Raises BadRequest when only one is."""
        if self.first_day is None and self.last_day is None:
            return None
        if self.first_day is None or self.last_day is None:
            raise BadRequest(rules.BOTH_ENDS)
        return Days(self.first_day, self.last_day)


async def enter(
    session: AsyncSession,
    user_id: int,
    days: Days,
    *,
    substitute_id: int | None,
    notes: str | None,
    reason: str,
    note_is_public: bool = False,
) -> Absence:
    """Somebody will be away. `note_is_public`: whoever wants to book may read the notes.

    Raises BadRequest or Conflict by the sheet's rules, in its order (section 4.1).
    """
    rules.check_order(days)
    await _hold_substitutions(session)
    await _check_cycle(session, user_id, substitute_id, days)
    if await queries.has_duplicate(session, user_id, days):
        raise Conflict(rules.DUPLICATE)
    await _check_substitute(session, user_id, substitute_id)
    absence = Absence(
        user_id=user_id,
        substitute_id=substitute_id,
        first_day=days.first,
        last_day=days.last,
        notes=notes,
        reason=reason,
        show_note_publicly=note_is_public,
    )
    session.add(absence)
    await session.flush()
    await publish(session, AbsenceCreated(absence.id, user_id, substitute_id, days.first, days.last))
    return absence


async def change(session: AsyncSession, absence: Absence, changes: Changes) -> Absence:
    """Change what is named and leave the rest (sheet, section 4.3). An absence is no duplicate of itself.

    Nothing is announced when nothing changed.
    """
    was, previous = Days(absence.first_day, absence.last_day), absence.substitute_id
    days = changes.days() or was
    substitute_id = changes.substitute_id if changes.substitute_named else previous
    rules.check_order(days)
    if (days, substitute_id) != (was, previous):
        await _hold_substitutions(session)
        # Only to give up the substitute leads nowhere; new days ask whether there has to be one.
        if substitute_id is not None or changes.days():
            await _check_cycle(session, absence.user_id, substitute_id, days)
    if days != was and await queries.has_duplicate(session, absence.user_id, days):
        raise Conflict(rules.DUPLICATE)
    if changes.substitute_named:
        await _check_substitute(session, absence.user_id, substitute_id)
    _apply(absence, changes, days, substitute_id)
    if session.is_modified(absence):
        await publish(session, _updated(absence, was, previous))
    return absence


def _apply(absence: Absence, changes: Changes, days: Days, substitute_id: int | None) -> None:
    if (absence.first_day, absence.last_day) != (days.first, days.last):
        # Who names days means whole ones, whatever the hours were before.
        absence.first_day, absence.last_day, absence.covers_days = days.first, days.last, True
        absence.starts_at = absence.ends_at = None
    absence.substitute_id = substitute_id
    if changes.notes_named:
        absence.notes = changes.notes
    if changes.reason is not None:
        absence.reason = changes.reason
    if changes.note_is_public is not None:
        absence.show_note_publicly = changes.note_is_public


def _updated(absence: Absence, was: Days, previous_substitute_id: int | None) -> AbsenceUpdated:
    return AbsenceUpdated(
        absence.id,
        absence.user_id,
        absence.substitute_id,
        absence.first_day,
        absence.last_day,
        previous_substitute_id,
        was.first,
        was.last,
        absence.origin,
    )


async def remove(session: AsyncSession, absence: Absence, *, by_mail: bool = False) -> Absence:
    """Somebody will not be away after all; `by_mail` when the mail side says so."""
    await publish(
        session,
        AbsenceDeleted(
            absence.id,
            absence.user_id,
            absence.substitute_id,
            absence.first_day,
            absence.last_day,
            absence.origin,
            by_mail,
        ),
    )
    await session.delete(absence)
    await session.flush()
    return absence


async def owned(session: AsyncSession, user_id: int, absence_id: int) -> Absence:
    """One absence of a person. Raises Forbidden when it is not this person's, or not there (sheet, section 1)."""
    absence = await queries.owned(session, user_id, absence_id)
    if absence is None:
        raise Forbidden(NOT_THEIRS)
    return absence


async def _hold_substitutions(session: AsyncSession) -> None:
    """Two people who name each other at the same moment must see each other: one after the other."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext("absences.substitutions"))))


async def _check_cycle(session: AsyncSession, user_id: int, substitute_id: int | None, days: Days) -> None:
    """Raises BadRequest when substitutions would go round, or when a substitute would be away without one."""
    if substitute_id == user_id:
        return  # refused further down with its own text
    if substitute_id is None:
        refused = await queries.covers_somebody(session, user_id, days)
    else:
        covers = await queries.covers_reachable(session, substitute_id, days)
        refused = rules.leads_back(user_id, substitute_id, days, covers)
    if refused:
        raise BadRequest(rules.CYCLE)


async def _check_substitute(session: AsyncSession, user_id: int, substitute_id: int | None) -> None:
    if substitute_id is None:
        return
    if substitute_id == user_id:
        raise BadRequest(rules.TO_SELF)
    if substitute_id == 0:
        raise MissingReference
    if not await queries.may_cover(session, user_id, substitute_id):
        raise BadRequest(rules.NOT_ELIGIBLE)
