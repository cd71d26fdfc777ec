"""From the form of an absence to the absence, or to what is wrong."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import rules, service, windows
from locum.absences.models import Absence
from locum.absences.service import Changes
from locum.absences.texts import keep_texts, texts_of
from locum.kit.errors import LocumError
from locum.mail.catalogue import Words
from locum.pages.dashboard.absence_form import AbsenceForm, Errors
from locum.pages.dashboard.refusals import attempt
from locum.pages.dashboard.reply_fields import NOTHING_TYPED
from locum.pages.dashboard.whose import Whose

_REFUSALS = {
    rules.NOT_IN_ORDER: ("until", "away.not_in_order"),
    rules.CYCLE: ("substitute", "away.cycle"),
    rules.DUPLICATE: ("from", "away.duplicate"),
    rules.TO_SELF: ("substitute", "away.not_eligible"),
    rules.NOT_ELIGIBLE: ("substitute", "away.not_eligible"),
    windows.OUT_OF_BOUNDS: ("from", "form.date"),
}


async def written(session: AsyncSession, whose: Whose, absence: Absence) -> AbsenceForm:
    """An absence as its form shows it."""
    texts = await texts_of(session, [absence.id])
    return AbsenceForm.written(absence, texts.get(absence.id), whose.zone)


async def enter(session: AsyncSession, whose: Whose, typed: AbsenceForm) -> Absence | Errors:
    """Enter it, or answer what is wrong."""
    words = whose.desk.words
    return typed.faults(words) or answered(await attempt(session, _entered(session, whose, typed)), typed, words)


async def _entered(session: AsyncSession, whose: Whose, typed: AbsenceForm) -> Absence:
    absence = await service.enter(
        session,
        whose.owner.id,
        typed.when(whose.zone),
        substitute_id=typed.substitute_id,
        notes=typed.notes or None,
        reason=typed.known_reason,
        note_is_public=typed.shows_note,
        replies=typed.replies,
    )
    await keep_texts(session, absence, *typed.texts.changed(NOTHING_TYPED))
    return absence


async def change(session: AsyncSession, whose: Whose, absence: Absence, typed: AbsenceForm) -> Absence | Errors:
    """Change it to what was typed, or answer what is wrong."""
    words = whose.desk.words
    faults = typed.faults(words)
    return faults or answered(await attempt(session, _changed(session, whose, absence, typed)), typed, words)


async def _changed(session: AsyncSession, whose: Whose, absence: Absence, typed: AbsenceForm) -> Absence:
    before = await written(session, whose, absence)
    changes = Changes(
        # What was not touched stays to the second.
        span=None if typed.time == before.time else typed.when(whose.zone),
        substitute_named=True,
        substitute_id=typed.substitute_id,
        notes_named=True,
        notes=typed.notes or None,
        reason=typed.known_reason,
        note_is_public=typed.shows_note,
        replies=typed.replies,
    )
    changed = await service.change(session, absence, changes)
    await keep_texts(session, absence, *typed.texts.changed(before.texts))
    return changed


def answered(result: Absence | LocumError, typed: AbsenceForm, words: Words) -> Absence | Errors:
    """What came of it; a refusal stands beside the field that it is about."""
    if not isinstance(result, LocumError):
        return result
    return refused(result, typed, words)


def refused(refusal: LocumError, typed: AbsenceForm, words: Words) -> Errors:
    """A refusal beside the field that it is about."""
    field, key = _REFUSALS.get(refusal.message, ("from", "error.400.text"))
    first, last, *hours = typed.time
    if refusal.message == rules.NOT_IN_ORDER and first == last and any(hours):
        field, key = "closes", "hours.not_in_order"
    return {field: words.text(key)}
