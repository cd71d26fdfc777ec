"""`/dashboard/applications`: what acts for somebody, and what he registered to act for others."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from locum.http.parameters import PathId
from locum.http.session import Session
from locum.kit.errors import LocumError
from locum.kit.paging import Page
from locum.oauth2 import applications as use
from locum.oauth2 import queries
from locum.oauth2.queries import Allowed
from locum.oauth2.revoking import take_back
from locum.oauth2.rules.managing import Kind, Manager, Status
from locum.pages.dashboard.application_form import ApplicationForm, Errors, wrong
from locum.pages.dashboard.application_scopes import sheet
from locum.pages.dashboard.desk import CurrentDesk, Desk, Trail
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.refusals import attempt
from locum.pages.forms import TrustedForm
from locum.pages.oauth2.meaning import Group, meaning

router = APIRouter(include_in_schema=False)

APPLICATIONS = "/dashboard/applications"
AT_ONCE = 50
MOST_ALLOWED = 100
WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Actor:
    """An application that acts for the person; `may` is None for everything."""

    id: int
    name: str
    may: Sequence[Group] | None
    since: str


@router.get(APPLICATIONS)
async def applications(session: Session, desk: CurrentDesk) -> Response:
    """What the person allowed, and what he registered; administrators of the server see what everybody registered."""
    pages = leaf(desk.request, AT_ONCE)
    manager, only_waiting = Manager.of(desk.caller), desk.request.query_params.get("show") == WAITING
    found = await queries.managed(session, manager, pages.rows, Status.PENDING if only_waiting else None)
    allowed = await queries.allowed_by(session, desk.person.id, Page(MOST_ALLOWED))
    return desk.show(
        "applications.html",
        desk.text("apps.title"),
        actors=[_actor(desk, one) for one in allowed],
        rows=found[:AT_ONCE],
        only_waiting=only_waiting,
        manages_all=manager.is_system_admin,
        pages=pages,
        found=len(found),
    )


@router.post(f"{APPLICATIONS}/allowed/{{application_id}}/stop")
async def stop(session: Session, desk: CurrentDesk, application_id: PathId, form: TrustedForm) -> Response:
    """Take back everything that an application was allowed."""
    await take_back(session, desk.person.id, application_id)
    return desk.go(APPLICATIONS, News("apps.stopped", {"name": str(form.get("name", ""))[: use.LONGEST_NAME]}))


@router.get(f"{APPLICATIONS}/new")
async def new_application(desk: CurrentDesk) -> Response:
    """The form of a new one."""
    return _form(desk, ApplicationForm(), {})


@router.post(f"{APPLICATIONS}/new")
async def register_application(session: Session, desk: CurrentDesk, form: TrustedForm) -> Response:
    """Register it. Its secret stands on the answer itself, this once."""
    typed = ApplicationForm.of(form)
    work = use.register(session, Manager.of(desk.caller), desk.person.id, typed.details())
    done = await attempt(session, work)
    if isinstance(done, LocumError):
        return _form(desk, typed, wrong(desk.words, done))
    made = done.application
    if done.secret is None:
        return desk.go(f"{APPLICATIONS}/{made.client_id}", News("apps.told", {"name": made.name}))
    return shown_once(desk, desk.text("apps.made", name=made.name), made.client_id, done.secret)


def above(desk: Desk) -> Trail:
    """The list."""
    return [(APPLICATIONS, desk.text("apps.title"))]


def shown_once(desk: Desk, heading: str, client_id: str, secret: str) -> Response:
    """A secret, on the answer itself: nothing that is kept could show it again."""
    return desk.show(
        "application_made.html",
        heading,
        trail=above(desk),
        client_id=client_id,
        secret=secret,
        onward=f"{APPLICATIONS}/{client_id}",
    )


def _actor(desk: Desk, allowed: Allowed) -> Actor:
    application = allowed.application
    return Actor(application.id, application.name, meaning(desk.words, allowed.scopes), desk.clock.short(allowed.since))


def _form(desk: Desk, typed: ApplicationForm, errors: Errors) -> Response:
    return desk.show(
        "application_new.html",
        desk.text("apps.new"),
        trail=above(desk),
        status=422 if errors else 200,
        errors=errors,
        typed=typed,
        kinds=[(kind.value, desk.text(f"apps.kind.{kind}")) for kind in Kind],
        groups=sheet(desk.words, typed.scopes),
        may_vouch=desk.person.is_system_admin,
    )
