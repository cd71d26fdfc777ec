"""`/dashboard/teams/{id}/event-types`: what can be booked with a team, made, changed and removed by who leads it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import hosting, team_queries, team_service
from locum.event_types.models import EventType
from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import LocumError, NotFound
from locum.pages.booking.event import path_of_event_type
from locum.pages.dashboard.desk import Trail
from locum.pages.dashboard.event_type_form import KEPT, PLACES
from locum.pages.dashboard.news import News
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.dashboard.team_desk import TEAMS, TeamDesk, at_team
from locum.pages.dashboard.team_event_type_form import TeamEventTypeForm, ways_together
from locum.pages.forms import TrustedForm

router = APIRouter(prefix=f"{TEAMS}/{{team_id}}/event-types", include_in_schema=False)

MOST_NAMES = 3
_REFUSALS = {team_service.SLUG_TAKEN: "kinds.slug_taken_in_team"}

Reading = Annotated[TeamDesk, Depends(at_team(Permission.EVENT_TYPE_READ))]
Creating = Annotated[TeamDesk, Depends(at_team(Permission.EVENT_TYPE_CREATE))]
Updating = Annotated[TeamDesk, Depends(at_team(Permission.EVENT_TYPE_UPDATE))]
Deleting = Annotated[TeamDesk, Depends(at_team(Permission.EVENT_TYPE_DELETE))]


@dataclass(frozen=True, slots=True)
class Row:
    """An event type in the list."""

    id: int
    title: str
    minutes: int
    together: str
    hosts: str
    is_hidden: bool


def kinds_of(at: TeamDesk) -> str:
    """The address of a team's event types."""
    return f"{at.path}/event-types"


def trail_of(at: TeamDesk) -> Trail:
    """The pages above one of them."""
    return [*at.trail, (kinds_of(at), at.desk.text("kinds.title"))]


async def one_of(session: AsyncSession, at: TeamDesk, event_type_id: int, *, hold: bool = False) -> EventType:
    """An event type of the team; held to be changed where that is asked. Raises NotFound."""
    if not hold:
        return await team_service.found(session, at.team.id, event_type_id)
    held = await team_service.held(session, at.team.id, event_type_id)
    if held is None:
        raise NotFound("There is no such event type.")
    return held


@router.get("")
async def event_types(session: Session, at: Reading) -> Response:
    """All of the team's, with whom they are for."""
    found = await team_queries.listed(session, at.team.id, at.desk.person.id, None, "asc")
    hosts = await team_queries.hosts_shown(session, found, MOST_NAMES + 1)
    return at.desk.show(
        "team_event_types.html",
        at.desk.text("kinds.of_team", team=at.team.name),
        trail=at.trail,
        rows=[_row(at, one, [host.name or host.username or "?" for host in hosts.get(one.id, [])]) for one in found],
        path=kinds_of(at),
        may_create=at.may(Permission.EVENT_TYPE_CREATE),
        may_update=at.may(Permission.EVENT_TYPE_UPDATE),
    )


@router.get("/new")
async def new_event_type(at: Creating) -> Response:
    """The form of a new one."""
    return _new(at, TeamEventTypeForm())


@router.post("/new")
async def make_event_type(session: Session, at: Creating, form: TrustedForm) -> Response:
    """Make one. Where not everybody hosts it, the next page asks who does."""
    typed = TeamEventTypeForm.of(form)
    faults = typed.faults(at.desk.words)
    if faults:
        return _new(at, typed, faults)
    work = team_service.create(session, at.team, at.desk.person.id, typed.settings(), typed.hosts())
    made = await attempt(session, work)
    if isinstance(made, LocumError):
        return _new(at, typed, _refused(at, made))
    path = kinds_of(at) if typed.everybody else f"{kinds_of(at)}/{made.id}/hosts"
    key = "kinds.made" if typed.everybody else "kinds.made_without_hosts"
    return at.desk.go(path, News(key, {"title": made.title}))


@router.get("/{event_type_id}")
async def event_type(session: Session, settings: CurrentSettings, at: Updating, event_type_id: PathId) -> Response:
    """One, to look at and to change."""
    found = await one_of(session, at, event_type_id)
    return await _page(session, settings.base_url, at, found, TeamEventTypeForm.written(found))


@router.post("/{event_type_id}")
async def change_event_type(
    session: Session, settings: CurrentSettings, at: Updating, event_type_id: PathId, form: TrustedForm
) -> Response:
    """Change it; what members have of a managed one follows."""
    found, typed = await one_of(session, at, event_type_id, hold=True), TeamEventTypeForm.of(form)
    faults = typed.faults(at.desk.words)
    if not faults:
        present = (await hosting.terms_now(session, found.id)).values()
        asked = typed.hosts(found, present)
        work = team_service.change(session, at.team, found, at.desk.person.id, typed.settings(), asked)
        changed = await attempt(session, work)
        if not isinstance(changed, LocumError):
            return at.desk.go(kinds_of(at), News("kinds.changed", {"title": changed.title}))
        faults = _refused(at, changed)
        found = await one_of(session, at, event_type_id, hold=True)
    return await _page(session, settings.base_url, at, found, typed, faults)


@router.get("/{event_type_id}/delete")
async def about_to_remove(session: Session, at: Deleting, event_type_id: PathId) -> Response:
    """Ask once more."""
    found, text = await one_of(session, at, event_type_id), at.desk.text
    return at.desk.show(
        "confirm.html",
        text("kinds.remove_title", title=found.title),
        trail=trail_of(at),
        goes=[text("kinds.remove_children")] if found.scheduling_type == "managed" else [],
        stays=text("kinds.remove_stays"),
        undo=text("kinds.remove_undo"),
        action=f"{kinds_of(at)}/{found.id}/delete",
        label=text("kinds.remove"),
        back=kinds_of(at),
    )


@router.post("/{event_type_id}/delete")
async def remove_event_type(session: Session, at: Deleting, event_type_id: PathId, _: TrustedForm) -> Response:
    """Remove it, with what members have of it."""
    found = await one_of(session, at, event_type_id, hold=True)
    news = News("kinds.removed", {"title": found.title})
    await team_service.remove(session, found)
    return at.desk.go(kinds_of(at), news)


def _row(at: TeamDesk, kind: EventType, names: list[str]) -> Row:
    text = at.desk.text
    some = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
    hosts = text("kinds.everybody_hosts") if kind.assign_all_team_members else some or text("kinds.no_hosts")
    together = text(f"kinds.together.{kind.scheduling_type}")
    return Row(kind.id, kind.title, kind.length_in_minutes, together, hosts, kind.hidden)


def _refused(at: TeamDesk, refusal: LocumError) -> dict[str, str]:
    return {"slug" if refusal.message in _REFUSALS else "title": in_words(at.desk.words, refusal, _REFUSALS)}


def _new(at: TeamDesk, typed: TeamEventTypeForm, errors: dict[str, str] | None = None) -> Response:
    return at.desk.show(
        "team_event_type_new.html",
        at.desk.text("kinds.new"),
        trail=trail_of(at),
        status=422 if errors else 200,
        errors=errors,
        path=kinds_of(at),
        **_fields(at, typed, None),
    )


async def _page(
    session: AsyncSession,
    base_url: str,
    at: TeamDesk,
    found: EventType,
    typed: TeamEventTypeForm,
    errors: dict[str, str] | None = None,
) -> Response:
    path = await path_of_event_type(session, found.id) if found.scheduling_type != "managed" else None
    return at.desk.show(
        "team_event_type.html",
        found.title,
        trail=trail_of(at),
        status=422 if errors else 200,
        errors=errors,
        path=f"{kinds_of(at)}/{found.id}",
        back=kinds_of(at),
        link=base_url + path if path else None,
        may_delete=at.may(Permission.EVENT_TYPE_DELETE),
        **_fields(at, typed, found),
    )


def _fields(at: TeamDesk, typed: TeamEventTypeForm, found: EventType | None) -> dict[str, Any]:
    text = at.desk.text
    choices = (*PLACES, KEPT) if typed.common.place == KEPT else PLACES
    return {
        "typed": typed.common,
        "team_typed": typed,
        "together": ways_together(at.desk.words, found),
        "places": [(place, text(f"kinds.place.{place}")) for place in choices],
        "hide_label": text("kinds.hide_in_team"),
    }
