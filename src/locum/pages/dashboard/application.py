"""`/dashboard/applications/{id}`: one application: its state, its secrets, and what can be changed of it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.session import Session, settings_of
from locum.kit.errors import LocumError, NotFound
from locum.oauth2 import applications as use
from locum.oauth2 import queries
from locum.oauth2.models import Application
from locum.oauth2.rules.managing import Kind, Manager, Status
from locum.pages.dashboard.application_form import ApplicationForm, Errors, wrong
from locum.pages.dashboard.application_scopes import sheet
from locum.pages.dashboard.applications import APPLICATIONS, above, shown_once
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.news import News
from locum.pages.dashboard.refusals import attempt
from locum.pages.forms import TrustedForm
from locum.users import queries as users

PAGE = f"{APPLICATIONS}/{{client_id}}"
router = APIRouter(prefix=PAGE, include_in_schema=False)


async def _managed(session: Session, desk: CurrentDesk, client_id: str) -> Application:
    found = await queries.held(session, Manager.of(desk.caller), client_id)
    if found is None:
        raise NotFound("There is no such application.")
    return found


Managed = Annotated[Application, Depends(_managed)]
"""An application that the person manages. Raises NotFound for those of others."""


@router.get("")
async def application(session: Session, desk: CurrentDesk, found: Managed) -> Response:
    """What it is, and the form to change it."""
    return await _page(session, desk, found, ApplicationForm.written(found), {})


@router.post("")
async def change(session: Session, desk: CurrentDesk, found: Managed, form: TrustedForm) -> Response:
    """Change it; its owner may have to wait for approval again."""
    typed, client_id, before = ApplicationForm.of(form), found.client_id, found.status
    done = await attempt(session, use.change(session, Manager.of(desk.caller), client_id, typed.changes()))
    if isinstance(done, LocumError):
        await session.refresh(found)
        return await _page(session, desk, found, typed, wrong(desk.words, done))
    key = "apps.changed" if done.status == before else "apps.changed_waits"
    return desk.go(f"{APPLICATIONS}/{client_id}", News(key, {"name": done.name}))


@router.post("/decide")
async def decide(session: Session, desk: CurrentDesk, found: Managed, form: TrustedForm) -> Response:
    """Approve or reject it: for administrators of the server."""
    status = Status.APPROVED if form.get("decision") == "approve" else Status.REJECTED
    await use.decide(session, Manager.of(desk.caller), found.client_id, status)
    return desk.go(f"{APPLICATIONS}/{found.client_id}", News(f"apps.decided.{status}", {"name": found.name}))


@router.post("/secrets")
async def rotate(session: Session, desk: CurrentDesk, found: Managed, form: TrustedForm) -> Response:
    """A new secret, which stands on the answer itself."""
    keep = form.get("at_once") != "true"
    secret = await use.rotate(session, Manager.of(desk.caller), found.client_id, keep_former=keep)
    return shown_once(desk, desk.text("apps.new_secret", name=found.name), found.client_id, secret)


@router.post("/secrets/end")
async def end_former_secrets(session: Session, desk: CurrentDesk, found: Managed, _: TrustedForm) -> Response:
    """Only the newest secret goes on."""
    await use.end_former_secrets(session, Manager.of(desk.caller), found.client_id)
    return desk.go(f"{APPLICATIONS}/{found.client_id}", News("apps.former_ended"))


@router.get("/delete")
async def ask_whether_to_remove(desk: CurrentDesk, found: Managed) -> Response:
    """What goes with it."""
    path = f"{APPLICATIONS}/{found.client_id}"
    return desk.show(
        "confirm.html",
        desk.text("apps.delete_title", name=found.name),
        trail=[*above(desk), (path, found.name)],
        goes=[desk.text("apps.goes")],
        stays=None,
        undo=desk.text("confirm.for_ever"),
        action=f"{path}/delete",
        label=desk.text("apps.delete"),
        back=path,
    )


@router.post("/delete")
async def remove(session: Session, desk: CurrentDesk, found: Managed, _: TrustedForm) -> Response:
    """Remove it with everything that it was allowed."""
    name = found.name
    await use.remove(session, Manager.of(desk.caller), found.client_id)
    return desk.go(APPLICATIONS, News("apps.deleted", {"name": name}))


async def _page(
    session: AsyncSession, desk: Desk, application: Application, typed: ApplicationForm, errors: Errors
) -> Response:
    base = settings_of(desk.request).base_url
    return desk.show(
        "application.html",
        application.name,
        trail=above(desk),
        status=422 if errors else 200,
        errors=errors,
        application=application,
        path=f"{APPLICATIONS}/{application.client_id}",
        authorize=f"{base}/auth/oauth2/authorize",
        tokens=f"{base}/v2/auth/oauth2/token",
        typed=typed,
        groups=sheet(desk.words, typed.scopes),
        may_vouch=desk.person.is_system_admin,
        **await _more(session, desk, application),
    )


async def _more(session: AsyncSession, desk: Desk, application: Application) -> dict[str, Any]:
    """Its secrets and, for administrators, who registered it."""
    owner = await users.by_id(session, application.owner_id) if application.owner_id else None
    keeps_secret = application.kind == Kind.CONFIDENTIAL
    found = await queries.secrets_of(session, application.id) if keeps_secret else []
    return {
        "owner": owner.email if owner else None,
        "is_own": application.owner_id == desk.person.id,
        "keeps_secret": keeps_secret,
        "secrets": [(one.hint, desk.clock.short(one.created_at)) for one in found],
    }
