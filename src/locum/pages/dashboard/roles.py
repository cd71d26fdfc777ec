"""Custom roles in the dashboard: written once, for an organization and for each of its teams."""

from collections.abc import Mapping

from fastapi import APIRouter, Depends, Response

from locum.http.permissions import Permission
from locum.http.session import Session
from locum.memberships import queries as memberships
from locum.pages.dashboard import role
from locum.pages.dashboard.news import News
from locum.pages.dashboard.refusals import attempt
from locum.pages.dashboard.role_desk import Resolve, Roles
from locum.pages.dashboard.role_form import RoleForm, wrong
from locum.pages.dashboard.role_words import sheet
from locum.pages.forms import TrustedForm
from locum.roles import service
from locum.roles.models import CustomRole
from locum.roles.service import NewRole

READ, CREATE = Permission.ROLE_READ, Permission.ROLE_CREATE


def build(prefix: str, resolve: Resolve) -> APIRouter:
    """The pages below an address."""
    router = APIRouter(prefix=prefix, include_in_schema=False)
    _add_list(router, resolve)
    _add_making(router, resolve)
    role.add(router, resolve)
    return router


def _add_list(router: APIRouter, resolve: Resolve) -> None:
    reading = Depends(resolve(READ))

    @router.get("")
    async def roles(session: Session, at: Roles = reading) -> Response:
        """The plain roles and the custom ones, with how many hold each."""
        _, custom = await service.list_roles(session, at.place)
        return at.desk.show(
            "roles.html",
            at.desk.text("roles.title"),
            trail=at.trail,
            base=at.base,
            rows=custom,
            holders=await memberships.holders_of_roles(session, at.place.id) if at.reads_people else None,
            may_create=at.place.authority.may(CREATE),
        )


def _add_making(router: APIRouter, resolve: Resolve) -> None:
    creating = Depends(resolve(CREATE))

    @router.get("/new")
    async def new_role(at: Roles = creating) -> Response:
        """The form of a new role."""
        return _form(at, RoleForm())

    @router.post("/new")
    async def make_role(session: Session, form: TrustedForm, at: Roles = creating) -> Response:
        """Make a role."""
        typed = RoleForm.of(form, team=at.place.is_team)
        new = NewRole(typed.name, None, typed.description or None, list(typed.permissions))
        done = await attempt(session, service.create_role(session, at.place, new)) if typed.name else None
        if not isinstance(done, CustomRole):
            return _form(at, typed, wrong(at, done))
        return at.desk.go(f"{at.base}/{done.id}", News("roles.made", {"name": typed.name}))


def _form(at: Roles, typed: RoleForm, errors: Mapping[str, str] | None = None) -> Response:
    return at.desk.show(
        "role_new.html",
        at.desk.text("roles.new"),
        trail=at.above,
        status=422 if errors else 200,
        errors=errors,
        typed=typed,
        action=f"{at.base}/new",
        back=at.base,
        sheet=sheet(at.desk.words, at.place.authority, typed.permissions, team=at.place.is_team),
    )
