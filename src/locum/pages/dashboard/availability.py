"""Schedules in the dashboard: one's own, and those of people whom somebody looks after."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Response

from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit import clock
from locum.pages.dashboard import availability_editing, week
from locum.pages.dashboard.availability_desk import above, one, title_of
from locum.pages.dashboard.desk import Desk
from locum.pages.dashboard.news import News
from locum.pages.dashboard.schedule_form import LONGEST_NAME, weekly_of
from locum.pages.dashboard.week import DAYS, MIDNIGHT, Span
from locum.pages.dashboard.whose import Resolve, Whose
from locum.pages.forms import TrustedForm
from locum.pages.when import time_of_day, weekdays, zone_label
from locum.schedules import queries, service
from locum.schedules.models import Schedule
from locum.schedules.rules import ZONE_SHOWN_WITHOUT_ONE


@dataclass(frozen=True, slots=True)
class Row:
    """A schedule in the list; `hours` are weekdays and their times, in words."""

    id: int
    name: str
    zone: str
    is_default: bool
    hours: Sequence[tuple[str, str]]
    dates: int


def build(prefix: str, whose: Resolve) -> APIRouter:
    """The pages below an address."""
    router = APIRouter(prefix=prefix, include_in_schema=False)
    _add_list(router, whose)
    _add_making(router, whose)
    availability_editing.add(router, whose)
    _add_removing(router, whose)
    return router


def _add_list(router: APIRouter, resolve: Resolve) -> None:
    reading = Depends(resolve(Permission.SCHEDULE_READ))

    @router.get("")
    async def schedules(session: Session, whose: Whose = reading) -> Response:
        """All of them, the oldest first."""
        found = await queries.of_person(session, whose.owner.id)
        default_id = await queries.default_id_of(session, whose.owner.id)
        return whose.desk.show(
            "availability.html",
            title_of(whose),
            trail=whose.trail,
            whose=whose,
            rows=[_row(whose, one, default_id) for one in found],
        )


def _add_making(router: APIRouter, resolve: Resolve) -> None:
    creating = Depends(resolve(Permission.SCHEDULE_CREATE))

    @router.get("/new")
    async def new_schedule(whose: Whose = creating) -> Response:
        """The form of a new one."""
        return _new(whose, "")

    @router.post("/new")
    async def make_schedule(session: Session, form: TrustedForm, whose: Whose = creating) -> Response:
        """Make one with the usual hours, to be changed on its page; somebody's first one is the default."""
        name = str(form.get("name", "")).strip()[:LONGEST_NAME]
        if not name:
            return _new(whose, name, {"name": whose.desk.text("form.required")})
        is_first = await queries.default_id_of(session, whose.owner.id) is None
        made = await service.create(session, whose.owner.id, name, whose.zone, make_default=is_first)
        return whose.desk.go(f"{whose.base}/{made.id}", News("hours.made", {"name": name}))


def _add_removing(router: APIRouter, resolve: Resolve) -> None:
    removing = Depends(resolve(Permission.SCHEDULE_DELETE))

    @router.get("/{schedule_id}/delete")
    async def ask_whether_to_delete(session: Session, schedule_id: PathId, whose: Whose = removing) -> Response:
        """What follows."""
        schedule = await one(session, whose, schedule_id)
        path = f"{whose.base}/{schedule.id}"
        return whose.desk.show(
            "confirm.html",
            whose.desk.text("hours.delete_title", name=schedule.name),
            trail=[*above(whose), (path, schedule.name)],
            goes=[],
            stays=whose.desk.text("hours.delete_text"),
            undo=whose.desk.text("confirm.for_ever"),
            action=f"{path}/delete",
            label=whose.desk.text("hours.delete"),
            back=path,
        )

    @router.post("/{schedule_id}/delete")
    async def delete_schedule(
        session: Session, schedule_id: PathId, _: TrustedForm, whose: Whose = removing
    ) -> Response:
        """Remove it."""
        schedule = await one(session, whose, schedule_id, hold=True)
        await service.remove(session, schedule)
        return whose.desk.go(whose.base, News("hours.deleted", {"name": schedule.name}))


def _new(whose: Whose, name: str, errors: dict[str, str] | None = None) -> Response:
    return whose.desk.show(
        "schedule_new.html",
        whose.desk.text("hours.new"),
        trail=above(whose),
        status=422 if errors else 200,
        errors=errors,
        typed=name,
        action=f"{whose.base}/new",
        back=whose.base,
    )


def _row(whose: Whose, schedule: Schedule, default_id: int | None) -> Row:
    today = whose.today()
    dates = {one.on_date for one in schedule.rules if one.on_date is not None and one.on_date >= today}
    label = zone_label(whose.desk.words.locale, schedule.time_zone or ZONE_SHOWN_WITHOUT_ONE, clock.now())
    hours = _in_words(whose.desk, schedule)
    return Row(schedule.id, schedule.name, label, schedule.id == default_id, hours, len(dates))


def _in_words(desk: Desk, schedule: Schedule) -> list[tuple[str, str]]:
    locale = desk.words.locale
    names = [full for _, full in weekdays(locale, 0)]
    order = [(locale.first_week_day + number) % 7 for number in DAYS]
    return [
        (names[group[0]] if len(group) == 1 else f"{names[group[0]]} – {names[group[-1]]}", _spans(desk, spans))
        for group, spans in week.alike(week.by_day(weekly_of(schedule)), order)
    ]


def _spans(desk: Desk, spans: Sequence[Span]) -> str:
    locale, cycle = desk.words.locale, desk.clock.cycle

    def shown(minute: int) -> str:
        return time_of_day(locale, 0 if minute == MIDNIGHT else minute, cycle)

    return ", ".join(f"{shown(span.start)} – {shown(span.end)}" for span in spans)
