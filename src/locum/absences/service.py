"""Use cases of absences: enter, change, remove."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import announcing, queries, rules
from locum.absences.events import AbsenceCreated, AbsenceDeleted, AbsenceUpdated
from locum.absences.models import Absence, AbsenceSeries
from locum.absences.rules import Days
from locum.absences.windows import Span, Window, as_span
from locum.db.events import publish
from locum.kit.errors import BadRequest, Conflict, Forbidden, MissingReference

NOT_THEIRS = "This OOO entry does not belong to this user."


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change of an absence names: `substitute_named` tells null from absent; so does `notes_named`.

    `note_is_public`: whoever wants to book may read the notes. `span` is for what is not of plain whole days.
    """

    first_day: date | None = None
    last_day: date | None = None
    substitute_named: bool = False
    substitute_id: int | None = None
    notes_named: bool = False
    notes: str | None = None
    reason: str | None = None
    note_is_public: bool | None = None
    span: Span | None = None
    replies: str | None = None

    def when(self) -> Span | None:
        """The new time, if both ends are named. Raises BadRequest when only one is."""
        if self.span is not None or (self.first_day is None and self.last_day is None):
            return self.span
        if self.first_day is None or self.last_day is None:
            raise BadRequest(rules.BOTH_ENDS)
        return Span(Days(self.first_day, self.last_day))


async def enter(
    session: AsyncSession,
    user_id: int,
    when: Days | Span,
    *,
    substitute_id: int | None,
    notes: str | None,
    reason: str,
    note_is_public: bool = False,
    replies: str = "inherit",
    origin: str = "scheduling",
) -> Absence:
    """Somebody will be away. `note_is_public`: whoever wants to book may read the notes.

    Raises BadRequest or Conflict by the sheet's rules, in its order (section 4.1).
    """
    span = as_span(when)
    days = span.days
    rules.check_order(days)
    await hold_substitutions(session)
    await _check_cycle(session, user_id, substitute_id, span)
    if await queries.has_duplicate(session, user_id, span):
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
        replies=replies,
        origin=origin,
    )
    move(absence, span)
    session.add(absence)
    await session.flush()
    await publish(session, AbsenceCreated(absence.id, user_id, substitute_id, days.first, days.last, origin))
    return absence


async def change(session: AsyncSession, absence: Absence, changes: Changes) -> Absence:
    """Change what is named and leave the rest (sheet, section 4.3). An absence is no duplicate of itself.

    Nothing is announced when nothing changed.
    """
    await announcing.catch_up(session, absence)
    was, previous = span_now(absence), absence.substitute_id
    named = changes.when()
    # Who names the same days again does not mean to lose the hours.
    span = was if named is None or (changes.span is None and named.days == was.days) else named
    substitute_id = changes.substitute_id if changes.substitute_named else previous
    rules.check_order(span.days)
    if (span, substitute_id) != (was, previous):
        await hold_substitutions(session)
        # Only to give up the substitute leads nowhere; new days ask whether there has to be one.
        if substitute_id is not None or named:
            await _check_cycle(session, absence.user_id, substitute_id, span)
    if place_of(span) != place_of(was) and await queries.has_duplicate(session, absence.user_id, span):
        raise Conflict(rules.DUPLICATE)
    if changes.substitute_named:
        await _check_substitute(session, absence.user_id, substitute_id)
    _apply(absence, changes, span, substitute_id)
    if session.is_modified(absence):
        absence.differs_from_series = absence.series_id is not None
        await publish(session, updated(absence, was, previous))
    return absence


def span_now(absence: Absence) -> Span:
    """When somebody is away as it is entered."""
    days = Days(absence.first_day, absence.last_day)
    if absence.starts_at is None or absence.ends_at is None:
        return Span(days)
    return Span(days, Window(absence.starts_at, absence.ends_at), absence.covers_days)


def place_of(span: Span) -> object:
    """What makes it the same as another: its days, or its window where it covers none."""
    return span.days if span.covers_days else span.window


def move(absence: Absence, span: Span) -> None:
    """Write the time of an absence."""
    absence.first_day, absence.last_day, absence.covers_days = span.days.first, span.days.last, span.covers_days
    absence.starts_at = span.window.start if span.window else None
    absence.ends_at = span.window.end if span.window else None


def _apply(absence: Absence, changes: Changes, span: Span, substitute_id: int | None) -> None:
    if span != span_now(absence):
        move(absence, span)
    absence.substitute_id = substitute_id
    if changes.notes_named:
        absence.notes = changes.notes
    if changes.reason is not None:
        absence.reason = changes.reason
    if changes.note_is_public is not None:
        absence.show_note_publicly = changes.note_is_public
    if changes.replies is not None:
        absence.replies = changes.replies


def updated(absence: Absence, was: Span, previous_substitute_id: int | None) -> AbsenceUpdated:
    """What is announced of an absence that was changed."""
    return AbsenceUpdated(
        absence.id,
        absence.user_id,
        absence.substitute_id,
        absence.first_day,
        absence.last_day,
        previous_substitute_id,
        was.days.first,
        was.days.last,
        absence.origin,
        previous_covers_days=was.covers_days,
    )


async def remove(session: AsyncSession, absence: Absence, *, by_mail: bool = False) -> Absence:
    """Somebody will not be away after all; `by_mail` when the mail side says so.

    Of a recurring absence this is one exception.
    """
    await announcing.catch_up(session, absence)
    if absence.series_id is not None:
        left_out = func.array_append(AbsenceSeries.exceptions, absence.occurs_on)
        series = update(AbsenceSeries).where(AbsenceSeries.id == absence.series_id)
        await session.execute(series.values(exceptions=left_out))
    await publish(session, deleted(absence, by_mail=by_mail))
    await session.delete(absence)
    await session.flush()
    return absence


def deleted(absence: Absence, *, by_mail: bool = False) -> AbsenceDeleted:
    """What is announced of an absence that is taken back."""
    return AbsenceDeleted(
        absence.id,
        absence.user_id,
        absence.substitute_id,
        absence.first_day,
        absence.last_day,
        absence.origin,
        by_mail,
    )


async def owned(session: AsyncSession, user_id: int, absence_id: int) -> Absence:
    """One absence of a person. Raises Forbidden when it is not this person's, or not there (sheet, section 1)."""
    absence = await queries.owned(session, user_id, absence_id)
    if absence is None:
        raise Forbidden(NOT_THEIRS)
    return absence


async def check_series(session: AsyncSession, user_id: int, substitute_id: int | None, spans: Sequence[Span]) -> None:
    """Whether somebody may stand in for each of many times at once; none of them may lead round to the absent person.

    Raises BadRequest.
    """
    if substitute_id is None:
        return
    await _check_substitute(session, user_id, substitute_id)
    await hold_substitutions(session)
    days = [span.days for span in spans if span.covers_days]
    if not days:
        return
    whole = Days(min(one.first for one in days), max(one.last for one in days))
    covers = await queries.covers_reachable(session, substitute_id, whole)
    if any(rules.leads_back(user_id, substitute_id, one, covers) for one in days):
        raise BadRequest(rules.CYCLE)


async def hold_substitutions(session: AsyncSession) -> None:
    """Two people who name each other at the same moment must see each other: one after the other."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext("absences.substitutions"))))


async def _check_cycle(session: AsyncSession, user_id: int, substitute_id: int | None, span: Span) -> None:
    """Raises BadRequest when substitutions would go round, or when a substitute would be away without one.

    Where no day is covered there is no page on which a visitor is sent on.
    """
    days = span.days
    if substitute_id == user_id or not span.covers_days:
        return  # the first is refused further down with its own text
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
