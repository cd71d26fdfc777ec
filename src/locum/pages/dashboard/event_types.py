"""`/dashboard/event-types`: what can be booked with somebody, made, changed, hidden and removed by himself."""

from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import queries, service
from locum.event_types.models import EventType
from locum.http.parameters import PathId
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import LocumError, NotFound
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.event_type_form import KEPT, PLACES, EventTypeForm
from locum.pages.dashboard.news import News
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.forms import TrustedForm

router = APIRouter(include_in_schema=False)

KINDS = "/dashboard/event-types"
_REFUSALS = {service.SLUG_TAKEN: "kinds.slug_taken"}


@router.get(KINDS)
async def event_types(session: Session, desk: CurrentDesk) -> Response:
    """All of one's own, those of managed ones included."""
    found = await queries.of_person(session, desk.person.id, with_hidden=True)
    return desk.show("event_types.html", desk.text("kinds.title"), kinds=found, path=KINDS)


@router.get(f"{KINDS}/new")
async def new_event_type(desk: CurrentDesk) -> Response:
    """The form of a new one."""
    return _new(desk, EventTypeForm())


@router.post(f"{KINDS}/new")
async def make_event_type(session: Session, desk: CurrentDesk, form: TrustedForm) -> Response:
    """Make one."""
    typed = EventTypeForm.of(form)
    faults = typed.faults(desk.words)
    if faults:
        return _new(desk, typed, faults)
    made = await attempt(session, service.create(session, desk.person.id, typed.settings()))
    if isinstance(made, LocumError):
        return _new(desk, typed, _refused(desk, made))
    return desk.go(KINDS, _news(desk, "kinds.made", made))


@router.get(f"{KINDS}/{{event_type_id}}")
async def event_type(session: Session, settings: CurrentSettings, desk: CurrentDesk, event_type_id: PathId) -> Response:
    """One, to look at and to change."""
    found = await _own(session, desk, event_type_id)
    return _page(desk, settings.base_url, found, EventTypeForm.written(found))


@router.post(f"{KINDS}/{{event_type_id}}")
async def change_event_type(
    session: Session, settings: CurrentSettings, desk: CurrentDesk, event_type_id: PathId, form: TrustedForm
) -> Response:
    """Change it."""
    found, typed = await _own(session, desk, event_type_id), EventTypeForm.of(form)
    faults = typed.faults(desk.words)
    if not faults:
        changed = await attempt(session, service.change(session, found, typed.settings()))
        if not isinstance(changed, LocumError):
            return desk.go(KINDS, _news(desk, "kinds.changed", changed))
        faults = _refused(desk, changed)
    return _page(desk, settings.base_url, found, typed, faults)


@router.get(f"{KINDS}/{{event_type_id}}/delete")
async def about_to_remove(session: Session, desk: CurrentDesk, event_type_id: PathId) -> Response:
    """Ask once more."""
    found = await _own(session, desk, event_type_id)
    return desk.show(
        "confirm.html",
        desk.text("kinds.remove_title", title=found.title),
        trail=[(KINDS, desk.text("kinds.title"))],
        goes=[],
        stays=desk.text("kinds.remove_stays"),
        undo=desk.text("kinds.remove_undo"),
        action=f"{KINDS}/{found.id}/delete",
        label=desk.text("kinds.remove"),
        back=f"{KINDS}/{found.id}",
    )


@router.post(f"{KINDS}/{{event_type_id}}/delete")
async def remove_event_type(session: Session, desk: CurrentDesk, event_type_id: PathId, _: TrustedForm) -> Response:
    """Remove it."""
    found = await _own(session, desk, event_type_id)
    news = News("kinds.removed", {"title": found.title})
    await service.remove(session, found)
    return desk.go(KINDS, news)


async def _own(session: AsyncSession, desk: Desk, event_type_id: int) -> EventType:
    """What a team manages is changed there. Raises NotFound."""
    found = await service.owned(session, desk.person.id, event_type_id)
    if found.parent_id is not None:
        raise NotFound("This event type is managed by a team.")
    return found


def _news(desk: Desk, key: str, kind: EventType) -> News:
    told = {"title": kind.title}
    if not desk.person.username or kind.hidden:
        return News(key, told)
    return News(key, told, desk.url(f"/{desk.person.username}/{kind.slug}"), "kinds.look")


def _refused(desk: Desk, refusal: LocumError) -> dict[str, str]:
    return {"slug" if refusal.message in _REFUSALS else "title": in_words(desk.words, refusal, _REFUSALS)}


def _new(desk: Desk, typed: EventTypeForm, errors: dict[str, str] | None = None) -> Response:
    return desk.show(
        "event_type_new.html",
        desk.text("kinds.new"),
        trail=[(KINDS, desk.text("kinds.title"))],
        status=422 if errors else 200,
        errors=errors,
        path=KINDS,
        **_fields(desk, typed),
    )


def _page(
    desk: Desk, base_url: str, found: EventType, typed: EventTypeForm, errors: dict[str, str] | None = None
) -> Response:
    return desk.show(
        "event_type.html",
        found.title,
        trail=[(KINDS, desk.text("kinds.title"))],
        status=422 if errors else 200,
        errors=errors,
        path=f"{KINDS}/{found.id}",
        link=f"{base_url}/{desk.person.username}/{found.slug}" if desk.person.username else None,
        **_fields(desk, typed),
    )


def _fields(desk: Desk, typed: EventTypeForm) -> dict[str, Any]:
    choices = (*PLACES, KEPT) if typed.place == KEPT else PLACES
    return {
        "typed": typed,
        "places": [(place, desk.text(f"kinds.place.{place}")) for place in choices],
        "hide_label": desk.text("kinds.hide"),
    }
