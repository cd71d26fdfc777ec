"""Recurring absences in the dashboard: entered after a look ahead, changed, removed; below whoever's absences."""

from typing import Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import series as recurring
from locum.absences import series_queries
from locum.absences.models import AbsenceSeries
from locum.db.session import taken_back
from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import LocumError, NotFound
from locum.kit.paging import Page
from locum.pages.dashboard.absence_entering import refused
from locum.pages.dashboard.absence_form import AbsenceForm, Errors, fields
from locum.pages.dashboard.absence_words import title_of
from locum.pages.dashboard.news import News
from locum.pages.dashboard.refusals import attempt
from locum.pages.dashboard.series_form import DAYS, EVERY, KEPT, SeriesForm
from locum.pages.dashboard.series_words import SeriesOutlook, in_words, occurrences, series_outlook
from locum.pages.dashboard.whose import Resolve, Whose
from locum.pages.forms import TrustedForm
from locum.pages.when import weekdays
from locum.settings import Settings

NEAR = "recurring"
MOST_OCCURRENCES = 12
_REFUSALS = {
    "The recurrence rule": ("ends", "recurring.never"),
    "A recurring absence must begin": ("from", "form.date"),
    "One occurrence takes": ("until", "recurring.too_long"),
    recurring.TOO_MANY: ("from", "recurring.too_many"),
}


def add(router: APIRouter, resolve: Resolve) -> None:
    """The list with the form for a new one, and the page of each."""
    reading, entering = (Depends(resolve(it)) for it in (Permission.ABSENCE_READ, Permission.ABSENCE_CREATE))

    @router.get(f"/{NEAR}")
    async def all_series(session: Session, whose: Whose = reading) -> Response:
        """What recurs, and the form for more."""
        return await _list(session, whose, SeriesForm(AbsenceForm.asked(whose.desk.request)))

    @router.post(f"/{NEAR}")
    async def enter_series(
        session: Session, settings: CurrentSettings, form: TrustedForm, whose: Whose = entering
    ) -> Response:
        """Show what it would do; or enter it, as it was last looked at."""
        typed = SeriesForm.of(form)
        if "look" in form or typed.is_not_as_seen(form):
            return await _looked_at(session, settings, whose, typed)
        made = await _enter(session, whose, typed)
        if not isinstance(made, AbsenceSeries):
            return await _list(session, whose, typed, made)
        return whose.desk.go(f"{whose.base}/{NEAR}", News("recurring.saved", {"rule": in_words(whose, made)}))

    _add_one(router, resolve)


def _add_one(router: APIRouter, resolve: Resolve) -> None:
    changing, removing = (Depends(resolve(it)) for it in (Permission.ABSENCE_UPDATE, Permission.ABSENCE_DELETE))

    @router.get(f"/{NEAR}/{{series_id}}")
    async def one_series(session: Session, series_id: PathId, whose: Whose = changing) -> Response:
        """One, with its next dates."""
        found = await _one(session, whose, series_id)
        return await _page(session, whose, found, SeriesForm.written(found))

    @router.post(f"/{NEAR}/{{series_id}}")
    async def change_series(
        session: Session, series_id: PathId, form: TrustedForm, whose: Whose = changing
    ) -> Response:
        """Change all occurrences that are not over, save those that were changed one by one."""
        found = await _held(session, whose, series_id)
        typed = SeriesForm.of(form, found.rule)
        done = await _change(session, whose, found, typed)
        if not isinstance(done, AbsenceSeries):
            return await _page(session, whose, found, typed, done)
        return whose.desk.go(f"{whose.base}/{NEAR}", News("recurring.changed", {"rule": in_words(whose, done)}))

    @router.post(f"/{NEAR}/{{series_id}}/delete")
    async def remove_series(session: Session, series_id: PathId, _: TrustedForm, whose: Whose = removing) -> Response:
        """Remove it with all its occurrences."""
        found = await _held(session, whose, series_id)
        news = News("recurring.removed", {"rule": in_words(whose, found)})
        await recurring.remove(session, found)
        return whose.desk.go(f"{whose.base}/{NEAR}", news)


async def _one(session: AsyncSession, whose: Whose, series_id: int) -> AbsenceSeries:
    return _there(await series_queries.one_of(session, whose.owner.id, series_id))


async def _held(session: AsyncSession, whose: Whose, series_id: int) -> AbsenceSeries:
    """Held together with its occurrences."""
    found = await _one(session, whose, series_id)
    return _there(await series_queries.held(session, found.id))


def _there(found: AbsenceSeries | None) -> AbsenceSeries:
    if found is None:
        raise NotFound("There is no such recurring absence.")
    return found


async def _enter(session: AsyncSession, whose: Whose, typed: SeriesForm) -> AbsenceSeries | Errors:
    faults = typed.faults(whose.desk.words)
    if faults:
        return faults
    work = recurring.enter(session, whose.owner, typed.pattern(), typed.details())
    return _answered(await attempt(session, work), whose, typed)


async def _change(
    session: AsyncSession, whose: Whose, found: AbsenceSeries, typed: SeriesForm
) -> AbsenceSeries | Errors:
    faults = typed.faults(whose.desk.words)
    if faults:
        return faults
    work = recurring.change(session, found, typed.pattern(tuple(found.exceptions)), typed.details())
    return _answered(await attempt(session, work), whose, typed)


def _answered(result: AbsenceSeries | LocumError, whose: Whose, typed: SeriesForm) -> AbsenceSeries | Errors:
    if not isinstance(result, LocumError):
        return result
    known = next((told for begins, told in _REFUSALS.items() if result.message.startswith(begins)), None)
    if known is None:
        return refused(result, typed.absence, whose.desk.words)
    return {known[0]: whose.desk.text(known[1])}


async def _looked_at(session: AsyncSession, settings: Settings, whose: Whose, typed: SeriesForm) -> Response:
    """Whatever would follow is shown."""
    async with taken_back(session):
        made = await _enter(session, whose, typed)
        ahead = await series_outlook(session, settings, whose, made) if isinstance(made, AbsenceSeries) else None
    return await _list(session, whose, typed, None if isinstance(made, AbsenceSeries) else made, ahead)


async def _list(
    session: AsyncSession,
    whose: Whose,
    typed: SeriesForm,
    errors: Errors | None = None,
    ahead: SeriesOutlook | None = None,
) -> Response:
    found = await series_queries.of_person(session, whose.owner.id, Page(recurring.MOST_OF_A_PERSON))
    return whose.desk.show(
        "recurring.html",
        whose.desk.text("recurring.title"),
        trail=[*whose.trail, (whose.base, title_of(whose))],
        status=422 if errors else 200,
        errors=errors,
        whose=whose,
        rows=[(one.id, in_words(whose, one), one.notes) for one in found],
        ahead=ahead,
        **await _fields(session, whose, typed),
    )


async def _page(
    session: AsyncSession, whose: Whose, found: AbsenceSeries, typed: SeriesForm, errors: Errors | None = None
) -> Response:
    text, near = whose.desk.text, f"{whose.base}/{NEAR}"
    return whose.desk.show(
        "recurring_one.html",
        in_words(whose, found),
        trail=[*whose.trail, (whose.base, title_of(whose)), (near, text("recurring.title"))],
        status=422 if errors else 200,
        errors=errors,
        whose=whose,
        series_id=found.id,
        dates=await occurrences(session, whose, found, Page(MOST_OCCURRENCES)),
        **await _fields(session, whose, typed),
    )


async def _fields(session: AsyncSession, whose: Whose, typed: SeriesForm) -> dict[str, Any]:
    text = whose.desk.text
    choices = (*EVERY, KEPT) if typed.kept and typed.every == KEPT else EVERY
    names = zip(DAYS, weekdays(whose.desk.words.locale, 0), strict=True)
    return {
        **await fields(session, whose, typed.absence),
        "recurs": True,
        "replies": [(choice, text(f"away.replies.{choice}")) for choice in ("off", "on")],
        "repeats": typed,
        "every": [(one, text(f"recurring.every.{one}", rule=typed.kept)) for one in choices],
        "weekdays": [(day, full) for day, (_, full) in names],
    }
