"""Meetings that an absence stands in the way of, in the dashboard: keep, give away, or ask for another time.

Each for itself, or all at once; nothing happens before somebody decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.absences import queries as absences
from locum.absences.models import Absence
from locum.affected_bookings.deciding import decide
from locum.affected_bookings.listing import Affected, affected_bookings
from locum.affected_bookings.rules import Action, Decision
from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import LocumError, NotFound
from locum.kit.paging import Page
from locum.pages.dashboard.absence_words import title_of, when
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.dashboard.whose import Resolve, Whose
from locum.pages.forms import TrustedForm
from locum.pages.people import display_name
from locum.users import queries as users

AT_ONCE = 50
PREFIX = "what."
"""Before the uid of a meeting, in the names of fields."""

_REFUSALS = {
    "Can't reassign booking": "affected.nobody",
    "User with id": "affected.not_in_charge",
    "A reason must": "affected.long_reason",
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with what can be done about it; `chosen` is a value of its choices, or nothing."""

    uid: str
    title: str
    day: str
    span: str
    choices: Sequence[tuple[str, str]]
    chosen: str
    decided: str | None
    refusal: str | None = None


def add(router: APIRouter, resolve: Resolve) -> None:
    """The page and its form, below an absence."""
    reading, deciding = (Depends(resolve(it)) for it in (Permission.BOOKING_READ, Permission.BOOKING_WRITE))

    @router.get("/{absence_id}/meetings")
    async def meetings(session: Session, absence_id: PathId, whose: Whose = reading) -> Response:
        """The meetings, and what can be done about each."""
        return await _page(session, whose, await _one(session, whose, absence_id))

    @router.post("/{absence_id}/meetings")
    async def carry_out(session: Session, absence_id: PathId, form: TrustedForm, whose: Whose = deciding) -> Response:
        """Do what was chosen: all of it, or nothing."""
        absence = await _one(session, whose, absence_id)
        chosen = await _chosen(session, whose, absence, form)
        if not chosen:
            return await _page(session, whose, absence, form, whose.desk.text("affected.nothing"))
        reason = str(form.get("reason", "")).strip() or None
        decisions = [Decision(uid, action, reason) for uid, action in chosen.items()]
        work = decide(session, whose.desk.caller, absence, decisions, whose.team_id)
        done = await attempt(session, work)
        if isinstance(done, LocumError):
            return await _page(session, whose, absence, form, in_words(whose.desk.words, done, _REFUSALS), done.message)
        told = News("affected.done", {"meetings": whose.desk.words.count("affected.count", len(done))})
        return whose.desk.go(path_of(whose, absence), told)


def path_of(whose: Whose, absence: Absence) -> str:
    """Where it is decided about the meetings in the way of an absence."""
    return f"{whose.base}/{absence.id}/meetings"


async def are_there(session: AsyncSession, whose: Whose, absence: Absence) -> bool:
    """Whether there is anything to decide about."""
    return bool(await affected_bookings(session, absence, Page(1), whose.team_id))


async def _one(session: AsyncSession, whose: Whose, absence_id: int) -> Absence:
    found = await absences.owned(session, whose.owner.id, absence_id)
    if found is None:
        raise NotFound("There is no such absence.")
    return found


async def _chosen(session: AsyncSession, whose: Whose, absence: Absence, form: FormData) -> dict[str, Action]:
    """By the uid of the meeting. Of all at once: where that can be done and nobody has decided yet."""
    known = {action.value: action for action in Action}
    for_all = known.get(str(form.get("all", "")))
    if for_all is None:
        named = {name.removeprefix(PREFIX): str(value) for name, value in form.items() if name.startswith(PREFIX)}
        return {uid: known[value] for uid, value in named.items() if value in known}
    found = await affected_bookings(session, absence, leaf(whose.desk.request, AT_ONCE).exact, whose.team_id)
    return {one.view.booking.uid: for_all for one in found if one.decision is None and for_all in one.actions}


async def _page(
    session: AsyncSession,
    whose: Whose,
    absence: Absence,
    typed: FormData | None = None,
    refusal: str | None = None,
    cause: str = "",
) -> Response:
    desk, pages = whose.desk, leaf(whose.desk.request, AT_ONCE)
    found = await affected_bookings(session, absence, pages.rows, whose.team_id)
    labels = await _labels(session, whose, absence)
    shown = [_meeting(whose, one, labels, typed, refusal if one.view.booking.uid in cause else None) for one in found]
    offered = {action for one in found for action in one.actions if one.decision is None}
    return desk.show(
        "affected.html",
        desk.text("affected.title"),
        trail=[*whose.trail, (whose.base, title_of(whose)), (f"{whose.base}/{absence.id}", when(whose, absence))],
        status=422 if refusal else 200,
        refusal=refusal,
        whose=whose,
        days=when(whose, absence),
        meetings=shown[:AT_ONCE],
        for_all=[(action.value, labels[action]) for action in Action if action in offered],
        reason=str(typed.get("reason", "")) if typed else "",
        pages=pages,
        found=len(found),
    )


async def _labels(session: AsyncSession, whose: Whose, absence: Absence) -> Mapping[Action, str]:
    """What the choices are called."""
    text = whose.desk.text
    cover = await users.by_id(session, absence.substitute_id) if absence.substitute_id else None
    return {
        Action.KEEP: text("affected.keep"),
        Action.REASSIGN: text("affected.give_to", name=display_name(cover)) if cover else text("affected.give"),
        Action.ASK: text("affected.ask"),
    }


def _meeting(
    whose: Whose, one: Affected, labels: Mapping[Action, str], typed: FormData | None, refusal: str | None
) -> Meeting:
    booking, clock = one.view.booking, whose.desk.clock
    return Meeting(
        booking.uid,
        booking.title,
        clock.day(booking.starts_at),
        clock.span(booking.starts_at, booking.ends_at),
        [(action.value, labels[action]) for action in one.actions],
        str(typed.get(f"{PREFIX}{booking.uid}", "")) if typed else "",
        whose.desk.text(f"affected.decided.{one.decision.action}") if one.decision else None,
        refusal,
    )
