"""One schedule in the dashboard: the hours of its week, dates with other hours, its zone, and being the default."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Depends, Response
from starlette.datastructures import FormData

from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit import clock
from locum.pages.dashboard.availability_desk import above, one
from locum.pages.dashboard.news import News
from locum.pages.dashboard.schedule_form import SPARE_DATES, DateTyped, Errors, Read, ScheduleForm
from locum.pages.dashboard.week import DAYS, NOTHING, Typed
from locum.pages.dashboard.whose import Resolve, Whose
from locum.pages.forms import TrustedForm
from locum.pages.when import weekdays
from locum.pages.zones import all_of_them
from locum.schedules import queries, service
from locum.schedules.models import Schedule

WORKDAYS = range(5)
TARGETS = {"workdays": WORKDAYS, "all": DAYS}
COPY, MORE = "copy", "more"


def add(router: APIRouter, resolve: Resolve) -> None:
    """The page of a schedule and its form."""
    reading, changing = (Depends(resolve(it)) for it in (Permission.SCHEDULE_READ, Permission.SCHEDULE_UPDATE))

    @router.get("/{schedule_id}")
    async def schedule(session: Session, schedule_id: PathId, whose: Whose = reading) -> Response:
        """One schedule, to look at and to change."""
        found = await one(session, whose, schedule_id)
        is_default = await queries.default_id_of(session, whose.owner.id) == found.id
        typed = ScheduleForm.written(found, whose.today(), is_default=is_default)
        return _page(whose, found, typed, {}, is_default=is_default)

    @router.post("/{schedule_id}")
    async def change(session: Session, schedule_id: PathId, form: TrustedForm, whose: Whose = changing) -> Response:
        """Save it; or only help with filling in, and show the form again."""
        found = await one(session, whose, schedule_id, hold=True)
        is_default = await queries.default_id_of(session, whose.owner.id) == found.id
        typed = ScheduleForm.of(form)
        if form.get("do") in {COPY, MORE}:
            return _page(whose, found, _helped(typed, form), {}, is_default=is_default, is_unsaved=True)
        said = typed.read(whose.desk.words)
        if not isinstance(said, Read):
            return _page(whose, found, typed, said, is_default=is_default)
        await service.change(session, found, said.changes(found, whose.today()))
        return whose.desk.go(f"{whose.base}/{found.id}", News("hours.saved", {"name": found.name}))


def _helped(typed: ScheduleForm, form: FormData) -> ScheduleForm:
    """With the hours of a day on other days, or as it is: the page adds room for more dates."""
    source, targets = str(form.get("source", "")), TARGETS.get(str(form.get("targets", "")))
    if form.get("do") != COPY or targets is None or source not in {str(day) for day in DAYS}:
        return typed
    return typed.copied(int(source), list(targets))


def _page(
    whose: Whose,
    schedule: Schedule,
    typed: ScheduleForm,
    errors: Errors,
    *,
    is_default: bool,
    is_unsaved: bool = False,
) -> Response:
    desk = whose.desk
    return desk.show(
        "schedule.html",
        schedule.name,
        trail=above(whose),
        status=422 if errors else 200,
        errors=errors,
        typed=typed,
        path=f"{whose.base}/{schedule.id}",
        is_default=is_default,
        is_unsaved=is_unsaved,
        zones=[(zone.name, f"{zone.offset} {zone.city}") for zone in all_of_them(desk.words.locale, clock.now())],
        tomorrow=(whose.today() + timedelta(days=1)).isoformat(),
        **_rows(whose, typed),
    )


def _rows(whose: Whose, typed: ScheduleForm) -> dict[str, Any]:
    """The days of the week in the language's order, each with room for one more span, and the dates with room."""
    locale = whose.desk.words.locale
    names = [full for _, full in weekdays(locale, 0)]
    order = [(locale.first_week_day + number) % 7 for number in DAYS]
    spare = [DateTyped()] * SPARE_DATES
    return {
        "week": [(day, names[day], _with_room(typed.days.get(day, ()))) for day in order],
        "dates": [*(one for one in typed.dates if one.day or not one.hours.is_empty), *spare],
    }


def _with_room(spans: Sequence[Typed]) -> list[Typed]:
    return [*(span for span in spans if not span.is_empty), NOTHING]
